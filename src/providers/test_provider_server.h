#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "net/file_descriptor.h"
#include "providers/test_provider_api.h"

namespace souk::providers {

/// Where the provider is heard: a unix socket for the shop, a loopback port for the pages that a shopper's browser opens.
struct ProviderListeners {
  /// `port` 0: a free one. Errors: unavailable.
  static Result<ProviderListeners> open(const std::filesystem::path& socket, std::uint16_t port);

  net::FileDescriptor unix_socket;
  net::FileDescriptor tcp;
  std::uint16_t port = 0;
};

/// HTTP/1.1 with keep-alive, a thread per connection: its callers are one shop's few pooled connections and one person's
/// browser.
class TestProviderServer {
 public:
  TestProviderServer(ProviderListeners listeners, TestProviderApi& api);
  /// Answers nobody any more, also not those who wait.
  ~TestProviderServer();

 private:
  struct Connection {
    net::FileDescriptor socket;
    std::atomic<bool> ended = false;
    std::jthread thread{};
  };

  void accept_until_stopped();
  void accept_from(int listener);
  void reap(bool all);
  void serve(int socket);
  bool send(int socket, const ProviderResponse& response, bool keep_alive);
  bool pause(std::chrono::milliseconds time);

  ProviderListeners listeners_;
  TestProviderApi& api_;
  net::FileDescriptor wakeup_;
  std::list<Connection> connections_;  // of the accepting thread alone
  std::mutex mutex_;                   // guards stopping_
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::jthread acceptor_;
};

}  // namespace souk::providers
