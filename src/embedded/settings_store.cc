#include "embedded/settings_store.h"

#include <mutex>
#include <shared_mutex>

#include "embedded/answer_rows.h"
#include "embedded/audit_rows.h"
#include "records/records.h"

namespace souk::embedded {

namespace {

Result<std::optional<ShopSettings>> find_settings(sqlite::Connection& connection) {
  TRY(auto row, connection.query("SELECT version, record FROM settings"));
  TRY(const bool found, row.next());
  if (!found) return std::nullopt;
  TRY(ShopSettings settings, records::read_settings(row.text(1)));
  settings.version = row.integer(0);
  return settings;
}

Result<void> write_settings(sqlite::Connection& connection, const ShopSettings& settings) {
  TRY(
      connection.run("INSERT INTO settings (id, version, currency, record) VALUES (1, ?, ?, ?) ON CONFLICT (id)"
                     " DO UPDATE SET version = excluded.version, currency = excluded.currency, record = excluded.record",
                     settings.version, settings.currency.code(), records::write(settings)));
  return {};
}

Result<ShopSettings> first_settings(sqlite::Connection& connection) {
  TRY(auto stored, find_settings(connection));
  if (stored) return *std::move(stored);
  ShopSettings defaults;
  TRY(defaults.currency, Currency::parse("EUR"));
  TRY(write_settings(connection, defaults));
  return defaults;
}

Result<void> may_change_currency(sqlite::Connection& connection) {
  TRY(const auto priced, connection.first<bool>("SELECT EXISTS (SELECT 1 FROM products) OR EXISTS (SELECT 1 FROM orders)"));
  if (priced.value_or(true)) return fail(ErrorCode::currency_fixed, "The shop has products or orders in its currency already");
  return {};
}

class SqliteSettingsStore final : public ports::SettingsStore {
 public:
  SqliteSettingsStore(Database& database, const ports::Clock& clock, ShopSettings current)
      : database_(database), clock_(clock), current_(std::move(current)) {}

  Result<ShopSettings> load() const override {
    const std::shared_lock lock(mutex_);
    return current_;
  }

  Result<ShopSettings> save(const ports::Repeatable<ShopSettings>& repeatable, const ShopSettings& settings) override {
    const Instant now = clock_.now();
    TRY(ShopSettings saved, database_.write([&](sqlite::Connection& connection) {
      const auto look = [&connection]() -> Result<std::string> {
        TRY(const auto stored, find_settings(connection));
        return stored ? records::write(*stored) : std::string{};
      };
      return write_once(connection, repeatable, now, [&] {
        return audited(connection, repeatable.act, "settings", now, look, [&] { return replace(connection, settings); });
      });
    }));
    const std::unique_lock lock(mutex_);
    if (saved.version > current_.version) current_ = saved;  // two saves may come back here in either order
    return saved;
  }

 private:
  static Result<ShopSettings> replace(sqlite::Connection& connection, ShopSettings settings) {
    TRY(const ShopSettings before, first_settings(connection));
    if (before.version != settings.version)
      return fail(ErrorCode::version_conflict, "The settings have changed since they were read");
    if (before.currency != settings.currency) TRY(may_change_currency(connection));
    ++settings.version;
    TRY(write_settings(connection, settings));
    return settings;
  }

  Database& database_;
  const ports::Clock& clock_;
  mutable std::shared_mutex mutex_;  // guards current_
  ShopSettings current_;             // as committed last
};

}  // namespace

Result<std::unique_ptr<ports::SettingsStore>> open_settings_store(Database& database, const ports::Clock& clock) {
  TRY(ShopSettings current, database.write([](sqlite::Connection& connection) { return first_settings(connection); }));
  return std::make_unique<SqliteSettingsStore>(database, clock, std::move(current));
}

}  // namespace souk::embedded
