#pragma once

#include <optional>
#include <string>

#include "commerce/access/audit.h"
#include "records/difference.h"
#include "sqlite/connection.h"

/// The table of the audit log, inside whoever's transaction.
namespace souk::embedded {

Result<void> append_entry(sqlite::Connection& connection, const Act& act, const std::string& target,
                          const records::Difference& difference, Instant now);

/// Runs `work()`. With an act, the log also gets what it changed of what `look()` sees: a Result of JSON, empty while there is
/// nothing to see.
template <class Look, class Work>
auto audited(sqlite::Connection& connection, const std::optional<Act>& act, const std::string& target, Instant now,
             const Look& look, const Work& work) -> decltype(work()) {
  if (!act) return work();
  TRY(const std::string before, look());
  auto made = work();
  if (!made) return made;
  TRY(const std::string after, look());
  TRY(append_entry(connection, *act, target, records::difference(before, after), now));
  return made;
}

/// What `look` of `audited` says of a thing that was not found; other errors stay.
template <class T, class Write>
Result<std::string> seen(const Result<T>& found, const Write& write) {
  if (found) return write(*found);
  if (found.error().code == ErrorCode::not_found) return std::string{};
  return std::unexpected(found.error());
}

AuditHash chained(const AuditHash& previous, const AuditEntry& entry);

}  // namespace souk::embedded
