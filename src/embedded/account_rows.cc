#include "embedded/account_rows.h"

#include "commerce/customer/customer.h"

namespace souk::embedded {

namespace {

std::optional<AccountRow> account_of(sqlite::Statement& row) {
  return AccountRow{.account = {.id = row.column<AccountId>(0),
                                .email = row.column<std::string>(1),
                                .name = row.column<std::string>(2),
                                .created_at = row.column<Instant>(4)},
                    .password = row.column<std::optional<std::string>>(3)};
}

}  // namespace

Result<std::optional<AccountRow>> find_account(sqlite::Connection& connection, AccountPool pool, std::string_view email) {
  TRY(auto row, connection.query(
                    "SELECT id, email, name, password, created_at FROM accounts WHERE pool = ? AND email_key = ?", pool,
                    email_key(email)));
  TRY(const bool found, row.next());
  return found ? account_of(row) : std::nullopt;
}

Result<std::optional<AccountRow>> find_account(sqlite::Connection& connection, AccountPool pool, const AccountId& id) {
  TRY(auto row, connection.query("SELECT id, email, name, password, created_at FROM accounts WHERE id = ? AND pool = ?", id,
                                 pool));
  TRY(const bool found, row.next());
  return found ? account_of(row) : std::nullopt;
}

Result<bool> insert_account(sqlite::Connection& connection, AccountPool pool, const AccountRow& row) {
  return connection.run_unless_taken(
      "INSERT INTO accounts (id, pool, email, email_key, name, password, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      row.account.id, pool, row.account.email, email_key(row.account.email), row.account.name, row.password,
      row.account.created_at);
}

Result<void> set_password(sqlite::Connection& connection, const AccountId& id, const std::string& password) {
  TRY(connection.run("UPDATE accounts SET password = ? WHERE id = ?", password, id));
  return {};
}

Result<bool> set_email(sqlite::Connection& connection, const AccountId& id, const std::string& email) {
  return connection.run_unless_taken("UPDATE accounts SET email = ?, email_key = ? WHERE id = ?", email, email_key(email), id);
}

Result<void> insert_sign_up(sqlite::Connection& connection, AccountPool pool, const LetterId& letter, const SignUpRow& row) {
  TRY(connection.run("INSERT INTO sign_ups (letter_id, pool, email_key, name, password, failures) VALUES (?, ?, ?, ?, ?, 0)",
                     letter, pool, row.email_key, row.name, row.password));
  return {};
}

Result<std::optional<SignUpRow>> find_sign_up(sqlite::Connection& connection, const LetterId& letter) {
  TRY(auto row, connection.query("SELECT email_key, name, password, failures FROM sign_ups WHERE letter_id = ?", letter));
  TRY(const bool found, row.next());
  if (!found) return std::nullopt;
  return SignUpRow{.email_key = row.column<std::string>(0),
                   .name = row.column<std::string>(1),
                   .password = row.column<std::string>(2),
                   .failures = row.column<int>(3)};
}

}  // namespace souk::embedded
