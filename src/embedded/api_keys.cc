#include "embedded/api_keys.h"

#include "embedded/audit_rows.h"
#include "records/records.h"

namespace souk::embedded {

namespace {

constexpr const char* kKeys =
    "SELECT id, role, scopes, label, secret_hash, created_at, created_by, expires_at, last_used_day, revoked FROM api_keys";

constexpr std::int64_t kDayMillis = std::chrono::milliseconds{std::chrono::days{1}}.count();

std::optional<Instant> day_of(std::optional<std::int64_t> day) {
  return day ? std::optional{Instant{std::chrono::milliseconds{*day * kDayMillis}}} : std::nullopt;
}

ApiKey key_of(const sqlite::Statement& row) {
  return {.id = row.column<ApiKeyId>(0),
          .role = row.column<Role>(1),
          .scopes = scopes_named(row.text(2)),
          .label = row.column<std::string>(3),
          .secret_hash = row.column<std::array<std::uint8_t, 32>>(4),
          .created_at = row.column<Instant>(5),
          .created_by = row.column<std::string>(6),
          .expires_at = row.column<std::optional<Instant>>(7),
          .last_used_day = day_of(row.column<std::optional<std::int64_t>>(8)),
          .revoked = row.column<bool>(9)};
}

Result<ApiKey> find_key(sqlite::Connection& connection, const ApiKeyId& id) {
  TRY(auto row, connection.query(std::string(kKeys) + " WHERE id = ?", id));
  TRY(const bool found, row.next());
  if (!found) return fail(ErrorCode::not_found, "There is no such API key");
  return key_of(row);
}

/// How the audit log sees a key before and after.
auto look(sqlite::Connection& connection, const ApiKeyId& id) {
  return
      [&connection, id] { return seen(find_key(connection, id), [](const ApiKey& key) { return records::write_whole(key); }); };
}

class SqliteApiKeys final : public ports::ApiKeys {
 public:
  SqliteApiKeys(Database& database, const ports::Clock& clock) : database_(database), clock_(clock) {}

  Result<void> add(const ApiKey& key, const Act& act) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) {
      return audited(connection, act, key.id.text(), now, look(connection, key.id), [&]() -> Result<void> {
        TRY(connection.run(
            "INSERT INTO api_keys (id, role, scopes, label, secret_hash, created_at, created_by, expires_at, revoked)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            key.id, key.role, spelled(key.scopes), key.label, key.secret_hash, key.created_at, key.created_by, key.expires_at,
            key.revoked));
        return {};
      });
    });
  }

  Result<ApiKey> find(const ApiKeyId& id) const override {
    TRY(const Reader reader, database_.reader());
    return find_key(*reader, id);
  }

  Result<std::vector<ApiKey>> all() const override {
    TRY(const Reader reader, database_.reader());
    TRY(auto rows, reader->query(std::string(kKeys) + " ORDER BY id"));
    std::vector<ApiKey> keys;
    while (true) {
      TRY(const bool more, rows.next());
      if (!more) return keys;
      keys.push_back(key_of(rows));
    }
  }

  Result<void> revoke(const ApiKeyId& id, const Act& act) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) -> Result<void> {
      TRY(const ApiKey key, find_key(connection, id));
      if (key.revoked) return {};
      return audited(connection, act, id.text(), now, look(connection, id), [&]() -> Result<void> {
        TRY(connection.run("UPDATE api_keys SET revoked = 1 WHERE id = ?", id));
        return {};
      });
    });
  }

  Result<void> remember_uses(std::span<const ports::ApiKeyUse> uses) override {
    return database_.write([&](sqlite::Connection& connection) -> Result<void> {
      for (const auto& [id, day] : uses)
        TRY(connection.run("UPDATE api_keys SET last_used_day = ?2 WHERE id = ?1 AND coalesce(last_used_day, -1) < ?2", id,
                           day.time_since_epoch().count() / kDayMillis));
      return {};
    });
  }

 private:
  Database& database_;
  const ports::Clock& clock_;
};

}  // namespace

std::unique_ptr<ports::ApiKeys> open_api_keys(Database& database, const ports::Clock& clock) {
  return std::make_unique<SqliteApiKeys>(database, clock);
}

}  // namespace souk::embedded
