#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace souk::records {

/// What became another in a JSON object, for people who read the audit log.
struct Difference {
  std::string changes;  // [{"path": "/a/b", "before": …, "after": …}, …], by path; a member that is absent was or is not there
  std::int64_t omitted = 0;  // further changes
};

/// Objects are compared member by member, everything else as a whole. `before` or `after` may be empty: what is made or goes.
/// Long values are cut and their length is told, and beyond 50 changes the rest is counted, so that a difference has at most 64
/// KiB.
Difference difference(std::string_view before, std::string_view after);

}  // namespace souk::records
