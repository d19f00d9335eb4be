#include "server/descriptor_limit.h"

#include <algorithm>

#include <sys/resource.h>

namespace souk::server {
namespace {

// For everything that is no shopper's connection: databases and their readers, listeners, provider and command connections.
constexpr std::size_t kReserved = 512;

}  // namespace

std::size_t make_room_for_connections(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  const rlim_t needed = wanted + kReserved;
  if (limit.rlim_cur < needed) {
    const rlim_t raised = std::min<rlim_t>(needed, limit.rlim_max);
    const rlimit request{.rlim_cur = raised, .rlim_max = limit.rlim_max};
    if (::setrlimit(RLIMIT_NOFILE, &request) == 0) limit.rlim_cur = raised;
  }
  // With fewer than 1,024 descriptors half of them serve shoppers.
  const std::size_t open = limit.rlim_cur;
  return std::min(wanted, std::max(open - std::min(open, kReserved), open / 2));
}

}  // namespace souk::server
