#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/service.h"
#include "ports/clock.h"
#include "server/client_shares.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/server_config.h"

namespace souk::server {

class IoLoop;
struct Pools;
struct Shared;

/// HTTP/1.1 around one service, on its own threads.
class Server {
 public:
  /// What a server borrows; all of it outlives the server.
  struct Parts {
    const http::Service& service;
    const ports::Clock& clock;
    const Log& log;
    Metrics* metrics = nullptr;  // none: this server is not counted
  };

  /// Listens and serves when it returns. Errors: unavailable (the address), invalid_argument (the certificate).
  static Result<std::unique_ptr<Server>> start(ServerConfig config, Parts parts);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // stops without waiting for requests in flight

  /// Where it listens, the port that was picked included.
  const ListenAddress& address() const { return config_.listen; }
  std::uint16_t port() const { return config_.listen.port; }

  /// From any thread, at once: no further connections, requests in flight are answered, connections closed after their answer.
  /// The second call, or the end of `timeouts.drain`, cuts what is left.
  void request_stop();
  /// Until the last connection is closed.
  void join();
  /// False once it stops: not ready for further traffic.
  bool accepting() const { return !stopping_; }

  /// Reads the certificate again, without a word to standing connections. Happens by itself when the files change.
  Result<void> reload_certificate();

 private:
  Server(ServerConfig config, Parts parts);
  Result<void> open();
  std::vector<MetricFamily> metrics() const;
  void watch_certificate();

  ServerConfig config_;
  const Parts parts_;
  std::unique_ptr<TlsCertificate> certificate_{};
  std::unique_ptr<RateLimiter> rate_limiter_{};
  std::unique_ptr<ClientShares> payment_shares_{};
  std::unique_ptr<Pools> pools_;
  std::unique_ptr<Shared> shared_{};
  std::vector<std::unique_ptr<IoLoop>> loops_{};
  Metrics::Registration registration_{};
  std::atomic<bool> stopping_{false};
};

}  // namespace souk::server
