#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "commerce/access/session.h"
#include "commerce/error/error.h"

namespace souk::ports {

/// SHA-256 of a refresh token. The token itself is stored nowhere.
using TokenHash = std::array<std::uint8_t, 32>;

// A browser that lost an answer, or two of its tabs, present the same token twice within moments; a thief comes later.
inline constexpr std::chrono::seconds kRefreshGrace{10};

/// Sessions and the chains of refresh tokens that renew them. One transaction a method, thread-safe.
class Sessions {
 public:
  virtual ~Sessions() = default;

  /// A new session under its first token. `replaces`: what the same browser held before; that session ends in the same
  /// transaction, so that an id somebody planted there is worth nothing. An account that was never seen on this device, and was
  /// on others, gets a letter. Beyond 50 live sessions of an account the oldest ends.
  virtual Result<void> open(const Session& session, const TokenHash& token, const std::optional<TokenHash>& replaces) = 0;

  /// Spends `presented` and puts `successor` in its place. A token spent less than kRefreshGrace ago changes nothing and gives
  /// the same session again; one spent earlier was stolen, from or by whoever shows it: the session ends, with all its tokens,
  /// and its owner gets a letter. Errors: unauthorized (unknown, ended, expired), token_reused (spent earlier, or of a session
  /// that ended for that).
  virtual Result<Session> renew(const TokenHash& presented, const TokenHash& successor) = 0;

  /// A live session. Errors: not_found.
  virtual Result<Session> find(const SessionId& id) const = 0;
  /// Live ones, newest first.
  virtual Result<std::vector<Session>> of_account(AccountPool pool, const AccountId& account) const = 0;

  /// Remembers that a second factor was given. Errors: not_found (no live session).
  virtual Result<Session> record_second_factor(const SessionId& id, Instant at) = 0;

  /// The session of this token, whatever became of it; nothing happens when there is none.
  virtual Result<void> end(const TokenHash& token) = 0;
  /// One of the account's own. Errors: not_found.
  virtual Result<void> end(AccountPool pool, const AccountId& account, const SessionId& id) = 0;
  /// All of an account, but for `kept`; returns how many ended.
  virtual Result<std::int64_t> end_all(AccountPool pool, const AccountId& account, const std::optional<SessionId>& kept) = 0;

  /// Forgets sessions that expired before `before`, and their tokens. Returns how many; at most `limit`.
  virtual Result<std::int64_t> drop_expired(Instant before, std::int64_t limit) = 0;
};

}  // namespace souk::ports
