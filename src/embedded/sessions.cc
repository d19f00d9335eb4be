#include "embedded/sessions.h"

#include "embedded/letter_rows.h"
#include "embedded/session_rows.h"

namespace souk::embedded {

namespace {

using ports::TokenHash;

constexpr std::int64_t kMostLive = 50;       // of one account
constexpr std::int64_t kMostDevices = 50;    // remembered of one account
constexpr std::string_view kColumns =
    "id, pool, account_id, device, created_at, authenticated_at, second_factor_at, seen_at, expires_at, renewal";

Session session_of(const sqlite::Statement& row) {
  return {.id = row.column<SessionId>(0),
          .pool = row.column<AccountPool>(1),
          .account = row.column<AccountId>(2),
          .device = row.column<std::string>(3),
          .created_at = row.column<Instant>(4),
          .authenticated_at = row.column<Instant>(5),
          .second_factor_at = row.column<std::optional<Instant>>(6),
          .seen_at = row.column<Instant>(7),
          .expires_at = row.column<Instant>(8),
          .renewal = row.column<std::string>(9)};
}

/// Live, that is: neither stolen nor expired.
Result<std::optional<Session>> find_live(sqlite::Connection& connection, const SessionId& id, Instant now) {
  static const std::string kSql =
      "SELECT " + std::string(kColumns) + " FROM sessions WHERE id = ? AND stolen = 0 AND expires_at > ?";
  TRY(auto row, connection.query(kSql, id, now));
  TRY(const bool found, row.next());
  if (!found) return std::nullopt;
  return session_of(row);
}

std::unexpected<Error> unauthorized() { return fail(ErrorCode::unauthorized, "The session has ended: log in again"); }
std::unexpected<Error> reused() {
  return fail(ErrorCode::token_reused, "This session was renewed from somewhere else and has ended: log in again");
}
std::unexpected<Error> no_such_session() { return fail(ErrorCode::not_found, "There is no such session"); }

/// Tells the account's owner, at the address that it has now.
Result<void> tell_owner(sqlite::Connection& connection, ports::IdSource& ids, const Session& session, ports::LetterKind kind,
                        Instant now) {
  TRY(const auto email, connection.first<std::string>("SELECT email FROM accounts WHERE id = ?", session.account));
  if (!email) return {};
  const ports::Letter letter{.id = ids.fresh<LetterId>(),
                             .pool = session.pool,
                             .kind = kind,
                             .to = *email,
                             .about = session.device,
                             .written_at = now};
  TRY(const bool nuisance, is_nuisance(connection, letter));
  if (nuisance) return {};
  return write_letter(connection, ids, {.letter = letter, .account = session.account});
}

/// Whether the account is known, and not from here.
Result<bool> is_new_device(sqlite::Connection& connection, const Session& session, Instant now) {
  TRY(const auto known, connection.first<std::int64_t, std::int64_t>(
                            "SELECT count(*), coalesce(sum(device = ?), 0) FROM account_devices WHERE account_id = ?",
                            session.device, session.account));
  const auto [devices, this_one] = *known;
  TRY(connection.run("INSERT OR REPLACE INTO account_devices (account_id, device, seen_at) VALUES (?, ?, ?)", session.account,
                     session.device, now));
  TRY(connection.run("DELETE FROM account_devices WHERE account_id = ? AND device NOT IN"
                     " (SELECT device FROM account_devices WHERE account_id = ? ORDER BY seen_at DESC LIMIT ?)",
                     session.account, session.account, kMostDevices));
  return devices > 0 && this_one == 0;
}

Result<void> insert(sqlite::Connection& connection, const Session& session, const TokenHash& token) {
  TRY(connection.run(
      "INSERT INTO sessions (id, pool, account_id, device, created_at, authenticated_at, second_factor_at, seen_at, expires_at,"
      " renewal, stolen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
      session.id, session.pool, session.account, session.device, session.created_at, session.authenticated_at,
      session.second_factor_at, session.seen_at, session.expires_at, session.renewal));
  TRY(connection.run("INSERT INTO session_tokens (hash, session_id) VALUES (?, ?)", token, session.id));
  return {};
}

using Ended = std::vector<SessionId>;

Result<Ended> end_by_token(sqlite::Connection& connection, const TokenHash& token) {
  return connection.all<SessionId>(
      "DELETE FROM sessions WHERE id = (SELECT session_id FROM session_tokens WHERE hash = ?) RETURNING id", token);
}

Result<Ended> end_surplus(sqlite::Connection& connection, const Session& session) {
  return connection.all<SessionId>(
      "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE account_id = ? AND pool = ? ORDER BY id DESC LIMIT -1"
      " OFFSET ?) RETURNING id",
      session.account, session.pool, kMostLive);
}

/// What became of a token that was shown, as it stands once the transaction is over.
struct Renewal {
  enum class Outcome { renewed, stolen, unknown };
  Outcome outcome = Outcome::unknown;
  std::optional<Session> session{};
  bool ended_now = false;
};

class SqliteSessions final : public ports::Sessions {
 public:
  SqliteSessions(Database& database, const ports::Clock& clock, ports::IdSource& ids, EndedSessions& ended)
      : database_(database), clock_(clock), ids_(ids), ended_(ended) {}

  Result<void> open(const Session& session, const TokenHash& token, const std::optional<TokenHash>& replaces) override {
    const Instant now = clock_.now();
    TRY(const Ended ended, database_.write([&](sqlite::Connection& connection) -> Result<Ended> {
      Ended gone;
      if (replaces) {
        TRY(gone, end_by_token(connection, *replaces));
      }
      TRY(insert(connection, session, token));
      TRY(const Ended surplus, end_surplus(connection, session));
      gone.insert(gone.end(), surplus.begin(), surplus.end());
      TRY(const bool is_new, is_new_device(connection, session, now));
      if (is_new) TRY(tell_owner(connection, ids_, session, ports::LetterKind::new_device, now));
      return gone;
    }));
    ended_.add(ended);
    return {};
  }

  Result<Session> renew(const TokenHash& presented, const TokenHash& successor) override {
    const Instant now = clock_.now();
    TRY(Renewal renewal,
        database_.write([&](sqlite::Connection& connection) { return renew_in(connection, presented, successor, now); }));
    if (renewal.ended_now) ended_.add(renewal.session->id);
    if (renewal.outcome == Renewal::Outcome::stolen) return reused();
    if (renewal.outcome == Renewal::Outcome::unknown) return unauthorized();
    return *std::move(renewal.session);
  }

  Result<Session> find(const SessionId& id) const override {
    TRY(const Reader reader, database_.reader());
    TRY(auto session, find_live(*reader, id, clock_.now()));
    if (!session) return no_such_session();
    return *std::move(session);
  }

  Result<std::vector<Session>> of_account(AccountPool pool, const AccountId& account) const override {
    static const std::string kSql =
        "SELECT " + std::string(kColumns) +
        " FROM sessions WHERE account_id = ? AND pool = ? AND stolen = 0 AND expires_at > ? ORDER BY id DESC";
    TRY(const Reader reader, database_.reader());
    TRY(auto rows, reader->query(kSql, account, pool, clock_.now()));
    std::vector<Session> sessions;
    while (true) {
      TRY(const bool more, rows.next());
      if (!more) return sessions;
      sessions.push_back(session_of(rows));
    }
  }

  Result<Session> record_second_factor(const SessionId& id, Instant at) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) -> Result<Session> {
      TRY(connection.run("UPDATE sessions SET second_factor_at = ? WHERE id = ?", at, id));
      TRY(auto session, find_live(connection, id, now));
      if (!session) return no_such_session();
      return *std::move(session);
    });
  }

  Result<void> end(const TokenHash& token) override {
    TRY(const Ended ended,
        database_.write([&](sqlite::Connection& connection) { return end_by_token(connection, token); }));
    ended_.add(ended);
    return {};
  }

  Result<void> end(AccountPool pool, const AccountId& account, const SessionId& id) override {
    TRY(const Ended ended, database_.write([&](sqlite::Connection& connection) {
      return connection.all<SessionId>(
          "DELETE FROM sessions WHERE id = ? AND account_id = ? AND pool = ? AND stolen = 0 RETURNING id", id, account, pool);
    }));
    if (ended.empty()) return no_such_session();
    ended_.add(ended);
    return {};
  }

  Result<std::int64_t> end_all(AccountPool pool, const AccountId& account, const std::optional<SessionId>& kept) override {
    TRY(const Ended ended, database_.write([&](sqlite::Connection& connection) {
      return end_sessions(connection, pool, account, kept);
    }));
    ended_.add(ended);
    return static_cast<std::int64_t>(ended.size());
  }

  Result<std::int64_t> drop_expired(Instant before, std::int64_t limit) override {
    return database_.write([&](sqlite::Connection& connection) {
      return connection.run(
          "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < ? ORDER BY expires_at LIMIT ?)", before,
          limit);
    });
  }

 private:
  Result<Renewal> renew_in(sqlite::Connection& connection, const TokenHash& presented, const TokenHash& successor,
                           Instant now) {
    using Outcome = Renewal::Outcome;
    TRY(const auto known, connection.first<SessionId, std::optional<Instant>, bool>(
                              "SELECT session_id, spent_at, stolen FROM session_tokens JOIN sessions ON sessions.id = session_id"
                              " WHERE hash = ?",
                              presented));
    if (!known) return Renewal{};
    const auto& [id, spent_at, stolen] = *known;
    if (stolen) return Renewal{.outcome = Outcome::stolen};
    TRY(auto session, find_live(connection, id, now));
    if (!session) return Renewal{};
    if (spent_at && now - *spent_at >= ports::kRefreshGrace) {
      TRY(connection.run("UPDATE sessions SET stolen = 1 WHERE id = ?", id));
      TRY(tell_owner(connection, ids_, *session, ports::LetterKind::session_stolen, now));
      return Renewal{.outcome = Outcome::stolen, .session = std::move(session), .ended_now = true};
    }
    if (!spent_at) {
      TRY(connection.run("UPDATE session_tokens SET spent_at = ? WHERE hash = ?", now, presented));
      TRY(connection.run("INSERT INTO session_tokens (hash, session_id) VALUES (?, ?)", successor, id));
      TRY(connection.run("UPDATE sessions SET seen_at = ? WHERE id = ?", now, id));
      session->seen_at = now;
    }
    return Renewal{.outcome = Outcome::renewed, .session = std::move(session)};
  }

  Database& database_;
  const ports::Clock& clock_;
  ports::IdSource& ids_;
  EndedSessions& ended_;
};

}  // namespace

Result<std::vector<SessionId>> end_sessions(sqlite::Connection& connection, AccountPool pool, const AccountId& account,
                                            const std::optional<SessionId>& kept) {
  return connection.all<SessionId>("DELETE FROM sessions WHERE account_id = ? AND pool = ? AND id IS NOT ? RETURNING id", account,
                                   pool, kept);
}

std::unique_ptr<ports::Sessions> open_sessions(Database& database, const ports::Clock& clock, ports::IdSource& ids,
                                               EndedSessions& ended) {
  return std::make_unique<SqliteSessions>(database, clock, ids, ended);
}

}  // namespace souk::embedded
