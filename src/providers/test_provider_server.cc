#include "providers/test_provider_server.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/channel.h"
#include "net/socket.h"

namespace souk::providers {
namespace {

namespace http = boost::beast::http;

constexpr int kBacklog = 128;
constexpr std::size_t kMaxConnections = 256;  // the shop keeps 16 idle and 32 busy ones
constexpr std::size_t kMaxBodyBytes = 64 << 10;
constexpr std::uint32_t kMaxHeaderBytes = 8 << 10;
constexpr std::chrono::seconds kIdleTime{60};  // longer than the shop keeps its idle connections

std::unexpected<Error> unusable(const std::string& what) {
  return fail(ErrorCode::unavailable, "The test provider cannot listen", what + ": " + std::strerror(errno));
}

Result<net::FileDescriptor> listen_unix(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& name = path.native();
  if (name.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return unusable(name);
  }
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  ::unlink(name.c_str());  // left by one that was killed: the folder's lock says that nobody listens
  net::FileDescriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!socket || ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return unusable(name);
  if (::chmod(name.c_str(), 0600) != 0 || ::listen(socket.get(), kBacklog) != 0) return unusable(name);
  return socket;
}

Result<net::FileDescriptor> listen_loopback(std::uint16_t port) {
  net::FileDescriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  const std::string name = "127.0.0.1:" + std::to_string(port);
  const int on = 1;
  if (!socket || ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0) return unusable(name);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return unusable(name);
  if (::listen(socket.get(), kBacklog) != 0) return unusable(name);
  return socket;
}

/// Reads one request after the other off a connection.
class RequestStream {
 public:
  explicit RequestStream(int socket) : socket_(socket), channel_(socket) {}

  /// nullopt: the connection is over, idle for too long, or speaks no HTTP.
  std::optional<ProviderRequest> next() {
    http::request_parser<http::string_body> parser;
    parser.eager(true);
    parser.header_limit(kMaxHeaderBytes);
    parser.body_limit(kMaxBodyBytes);
    const net::Deadline deadline = std::chrono::steady_clock::now() + kIdleTime;
    while (!parser.is_done()) {
      if (!feed(parser) || (!parser.is_done() && !read_more(deadline))) return std::nullopt;
    }
    keep_alive_ = parser.keep_alive();
    auto& message = parser.get();
    return ProviderRequest{std::string(message.method_string()), std::string(message.target()), std::move(message.body())};
  }
  bool keep_alive() const { return keep_alive_; }

 private:
  bool feed(http::request_parser<http::string_body>& parser) {
    while (!pending_.empty() && !parser.is_done()) {
      boost::beast::error_code error;
      const std::size_t used = parser.put(boost::asio::const_buffer{pending_.data(), pending_.size()}, error);
      pending_.erase(0, used);
      if (error == http::error::need_more) return true;
      if (error) return false;
    }
    return true;
  }

  bool read_more(net::Deadline deadline) {
    std::array<char, 8192> buffer;
    for (;;) {
      const net::Transfer step = channel_.read_some(buffer);
      if (step.progress == net::Progress::done) {
        pending_.append(buffer.data(), step.bytes);
        return true;
      }
      if (step.progress != net::Progress::want_read || !net::wait_until(socket_, net::Wait::readable, deadline)) return false;
    }
  }

  int socket_;
  net::Channel channel_;
  std::string pending_{};
  bool keep_alive_ = false;
};

std::string serialized(const ProviderResponse& response, bool keep_alive) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ' +
                    std::string(http::obsolete_reason(http::int_to_status(response.status)));
  out += "\r\nContent-Type: " + response.content_type;
  if (!response.location.empty()) out += "\r\nLocation: " + response.location;
  out += "\r\nContent-Length: " + std::to_string(response.body.size());
  out += keep_alive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
  return out + response.body;
}

bool write_all(int socket, std::string_view bytes) {
  net::Channel channel{socket};
  const net::Deadline deadline = std::chrono::steady_clock::now() + kIdleTime;
  while (!bytes.empty()) {
    const net::Transfer step = channel.write_some(bytes);
    if (step.progress == net::Progress::done) {
      bytes.remove_prefix(step.bytes);
    } else if (step.progress != net::Progress::want_write || !net::wait_until(socket, net::Wait::writable, deadline)) {
      return false;
    }
  }
  return true;
}

}  // namespace

Result<ProviderListeners> ProviderListeners::open(const std::filesystem::path& socket, std::uint16_t port) {
  ProviderListeners listeners;
  TRY(listeners.unix_socket, listen_unix(socket));
  TRY(listeners.tcp, listen_loopback(port));
  sockaddr_in bound{};
  socklen_t size = sizeof bound;
  if (::getsockname(listeners.tcp.get(), reinterpret_cast<sockaddr*>(&bound), &size) != 0) return unusable("getsockname");
  listeners.port = ntohs(bound.sin_port);
  return listeners;
}

TestProviderServer::TestProviderServer(ProviderListeners listeners, TestProviderApi& api)
    : listeners_(std::move(listeners)),
      api_(api),
      wakeup_(::eventfd(0, EFD_CLOEXEC)),
      acceptor_([this] { accept_until_stopped(); }) {}

TestProviderServer::~TestProviderServer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wakeup_.get(), &one, sizeof one);
  acceptor_.join();
}

void TestProviderServer::accept_until_stopped() {
  std::array<pollfd, 3> watched{
      {{listeners_.unix_socket.get(), POLLIN, 0}, {listeners_.tcp.get(), POLLIN, 0}, {wakeup_.get(), POLLIN, 0}}};
  for (;;) {
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) break;
    if (watched[2].revents != 0) break;
    if (watched[0].revents != 0) accept_from(listeners_.unix_socket.get());
    if (watched[1].revents != 0) accept_from(listeners_.tcp.get());
    reap(false);
  }
  for (Connection& connection : connections_) ::shutdown(connection.socket.get(), SHUT_RDWR);
  reap(true);
}

void TestProviderServer::accept_from(int listener) {
  net::FileDescriptor socket{::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
  if (!socket && (errno == EMFILE || errno == ENFILE)) pause(std::chrono::milliseconds{100});  // else the poll would spin
  if (!socket || connections_.size() >= kMaxConnections) return;
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // fails on the unix socket, which needs none
  Connection& connection = connections_.emplace_back();
  connection.socket = std::move(socket);
  connection.thread = std::jthread([this, &connection] {
    serve(connection.socket.get());
    ::shutdown(connection.socket.get(), SHUT_RDWR);
    connection.ended = true;
  });
}

void TestProviderServer::reap(bool all) {
  connections_.remove_if([all](Connection& connection) {
    if (!all && !connection.ended) return false;
    connection.thread.join();
    return true;
  });
}

void TestProviderServer::serve(int socket) {
  RequestStream requests{socket};
  while (const auto request = requests.next()) {
    const ProviderResponse response = api_.answer(*request);
    if (!pause(response.delay) || !send(socket, response, requests.keep_alive()) || !requests.keep_alive()) return;
  }
}

bool TestProviderServer::send(int socket, const ProviderResponse& response, bool keep_alive) {
  const std::string bytes = serialized(response, keep_alive);
  if (!response.broken_off) return write_all(socket, bytes);
  write_all(socket, std::string_view{bytes}.substr(0, bytes.size() / 2));
  return false;
}

bool TestProviderServer::pause(std::chrono::milliseconds time) {
  if (time.count() == 0) return true;
  std::unique_lock lock(mutex_);
  return !stopped_.wait_for(lock, time, [this] { return stopping_; });
}

}  // namespace souk::providers
