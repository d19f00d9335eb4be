#include "server/listen_address.h"

#include <cerrno>
#include <charconv>
#include <cstring>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace souk::server {
namespace {

// As many as the kernel allows by default (net.core.somaxconn): a burst of shoppers waits here, not in their browsers' retries.
constexpr int kBacklog = 4096;

std::unexpected<Error> cannot_listen(const ListenAddress& at, int error) {
  const std::string why = error == EADDRINUSE ? "it is already in use" : std::strerror(error);
  return fail(ErrorCode::unavailable, "Cannot listen on " + at.text() + ": " + why);
}

Result<net::FileDescriptor> listen_on(const ListenAddress& at, net::FileDescriptor socket, const sockaddr* address,
                                      socklen_t size) {
  if (::bind(socket.get(), address, size) != 0 || ::listen(socket.get(), kBacklog) != 0) return cannot_listen(at, errno);
  return socket;
}

bool somebody_answers(const sockaddr_un& address) {
  const net::FileDescriptor probe{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  return ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

Result<net::FileDescriptor> open_unix_listener(const ListenAddress& at) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (at.path.native().size() >= sizeof address.sun_path) return cannot_listen(at, ENAMETOOLONG);
  std::memcpy(address.sun_path, at.path.c_str(), at.path.native().size() + 1);
  // A socket that a killed server left behind is in the way for ever; a live one answers.
  if (somebody_answers(address)) return cannot_listen(at, EADDRINUSE);
  struct stat status{};
  if (::lstat(at.path.c_str(), &status) == 0) {
    if (!S_ISSOCK(status.st_mode)) return cannot_listen(at, ENOTSOCK);
    ::unlink(at.path.c_str());
  }
  net::FileDescriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!socket) return cannot_listen(at, errno);
  return listen_on(at, std::move(socket), reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

Result<net::FileDescriptor> open_tcp_socket(const ListenAddress& at, int family, bool shared_port) {
  net::FileDescriptor socket{::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!socket) return cannot_listen(at, errno);
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // inherited by what is accepted
  if (shared_port) ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (family == AF_INET6) {
    const int off = 0;
    ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, at.address ? &on : &off, sizeof on);
  }
  return socket;
}

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

SocketAddress socket_address(const ListenAddress& at, int family, std::uint16_t port) {
  SocketAddress out;
  if (family == AF_INET) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (at.address) std::memcpy(&address.sin_addr, at.address->bytes().data() + 12, 4);
    std::memcpy(&out.storage, &address, out.size = sizeof address);
  } else {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(port);
    if (at.address) std::memcpy(&address.sin6_addr, at.address->bytes().data(), 16);
    std::memcpy(&out.storage, &address, out.size = sizeof address);
  }
  return out;
}

}  // namespace

Result<ListenAddress> ListenAddress::parse(std::string_view text) {
  ListenAddress at;
  if (text.starts_with("unix:")) {
    at.path = text.substr(5);
    if (at.path.empty()) return fail(ErrorCode::invalid_argument, "unix: needs the path of a socket");
    return at;
  }
  const auto colon = text.rfind(':');
  const std::string_view port = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), at.port);
  if (port.empty() || error != std::errc{} || end != port.data() + port.size())
    return fail(ErrorCode::invalid_argument,
                "An address to listen on is ADDRESS:PORT, like 127.0.0.1:8080, [::1]:8080 or :8080");
  std::string_view host = text.substr(0, colon);
  if (host.empty() || host == "*") return at;
  if (host == "localhost") host = "127.0.0.1";
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  at.address = net::IpAddress::parse(host);
  if (!at.address) return fail(ErrorCode::invalid_argument, "\"" + std::string{host} + "\" is not an IP address");
  return at;
}

std::string ListenAddress::text() const {
  if (is_unix()) return "unix:" + path.string();
  if (!address) return ":" + std::to_string(port);
  const std::string host = address->is_v4() ? address->text() : "[" + address->text() + "]";
  return host + ":" + std::to_string(port);
}

Result<net::FileDescriptor> open_listener(const ListenAddress& at, bool exclusive) {
  if (at.is_unix()) return open_unix_listener(at);
  int family = at.address && at.address->is_v4() ? AF_INET : AF_INET6;
  if (!at.address) {  // a kernel without IPv6 has no such sockets
    const net::FileDescriptor probe{::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (!probe) family = AF_INET;
  }
  std::uint16_t port = at.port;
  if (exclusive) {
    // Without SO_REUSEPORT the bind fails when anybody listens there. Whoever takes the port before the bind below is let in:
    // only a server of the same user could.
    TRY(const net::FileDescriptor probe, open_tcp_socket(at, family, false));
    const SocketAddress address = socket_address(at, family, port);
    if (::bind(probe.get(), address.get(), address.size) != 0) return cannot_listen(at, errno);
    port = bound_port(probe.get());
  }
  TRY(net::FileDescriptor socket, open_tcp_socket(at, family, true));
  const SocketAddress address = socket_address(at, family, port);
  return listen_on(at, std::move(socket), address.get(), address.size);
}

std::uint16_t bound_port(int listener) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return 0;
}

}  // namespace souk::server
