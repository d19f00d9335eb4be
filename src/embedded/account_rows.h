#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ports/identity_provider.h"
#include "sqlite/connection.h"

namespace souk::embedded {

struct AccountRow {
  ports::Account account;
  std::optional<std::string> password{};  // as identity::PasswordHasher made it; none yet for who was invited
};

/// nullopt: none. `email`: in any case of letters.
Result<std::optional<AccountRow>> find_account(sqlite::Connection& connection, AccountPool pool, std::string_view email);
Result<std::optional<AccountRow>> find_account(sqlite::Connection& connection, AccountPool pool, const AccountId& id);
/// False: the address has an account by now.
Result<bool> insert_account(sqlite::Connection& connection, AccountPool pool, const AccountRow& row);
Result<void> set_password(sqlite::Connection& connection, const AccountId& id, const std::string& password);
/// False: the address has an account by now.
Result<bool> set_email(sqlite::Connection& connection, const AccountId& id, const std::string& email);

/// An account somebody asked for, under the link that proves its address.
struct SignUpRow {
  std::string email_key;
  std::string name;
  std::string password;  // hashed
  int failures = 0;
};
Result<void> insert_sign_up(sqlite::Connection& connection, AccountPool pool, const LetterId& letter, const SignUpRow& row);
Result<std::optional<SignUpRow>> find_sign_up(sqlite::Connection& connection, const LetterId& letter);

}  // namespace souk::embedded
