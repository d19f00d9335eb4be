#include "embedded/identity_provider.h"

#include <algorithm>

#include "commerce/customer/customer.h"
#include "embedded/account_rows.h"
#include "embedded/letter_rows.h"
#include "embedded/session_rows.h"
#include "identity/link_token.h"
#include "identity/password_hash.h"

namespace souk::embedded {

namespace {

using ports::Account;
using ports::LetterKind;
using Ended = std::vector<SessionId>;

std::unexpected<Error> wrong_credentials() {
  return fail(ErrorCode::invalid_credentials, "The e-mail address or the password is not right");
}
std::unexpected<Error> no_such_account() { return fail(ErrorCode::not_found, "There is no such account"); }

class OwnIdentityProvider final : public ports::IdentityProvider {
 public:
  OwnIdentityProvider(const IdentityParts& parts, AccountPool pool)
      : parts_(parts),
        pool_(pool),
        hasher_(parts.secrets, parts.threads, pool == AccountPool::customers ? identity::kCustomerCost : identity::kStaffCost) {}

  Result<void> sign_up(const ports::SignUp& sign_up) override;
  Result<ports::Grant> verify(const std::string& token, const std::string& password) override;
  Result<std::string> invite(const AccountId& id, const std::string& email, const std::string& name) override;
  Result<ports::Grant> login(const std::string& email, const std::string& password) override;
  Result<ports::AccessToken> access_token(const Session& session) const override { return parts_.tokens.sign(session); }
  Result<void> logout(const Session&) override { return {}; }
  Result<void> forgot(const std::string& email) override;
  Result<Account> owner_of_link(const std::string& token) const override;
  Result<Account> reset(const std::string& token, const std::string& password) override;
  Result<Account> change_password(const AccountId& id, const std::string& current, const std::string& password,
                                  const SessionId& kept) override;
  Result<void> ask_email_change(const AccountId& id, const std::string& password, const std::string& email) override;
  Result<Account> change_email(const std::string& token) override;
  Result<Account> find(const AccountId& id) const override;
  Result<void> check_password(const AccountId& id, const std::string& password) const override;
  Result<void> erase(const AccountId& id) override;

 private:
  ports::Letter letter(LetterKind kind, std::string to, std::optional<std::chrono::milliseconds> life = {},
                       std::string about = {}) const {
    const Instant now = parts_.clock.now();
    return {.id = parts_.ids.fresh<LetterId>(),
            .pool = pool_,
            .kind = kind,
            .to = std::move(to),
            .about = std::move(about),
            .expires_at = life ? std::optional{now + *life} : std::nullopt,
            .written_at = now};
  }
  Result<void> tell(sqlite::Connection& connection, const AccountRow& row, ports::Letter letter) const {
    return write_letter(connection, parts_.ids, {.letter = std::move(letter), .account = row.account.id});
  }
  Result<AccountRow> account_with_password(const AccountId& id, const std::string& password) const;
  /// Under a link of one of these kinds, inside a transaction. Errors: link_expired.
  Result<AccountRow> row_of_link(sqlite::Connection& connection, const std::optional<LetterId>& id,
                                 std::initializer_list<LetterKind> kinds) const;
  /// Sets the password, ends sessions, voids links, tells the owner.
  Result<Ended> replace_password(sqlite::Connection& connection, const AccountRow& row, const std::string& hashed,
                                 const std::optional<SessionId>& kept) const;

  const IdentityParts parts_;
  const AccountPool pool_;
  const identity::PasswordHasher hasher_;
};

Result<void> OwnIdentityProvider::sign_up(const ports::SignUp& sign_up) {
  TRY(std::string hashed, hasher_.hash(sign_up.password));
  return parts_.database.write([&](sqlite::Connection& connection) -> Result<void> {
    TRY(const auto known, find_account(connection, pool_, sign_up.email));
    const auto written = known ? letter(LetterKind::already_registered, known->account.email)
                               : letter(LetterKind::verify, sign_up.email, ports::kVerifyLinkLife);
    TRY(const bool nuisance, is_nuisance(connection, written));
    if (nuisance) return {};
    LetterRow row{.letter = written};
    if (known) row.account = known->account.id;
    TRY(write_letter(connection, parts_.ids, row));
    if (known) return {};
    return insert_sign_up(connection, pool_, written.id, {email_key(sign_up.email), sign_up.name, std::move(hashed)});
  });
}

Result<ports::Grant> OwnIdentityProvider::verify(const std::string& token, const std::string& password) {
  const Instant now = parts_.clock.now();
  const auto id = identity::letter_of(parts_.signer, token);
  const auto read_link = [&](sqlite::Connection& connection) -> Result<std::pair<LetterRow, SignUpRow>> {
    TRY(LetterRow link, open_link(connection, id, pool_, now));
    TRY(auto sign_up, find_sign_up(connection, link.letter.id));
    if (!sign_up || sign_up->failures >= ports::kVerifyAttempts) return expired_link();
    return std::pair{std::move(link), *std::move(sign_up)};
  };
  TRY(const auto asked, parts_.database.read(read_link));
  const bool right = hasher_.matches(asked.second.password, password);

  AccountRow made{.account = {.id = parts_.ids.fresh<AccountId>(),
                              .email = asked.first.letter.to,
                              .name = asked.second.name,
                              .created_at = now},
                  .password = asked.second.password};
  TRY(const bool proven, parts_.database.write([&](sqlite::Connection& connection) -> Result<bool> {
    TRY(read_link(connection));
    if (!right) {
      TRY(connection.run("UPDATE sign_ups SET failures = failures + 1 WHERE letter_id = ?", *id));
      return false;
    }
    TRY(const bool fresh, insert_account(connection, pool_, made));
    if (!fresh) return expired_link();
    TRY(connection.run(
        "UPDATE letters SET used_at = ? WHERE id IN (SELECT letter_id FROM sign_ups WHERE email_key = ? AND pool = ?)", now,
        asked.second.email_key, pool_));
    TRY(connection.run("DELETE FROM sign_ups WHERE email_key = ? AND pool = ?", asked.second.email_key, pool_));
    return true;
  }));
  if (!proven) return wrong_credentials();
  return ports::Grant{.account = std::move(made.account)};
}

Result<std::string> OwnIdentityProvider::invite(const AccountId& id, const std::string& email, const std::string& name) {
  const auto written = letter(LetterKind::invitation, email, ports::kInvitationLinkLife, name);
  const auto taken = [] { return fail(ErrorCode::email_taken, "This e-mail address has an account already"); };
  const auto invited = parts_.database.write([&](sqlite::Connection& connection) -> Result<void> {
    TRY(auto row, find_account(connection, pool_, email));
    if (row && (row->password || row->account.id != id)) return taken();
    if (!row) {
      row = AccountRow{.account = {.id = id, .email = email, .name = name, .created_at = written.written_at}};
      TRY(const bool fresh, insert_account(connection, pool_, *row));
      if (!fresh) return taken();
    }
    TRY(use_up_all(connection, row->account.id, written.written_at));
    return tell(connection, *row, written);
  });
  if (!invited) return std::unexpected(invited.error());
  return identity::link_token(parts_.signer, written.id);
}

Result<ports::Grant> OwnIdentityProvider::login(const std::string& email, const std::string& password) {
  TRY(const auto row, parts_.database.read(
                          [&](sqlite::Connection& connection) { return find_account(connection, pool_, email); }));
  if (!row || !row->password) {
    hasher_.match_nobody(password);
    return wrong_credentials();
  }
  if (!hasher_.matches(*row->password, password)) return wrong_credentials();
  if (hasher_.is_outdated(*row->password)) {
    TRY(const std::string hashed, hasher_.hash(password));
    TRY(parts_.database.write(
        [&](sqlite::Connection& connection) { return set_password(connection, row->account.id, hashed); }));
  }
  return ports::Grant{.account = row->account};
}

Result<void> OwnIdentityProvider::forgot(const std::string& email) {
  return parts_.database.write([&](sqlite::Connection& connection) -> Result<void> {
    TRY(const auto known, find_account(connection, pool_, email));
    const bool mailed = known && known->password;
    LetterRow row{.letter = letter(LetterKind::reset, mailed ? known->account.email : email, ports::kResetLinkLife),
                  .used = !mailed};
    if (mailed) row.account = known->account.id;
    TRY(const bool nuisance, is_nuisance(connection, row.letter));
    if (nuisance) return {};
    return write_letter(connection, parts_.ids, row);
  });
}

Result<AccountRow> OwnIdentityProvider::row_of_link(sqlite::Connection& connection, const std::optional<LetterId>& id,
                                                    std::initializer_list<LetterKind> kinds) const {
  TRY(const LetterRow link, open_link(connection, id, pool_, parts_.clock.now()));
  const bool is_of_kind = std::ranges::find(kinds, link.letter.kind) != kinds.end();
  if (!is_of_kind || !link.account) return expired_link();
  TRY(auto row, find_account(connection, pool_, *link.account));
  if (!row) return expired_link();
  return *std::move(row);
}

Result<Account> OwnIdentityProvider::owner_of_link(const std::string& token) const {
  TRY(AccountRow row, parts_.database.read([&](sqlite::Connection& connection) {
    return row_of_link(connection, identity::letter_of(parts_.signer, token), {LetterKind::reset, LetterKind::invitation});
  }));
  return std::move(row.account);
}

Result<Ended> OwnIdentityProvider::replace_password(sqlite::Connection& connection, const AccountRow& row,
                                                    const std::string& hashed, const std::optional<SessionId>& kept) const {
  TRY(set_password(connection, row.account.id, hashed));
  TRY(use_up_all(connection, row.account.id, parts_.clock.now()));
  // Whoever accepts an invitation had no password that could have changed.
  if (row.password) TRY(tell(connection, row, letter(LetterKind::password_changed, row.account.email)));
  return end_sessions(connection, pool_, row.account.id, kept);
}

Result<Account> OwnIdentityProvider::reset(const std::string& token, const std::string& password) {
  TRY(const std::string hashed, hasher_.hash(password));
  const auto id = identity::letter_of(parts_.signer, token);
  Account account;
  TRY(const Ended ended, parts_.database.write([&](sqlite::Connection& connection) -> Result<Ended> {
    TRY(const AccountRow row, row_of_link(connection, id, {LetterKind::reset, LetterKind::invitation}));
    account = row.account;
    return replace_password(connection, row, hashed, std::nullopt);
  }));
  parts_.ended.add(ended);
  return account;
}

Result<AccountRow> OwnIdentityProvider::account_with_password(const AccountId& id, const std::string& password) const {
  TRY(auto row, parts_.database.read([&](sqlite::Connection& connection) { return find_account(connection, pool_, id); }));
  if (!row) return no_such_account();
  if (!row->password || !hasher_.matches(*row->password, password))
    return fail(ErrorCode::invalid_credentials, "The password is not right");
  return *std::move(row);
}

Result<Account> OwnIdentityProvider::change_password(const AccountId& id, const std::string& current,
                                                     const std::string& password, const SessionId& kept) {
  TRY(const AccountRow row, account_with_password(id, current));
  TRY(const std::string hashed, hasher_.hash(password));
  TRY(const Ended ended, parts_.database.write(
                             [&](sqlite::Connection& connection) { return replace_password(connection, row, hashed, kept); }));
  parts_.ended.add(ended);
  return row.account;
}

Result<void> OwnIdentityProvider::ask_email_change(const AccountId& id, const std::string& password,
                                                   const std::string& email) {
  TRY(const AccountRow row, account_with_password(id, password));
  return parts_.database.write([&](sqlite::Connection& connection) -> Result<void> {
    TRY(const auto known, find_account(connection, pool_, email));
    const bool taken = known && known->account.id != id;
    const auto written = taken ? letter(LetterKind::already_registered, known->account.email)
                               : letter(LetterKind::change_email, email, ports::kChangeEmailLinkLife);
    TRY(const bool nuisance, is_nuisance(connection, written));
    if (nuisance) return {};
    return tell(connection, taken ? *known : row, written);
  });
}

Result<Account> OwnIdentityProvider::change_email(const std::string& token) {
  const auto id = identity::letter_of(parts_.signer, token);
  return parts_.database.write([&](sqlite::Connection& connection) -> Result<Account> {
    TRY(AccountRow row, row_of_link(connection, id, {LetterKind::change_email}));
    TRY(const auto link, find_letter(connection, *id));
    const std::string before = std::exchange(row.account.email, link->letter.to);
    TRY(const bool free, set_email(connection, row.account.id, row.account.email));
    if (!free) return expired_link();
    TRY(use_up_all(connection, row.account.id, parts_.clock.now()));
    if (before != row.account.email)
      TRY(tell(connection, row, letter(LetterKind::email_changed, before, {}, row.account.email)));
    return std::move(row.account);
  });
}

Result<Account> OwnIdentityProvider::find(const AccountId& id) const {
  TRY(auto row, parts_.database.read([&](sqlite::Connection& connection) { return find_account(connection, pool_, id); }));
  if (!row) return no_such_account();
  return std::move(row->account);
}

Result<void> OwnIdentityProvider::check_password(const AccountId& id, const std::string& password) const {
  TRY(account_with_password(id, password));
  return {};
}

Result<void> OwnIdentityProvider::erase(const AccountId& id) {
  TRY(const Ended ended, parts_.database.write([&](sqlite::Connection& connection) -> Result<Ended> {
    TRY(const auto row, find_account(connection, pool_, id));
    if (!row) return Ended{};
    TRY(connection.run("DELETE FROM letters WHERE account_id = ? OR to_key = ?", id, email_key(row->account.email)));
    TRY(connection.run("DELETE FROM account_devices WHERE account_id = ?", id));
    TRY(connection.run("DELETE FROM accounts WHERE id = ?", id));
    TRY(write_letter(connection, parts_.ids, {.letter = letter(LetterKind::account_erased, row->account.email)}));
    return end_sessions(connection, pool_, id, std::nullopt);
  }));
  parts_.ended.add(ended);
  return {};
}

}  // namespace

std::unique_ptr<ports::IdentityProvider> open_identity_provider(const IdentityParts& parts, AccountPool pool) {
  return std::make_unique<OwnIdentityProvider>(parts, pool);
}

}  // namespace souk::embedded
