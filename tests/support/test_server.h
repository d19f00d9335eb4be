#pragma once

#include <atomic>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>

#include <fcntl.h>

#include "http/service.h"
#include "net/file_descriptor.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/server.h"
#include "support/fixed_clock.h"

namespace souk::server {

// More than the kernel buffers for one connection.
inline constexpr std::size_t kLargeBytes = 24 << 20;

/// A small service whose paths choose what the server has to cope with.
class TestService final : public http::Service {
 public:
  Admission admit(std::string_view, std::string_view target) const override {
    Admission admission{.body_limit_bytes = 100'000, .route = "/echo"};
    if (target.starts_with("/reads")) admission = {http::Lane::reads, 0, "/reads"};
    if (target.starts_with("/blocks")) admission = {http::Lane::commits, 0, "/blocks"};
    if (target.starts_with("/pays")) admission = {http::Lane::payments, 0, "/pays"};
    if (target.starts_with("/no-body")) admission.body_limit_bytes = 0;
    if (target.starts_with("/limited")) admission.rate = http::RateClass::checkout;
    return admission;
  }

  http::Response answer(const http::Request& request) const override {
    if (request.path() == "/throws") throw std::runtime_error("a bug");
    if (request.path() == "/nothing") return {.status = 204};
    if (request.path() == "/large") return {.body = std::string(kLargeBytes, 'x')};
    if (request.path() == "/page")
      return {.headers = {{"Content-Security-Policy", "default-src 'self'"}, {"X-Bad", "a\r\nX-Evil: b"}}};
    if (request.path() == "/blocks" || request.path() == "/pays") {
      ++blocked;
      released.wait();
    }
    // What the server made of the request.
    std::string seen{request.method};
    seen.append(" ")
        .append(request.target)
        .append(" from ")
        .append(request.remote_address)
        .append(request.secure ? " secure" : "");
    for (const auto& [name, value] : request.headers) seen.append("\n").append(name).append("=").append(value);
    return {.headers = {{"Content-Type", "text/plain"}}, .body = seen.append("\n\n").append(request.body)};
  }

  mutable std::atomic<int> blocked{0};  // requests inside /blocks
  mutable std::latch released{1};       // count it down to let them go
};

/// A server on a free port of 127.0.0.1 with a TestService in it.
class TestServer {
 public:
  explicit TestServer(ServerConfig config = {})
      : null_(::open("/dev/null", O_WRONLY | O_CLOEXEC)), log_(null_.get(), LogLevel::error, clock_) {
    if (!config.listen.address && !config.listen.is_unix()) config.listen.address = IpAddress::loopback();
    auto started = Server::start(std::move(config), {service, clock_, log_, &metrics});
    if (!started) throw std::runtime_error(started.error().detail);
    server_ = std::move(*started);
  }
  ~TestServer() {
    if (!service.released.try_wait()) service.released.count_down();
  }

  Server* operator->() { return server_.get(); }
  std::uint16_t port() const { return server_->port(); }
  void await_blocked(int requests) const {
    while (service.blocked < requests) std::this_thread::yield();
  }

  TestService service{};
  Metrics metrics{};

 private:
  support::FixedClock clock_{};
  net::FileDescriptor null_;
  Log log_;
  std::unique_ptr<Server> server_{};
};

}  // namespace souk::server
