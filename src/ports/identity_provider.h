#pragma once

#include <chrono>
#include <string>

#include "commerce/access/session.h"
#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/time/instant.h"

namespace souk::ports {

/// Somebody's account, as its provider knows it.
struct Account {
  AccountId id;
  std::string email;  // proven
  std::string name;   // what was said at sign-up
  Instant created_at{};
  friend bool operator==(const Account&, const Account&) = default;
};

/// What a provider gives to somebody who proved that an account is theirs.
struct Grant {
  Account account;
  std::string renewal{};  // what the provider needs to go on later, for the session to keep; empty: nothing
};

struct SignUp {
  std::string email;     // as souk::validated_email left it
  std::string password;  // as identity::check_new_password let it through
  std::string name;
};

struct AccessToken {
  std::string text;
  Instant expires_at{};
};

// How long a link may lie in a mailbox. A reset is asked for by somebody who waits for it.
inline constexpr std::chrono::hours kVerifyLinkLife{24};
inline constexpr std::chrono::hours kChangeEmailLinkLife{24};
inline constexpr std::chrono::minutes kResetLinkLife{60};
inline constexpr std::chrono::hours kInvitationLinkLife{72};
// Wrong passwords that one link of a sign-up stands.
inline constexpr int kVerifyAttempts = 10;
// Letters of one kind to one address within an hour. Whoever asks for more is answered alike and mails nobody.
inline constexpr int kLettersAnHour = 5;

/// Who people are: accounts with a password and a proven e-mail address, of one pool. Sessions are the shop's own
/// (ports::Sessions), whoever the provider is. An e-mail address is one account's at most, whatever its letters' case.
///
/// Nobody learns here who has an account: where that could show, known and unknown addresses get the same answer for the same
/// work (one password hash, one transaction), and the difference goes by mail to the address itself. A link's token is opaque:
/// the provider makes and reads it. Methods with a password take tens of milliseconds of processor time and run in the hashing
/// pool; all may fail with overloaded, unavailable, storage_full or commit_unknown. Thread-safe.
class IdentityProvider {
 public:
  virtual ~IdentityProvider() = default;

  /// Asks for an account. Nothing is one until its address is proven, so there may be any number of these for one address, each
  /// with its own password and letter (`verify`). To the address of an account goes `already_registered` instead.
  virtual Result<void> sign_up(const SignUp& sign_up) = 0;
  /// Makes the account of the sign-up that the link belongs to. The password is asked for again: the mail alone must not open an
  /// account whose password a stranger chose. Every other sign-up for the address is void then. Errors: link_expired (used, ran
  /// out, not ours, the address has an account by now), invalid_credentials (the link stays good, kVerifyAttempts times).
  virtual Result<Grant> verify(const std::string& token, const std::string& password) = 0;

  /// Makes an account that has no password yet, for pools where nobody signs up alone, and mails a link (`invitation`) by which
  /// it gets one; returns the link's token, for whoever hands it over in person. An account that never got its password is
  /// invited again. Errors: email_taken.
  virtual Result<std::string> invite(const AccountId& id, const std::string& email, const std::string& name) = 0;

  /// Errors: invalid_credentials (no such account, or not its password).
  virtual Result<Grant> login(const std::string& email, const std::string& password) = 0;
  /// For a live session. Errors: unauthorized (the provider no longer stands for it).
  virtual Result<AccessToken> access_token(const Session& session) const = 0;
  /// What the provider itself keeps of a session ends with it. Repeating it changes nothing.
  virtual Result<void> logout(const Session& session) = 0;

  /// Mails a link (`reset`) if there is such an account.
  virtual Result<void> forgot(const std::string& email) = 0;
  /// Whose password a link of `reset` or `invitation` would set. Errors: link_expired.
  virtual Result<Account> owner_of_link(const std::string& token) const = 0;
  /// Uses the link up, ends every session of the account in the same transaction where the home can, and tells its owner
  /// (`password_changed`). Errors: link_expired.
  virtual Result<Account> reset(const std::string& token, const std::string& password) = 0;
  /// As reset, but for the session that asks. Errors: invalid_credentials (`current`), not_found.
  virtual Result<Account> change_password(const AccountId& id, const std::string& current, const std::string& password,
                                          const SessionId& kept) = 0;

  /// Mails a link (`change_email`) to the new address; if that is another account's, `already_registered`. Errors:
  /// invalid_credentials, not_found.
  virtual Result<void> ask_email_change(const AccountId& id, const std::string& password, const std::string& email) = 0;
  /// Uses the link up and tells the address before (`email_changed`). Errors: link_expired (also: the address has an account by
  /// now).
  virtual Result<Account> change_email(const std::string& token) = 0;

  /// Errors: not_found.
  virtual Result<Account> find(const AccountId& id) const = 0;
  /// Errors: invalid_credentials, not_found.
  virtual Result<void> check_password(const AccountId& id, const std::string& password) const = 0;
  /// The account is gone, with its links, its sessions where the home can, and what else its address was known by; its owner is
  /// told (`account_erased`). Repeating it changes nothing.
  virtual Result<void> erase(const AccountId& id) = 0;
};

}  // namespace souk::ports
