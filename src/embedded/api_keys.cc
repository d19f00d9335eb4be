#include "embedded/api_keys.h"

namespace souk::embedded {

namespace {

ports::ApiKey key_of(const sqlite::Statement& row) {
  return {.id = row.column<ApiKeyId>(0),
          .role = row.column<Role>(1),
          .label = row.column<std::string>(2),
          .secret_hash = row.column<std::array<std::uint8_t, 32>>(3),
          .created_at = row.column<Instant>(4),
          .revoked = row.column<bool>(5)};
}

class SqliteApiKeys final : public ports::ApiKeys {
 public:
  explicit SqliteApiKeys(Database& database) : database_(database) {}

  Result<void> add(const ports::ApiKey& key) override {
    return database_.write([&](sqlite::Connection& connection) -> Result<void> {
      TRY(connection.run("INSERT INTO api_keys (id, role, label, secret_hash, created_at, revoked) VALUES (?, ?, ?, ?, ?, ?)",
                         key.id, key.role, key.label, key.secret_hash, key.created_at, key.revoked));
      return {};
    });
  }

  Result<ports::ApiKey> find(const ApiKeyId& id) const override {
    TRY(const Reader reader, database_.reader());
    TRY(auto row, reader->query("SELECT id, role, label, secret_hash, created_at, revoked FROM api_keys WHERE id = ?", id));
    TRY(const bool found, row.next());
    if (!found) return fail(ErrorCode::not_found, "There is no such API key");
    return key_of(row);
  }

  Result<std::vector<ports::ApiKey>> all() const override {
    TRY(const Reader reader, database_.reader());
    TRY(auto rows, reader->query("SELECT id, role, label, secret_hash, created_at, revoked FROM api_keys ORDER BY id"));
    std::vector<ports::ApiKey> keys;
    while (true) {
      TRY(const bool more, rows.next());
      if (!more) return keys;
      keys.push_back(key_of(rows));
    }
  }

  Result<void> revoke(const ApiKeyId& id) override {
    return database_.write([&](sqlite::Connection& connection) -> Result<void> {
      TRY(const auto known, connection.run("UPDATE api_keys SET revoked = 1 WHERE id = ?", id));
      if (known == 0) return fail(ErrorCode::not_found, "There is no such API key");
      return {};
    });
  }

 private:
  Database& database_;
};

}  // namespace

std::unique_ptr<ports::ApiKeys> open_api_keys(Database& database) { return std::make_unique<SqliteApiKeys>(database); }

}  // namespace souk::embedded
