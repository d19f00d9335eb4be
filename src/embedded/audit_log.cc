#include "embedded/audit_log.h"

#include <algorithm>
#include <limits>

#include "embedded/audit_rows.h"

namespace souk::embedded {
namespace {

constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();
// Of the check: what is in memory at once.
constexpr std::int64_t kCheckedAtOnce = 500;

AuditEntry entry_of(const sqlite::Statement& row) {
  return {.sequence = row.integer(0),
          .at = row.column<Instant>(1),
          .act = {.actor = row.column<std::string>(2),
                  .role = row.column<std::optional<Role>>(3),
                  .operation = row.column<std::string>(4),
                  .request_id = row.column<std::string>(6)},
          .target = row.column<std::string>(5),
          .changes = row.column<std::string>(7),
          .omitted = row.integer(8),
          .hash = row.column<AuditHash>(9)};
}

constexpr const char* kColumns =
    "SELECT sequence, at, actor, role, operation, target, request_id, changes, omitted, hash FROM audit_log";

Result<std::vector<AuditEntry>> collect(sqlite::Statement rows) {
  std::vector<AuditEntry> entries;
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) return entries;
    entries.push_back(entry_of(rows));
  }
}

/// Each filter that is set as a condition that its index knows.
std::string query_for(const ports::AuditFilter& filter) {
  std::string sql = std::string(kColumns) + " WHERE sequence < ?1";
  sql += filter.actor ? " AND actor = ?3" : " AND ?3 IS NULL";
  sql += filter.operation ? " AND operation = ?4" : " AND ?4 IS NULL";
  sql += filter.target ? " AND target = ?5" : " AND ?5 IS NULL";
  sql += filter.from ? " AND at >= ?6" : " AND ?6 IS NULL";
  sql += filter.until ? " AND at < ?7" : " AND ?7 IS NULL";
  return sql + " ORDER BY sequence DESC LIMIT ?2";
}

class SqliteAuditLog final : public ports::AuditLog {
 public:
  SqliteAuditLog(Database& database, const ports::Clock& clock) : database_(database), clock_(clock) {}

  Result<void> append(const Act& act, const std::string& target, const std::string& changes) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) {
      return append_entry(connection, act, target, {.changes = changes, .omitted = 0}, now);
    });
  }

  Result<std::vector<AuditEntry>> entries(const ports::AuditFilter& filter, std::optional<std::int64_t> before,
                                          std::int64_t limit) const override {
    TRY(const Reader reader, database_.reader());
    TRY(auto rows, reader->query(query_for(filter), before.value_or(kNoEnd), limit, filter.actor, filter.operation,
                                 filter.target, filter.from, filter.until));
    return collect(std::move(rows));
  }

  Result<ports::AuditCheck> check() const override {
    return database_.read([](sqlite::Connection& connection) -> Result<ports::AuditCheck> {
      ports::AuditCheck found;
      TRY(const auto head, connection.first<std::int64_t, AuditHash>("SELECT sequence, hash FROM audit_head"));
      if (!head) return fail(ErrorCode::corrupt, "The audit log has lost its head");
      TRY(const auto count, connection.first<std::int64_t>("SELECT count(*) FROM audit_log"));
      found.entries = count.value_or(0);
      found.head = std::get<AuditHash>(*head);
      TRY(found.broken_at, first_broken(connection, std::get<std::int64_t>(*head), found.head));
      return found;
    });
  }

 private:
  static Result<std::optional<std::int64_t>> first_broken(sqlite::Connection& connection, std::int64_t last,
                                                          const AuditHash& head) {
    AuditHash hash{};
    std::int64_t sequence = 0;
    while (true) {
      TRY(auto rows,
          connection.query(std::string(kColumns) + " WHERE sequence > ? ORDER BY sequence LIMIT ?", sequence, kCheckedAtOnce));
      TRY(const auto entries, collect(std::move(rows)));
      for (const AuditEntry& entry : entries) {
        hash = chained(hash, entry);
        if (entry.sequence != ++sequence || entry.hash != hash) return std::optional{sequence};
      }
      if (entries.empty()) break;
    }
    if (sequence != last) return std::optional{std::min(sequence, last) + 1};
    if (hash != head) return std::optional{last};
    return std::nullopt;
  }

  Database& database_;
  const ports::Clock& clock_;
};

}  // namespace

std::unique_ptr<ports::AuditLog> open_audit_log(Database& database, const ports::Clock& clock) {
  return std::make_unique<SqliteAuditLog>(database, clock);
}

}  // namespace souk::embedded
