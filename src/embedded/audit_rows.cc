#include "embedded/audit_rows.h"

#include "embedded/sha256.h"

namespace souk::embedded {

AuditHash chained(const AuditHash& previous, const AuditEntry& entry) {
  Sha256Stream hash;
  hash.add({reinterpret_cast<const char*>(previous.data()), previous.size()});
  hash.add(canonical_text(entry));
  return hash.finish();
}

Result<void> append_entry(sqlite::Connection& connection, const Act& act, const std::string& target,
                          const records::Difference& difference, Instant now) {
  TRY(const auto head, connection.first<std::int64_t, AuditHash>("SELECT sequence, hash FROM audit_head"));
  const auto [sequence, hash] = head.value_or(std::pair(std::int64_t{0}, AuditHash{}));
  AuditEntry entry{.sequence = sequence + 1,
                   .at = now,
                   .act = act,
                   .target = target,
                   .changes = difference.changes,
                   .omitted = difference.omitted};
  entry.hash = chained(hash, entry);
  TRY(
      connection.run("INSERT INTO audit_log (sequence, at, actor, role, operation, target, request_id, changes, omitted, hash)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     entry.sequence, entry.at, act.actor, act.role, act.operation, target, act.request_id, entry.changes,
                     entry.omitted, entry.hash));
  TRY(connection.run("UPDATE audit_head SET sequence = ?, hash = ?", entry.sequence, entry.hash));
  return {};
}

}  // namespace souk::embedded
