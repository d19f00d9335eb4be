#include "net/socket.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "net/resolver.h"

namespace souk::net {
namespace {

std::unexpected<ConnectFailure> connect_failure(const std::string& whom, int error) {
  return std::unexpected(ConnectFailure{error == ETIMEDOUT, "cannot connect to " + whom + ": " + std::strerror(error)});
}

/// 0, or the errno that says why not.
int connect_before(int socket, const sockaddr* address, socklen_t size, Deadline deadline) {
  if (::connect(socket, address, size) == 0) return 0;
  if (errno != EINPROGRESS && errno != EINTR) return errno;
  if (!wait_until(socket, Wait::writable, deadline)) return ETIMEDOUT;
  int error = 0;
  socklen_t length = sizeof error;
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

FileDescriptor open_socket(int family) {
  return FileDescriptor{::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
}

/// A connection to one address, or none and `error` says why.
FileDescriptor open_tcp(const sockaddr* address, socklen_t size, Deadline deadline, int& error) {
  FileDescriptor socket = open_socket(address->sa_family);
  error = socket ? connect_before(socket.get(), address, size, deadline) : errno;
  if (error != 0) return {};
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

}  // namespace

std::expected<FileDescriptor, ConnectFailure> connect_tcp(const std::string& host, std::uint16_t port, Deadline deadline) {
  const auto addresses = resolve(host, port, deadline);
  if (!addresses) return std::unexpected(addresses.error());
  int error = EADDRNOTAVAIL;
  for (const addrinfo* address = addresses->get(); address != nullptr; address = address->ai_next) {
    FileDescriptor socket = open_tcp(address->ai_addr, address->ai_addrlen, deadline, error);
    if (socket) return socket;
  }
  return connect_failure(host + ":" + std::to_string(port), error);
}

std::expected<FileDescriptor, ConnectFailure> connect_tcp(std::span<const IpAddress> addresses, std::uint16_t port,
                                                          Deadline deadline) {
  int error = EADDRNOTAVAIL;
  for (const IpAddress& address : addresses) {
    const IpAddress::Socket at = address.socket(port);
    FileDescriptor socket = open_tcp(reinterpret_cast<const sockaddr*>(&at.address), at.size, deadline, error);
    if (socket) return socket;
  }
  const std::string whom = addresses.empty() ? "no address" : addresses.front().text();
  return connect_failure(whom + " port " + std::to_string(port), error);
}

std::expected<FileDescriptor, ConnectFailure> connect_unix(const std::filesystem::path& path, Deadline deadline) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& name = path.native();
  if (name.size() >= sizeof address.sun_path) return connect_failure(name, ENAMETOOLONG);
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  FileDescriptor socket = open_socket(AF_UNIX);
  if (!socket) return connect_failure(name, errno);
  // A full backlog of a unix socket is EAGAIN, and nothing tells when it empties: that is "unavailable" too.
  const int error = connect_before(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address, deadline);
  if (error != 0) return connect_failure(name, error);
  return socket;
}

bool wait_until(int socket, Wait what, Deadline deadline) {
  using std::chrono::milliseconds;
  pollfd entry{socket, static_cast<short>(what == Wait::readable ? POLLIN : POLLOUT), 0};
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    const auto bounded = std::clamp(left, milliseconds{0}, milliseconds{60'000});
    const int ready = ::poll(&entry, 1, static_cast<int>(bounded.count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
    if (std::chrono::steady_clock::now() >= deadline) return false;
  }
}

bool is_quiet(int socket) {
  pollfd entry{socket, POLLIN | POLLRDHUP, 0};
  return ::poll(&entry, 1, 0) == 0;
}

}  // namespace souk::net
