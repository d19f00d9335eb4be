#include "net/resolver.h"

#include <atomic>
#include <future>
#include <system_error>
#include <thread>
#include <utility>

namespace souk::net {
namespace {

// A look-up cannot be interrupted and takes up to 30 s when no name server answers. One that outlives its caller's deadline
// stays behind; so many may, then calls fail at once.
constexpr int kMaxPendingLookUps = 32;
std::atomic<int> pending_look_ups{0};

std::expected<AddressList, ConnectFailure> look_up(const std::string& host, const std::string& service, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), service.c_str(), &hints, &found); error != 0)
    return std::unexpected(ConnectFailure{false, "cannot resolve " + host + ": " + ::gai_strerror(error)});
  return AddressList{found};
}

}  // namespace

std::expected<AddressList, ConnectFailure> resolve(const std::string& host, std::uint16_t port, Deadline deadline) {
  const std::string service = std::to_string(port);
  if (auto literal = look_up(host, service, AI_NUMERICHOST)) return literal;

  if (pending_look_ups.fetch_add(1) >= kMaxPendingLookUps) {
    pending_look_ups.fetch_sub(1);
    return std::unexpected(ConnectFailure{false, "too many name look-ups are waiting"});
  }
  std::packaged_task<std::expected<AddressList, ConnectFailure>()> task([host, service] {
    auto found = look_up(host, service, AI_ADDRCONFIG);
    pending_look_ups.fetch_sub(1);
    return found;
  });
  auto answer = task.get_future();
  try {
    std::thread(std::move(task)).detach();
  } catch (const std::system_error& error) {
    pending_look_ups.fetch_sub(1);
    return std::unexpected(ConnectFailure{false, std::string("no thread for a name look-up: ") + error.what()});
  }
  if (answer.wait_until(deadline) != std::future_status::ready)
    return std::unexpected(ConnectFailure{true, "no answer while resolving " + host});
  return answer.get();
}

}  // namespace souk::net
