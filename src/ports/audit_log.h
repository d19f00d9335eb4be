#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commerce/access/audit.h"
#include "commerce/error/error.h"

namespace souk::ports {

struct AuditFilter {
  std::optional<std::string> actor{};
  std::optional<std::string> operation{};
  std::optional<std::string> target{};
  std::optional<Instant> from{};   // at or after
  std::optional<Instant> until{};  // before
};

struct AuditCheck {
  std::int64_t entries = 0;                 // that are there
  std::optional<std::int64_t> broken_at{};  // the first sequence that is not what was once written, or is missing
  AuditHash head{};                         // of the last entry, as the log has it; all zero for an empty one
};

/// What staff did, in one order, each entry's hash taken over the one before. There is no way to change or remove one. Every
/// write of a port that is given an Act appends its entry in the same transaction. Thread-safe.
class AuditLog {
 public:
  virtual ~AuditLog() = default;
  /// For what no other port writes. `changes`: a JSON array, as in AuditEntry.
  virtual Result<void> append(const Act& act, const std::string& target, const std::string& changes) = 0;
  /// Newest first, `before` exclusive.
  virtual Result<std::vector<AuditEntry>> entries(const AuditFilter& filter, std::optional<std::int64_t> before,
                                                  std::int64_t limit) const = 0;
  /// Reads all of it and takes every hash again.
  virtual Result<AuditCheck> check() const = 0;
};

}  // namespace souk::ports
