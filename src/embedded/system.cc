#include "embedded/system.h"

#include <cerrno>
#include <system_error>

#include <sys/random.h>

namespace souk::embedded {

Instant SystemClock::now() const { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

std::chrono::steady_clock::time_point SystemClock::steady() const { return std::chrono::steady_clock::now(); }

IdBytes SystemIds::next() {
  constexpr std::size_t kTimeBytes = 6;
  IdBytes id;
  auto millis = static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
  for (std::size_t i = kTimeBytes; i-- > 0; millis >>= 8) id[i] = static_cast<std::uint8_t>(millis);
  fill(std::span(id).subspan(kTimeBytes));
  return id;
}

void SystemIds::fill(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::system_error(errno, std::generic_category(), "getrandom");  // nothing here is safe without it
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace souk::embedded
