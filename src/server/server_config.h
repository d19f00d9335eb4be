#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>

#include "server/ip_address.h"
#include "server/listen_address.h"
#include "server/rate_limiter.h"
#include "server/request_reader.h"
#include "server/tls_certificate.h"
#include "server/trusted_proxies.h"
#include "server/worker_pool.h"

namespace souk::server {

/// How long a client may take. A slow one costs memory, never a thread.
struct Timeouts {
  std::chrono::milliseconds header{10'000};       // from the first byte, or the connection, to the empty line
  std::chrono::milliseconds body{30'000};         // from the head to the last byte
  std::chrono::milliseconds idle{60'000};         // between two requests
  std::chrono::milliseconds write_stall{30'000};  // without a byte of the answer taken
  std::chrono::milliseconds linger{1'000};        // for the client to read a refusal before the socket goes
  std::chrono::milliseconds drain{10'000};        // for requests in flight when the server stops
  // A stopping server still hears idle connections that long: a request may be on its way when the connection would close.
  std::chrono::milliseconds idle_grace{100};
};

/// DESIGN.md section 2.3. What waited longer than `longest_wait` could not keep the promised 500 ms.
struct Lanes {
  PoolLimits reads{.threads = 2, .waiting = 64, .longest_wait = std::chrono::milliseconds{250}};
  PoolLimits commits{.threads = 64, .waiting = 64, .longest_wait = std::chrono::milliseconds{250}};
  PoolLimits payments{.threads = 32, .waiting = 32, .longest_wait = std::chrono::milliseconds{1'000}};
  // A password's hash takes a core for tens of milliseconds.
  PoolLimits hashing{.threads = 2, .waiting = 20, .longest_wait = std::chrono::milliseconds{1'000}};
};

struct ServerConfig {
  ListenAddress listen{};
  std::size_t io_threads = 0;  // 0: one for each core
  std::optional<TlsFiles> tls{};
  TrustedProxies trusted_proxies{};
  std::optional<RateLimits> rate_limits = RateLimits{};
  bool access_log = true;
  HeaderLimits headers{};
  Timeouts timeouts{};
  Lanes lanes{};
  std::size_t max_connections = 20'000;  // further ones wait in the kernel's queue
  std::chrono::milliseconds certificate_check{10'000};
};

/// Whether shoppers' data would cross a network in the clear: production, plain HTTP, reachable from outside, and no proxy in
/// front that ends their TLS. Errors: invalid_argument, saying what to do.
Result<void> check_exposure(const ServerConfig& config, bool production);

}  // namespace souk::server
