#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/service.h"
#include "net/file_descriptor.h"
#include "ports/clock.h"
#include "server/access_log.h"
#include "server/log.h"
#include "server/rate_limiter.h"
#include "server/request_ids.h"
#include "server/request_stats.h"
#include "server/server_config.h"
#include "server/timer_wheel.h"
#include "server/tls_certificate.h"
#include "server/worker_pool.h"

namespace souk::server {

class Connection;

/// The pools behind the lanes of http::Service.
struct Pools {
  explicit Pools(const Lanes& lanes) : reads(lanes.reads), commits(lanes.commits), payments(lanes.payments), hashing(lanes.hashing) {}
  WorkerPool& of(http::Lane lane);
  void shed_overdue();
  void stop();

  WorkerPool reads;
  WorkerPool commits;
  WorkerPool payments;
  WorkerPool hashing;
};

/// What all I/O threads of one server share.
struct Shared {
  const ServerConfig& config;
  const http::Service& service;
  const ports::Clock& clock;
  const Log& log;
  Pools& pools;
  RateLimiter* rate_limiter;          // none: no limits
  const TlsCertificate* certificate;  // none: plain HTTP
};

/// One I/O thread with its own listening socket and its own connections: they share nothing, so they wait for nothing.
class IoLoop {
 public:
  using Executor = boost::asio::io_context::executor_type;
  using Descriptor = boost::asio::posix::basic_stream_descriptor<Executor>;

  IoLoop(const Shared& shared, net::FileDescriptor listener);
  IoLoop(const IoLoop&) = delete;
  IoLoop& operator=(const IoLoop&) = delete;
  ~IoLoop();

  /// Before start: calls `action` on this thread again and again, until the server stops.
  void every(std::chrono::milliseconds period, std::function<void()> action);
  void start();
  /// From any thread: stop accepting, let requests in flight finish, end. `at_once`: do not wait for them.
  void request_stop(bool at_once);
  void join();

  // For the connections, on this thread.
  const Shared& shared() const { return shared_; }
  Executor executor() { return context_.get_executor(); }
  bool stopping() const { return stopping_; }
  /// Room to receive into, and to make an answer in; both are free again when the call that uses them returns.
  std::span<char> input_buffer() { return input_; }
  std::string& output_buffer() { return output_; }
  std::string_view date();
  RequestIds& request_ids() { return request_ids_; }
  RequestStats& stats() { return stats_; }
  const RequestStats& stats() const { return stats_; }
  void log_request(const AccessRecord& record);
  void arm(TimerWheel::Entry& entry, std::chrono::milliseconds after);
  void disarm(TimerWheel::Entry& entry) { wheel_.disarm(entry); }
  void remove(const std::shared_ptr<Connection>& connection);

 private:
  using Steady = std::chrono::steady_clock;

  void wait_for_connections();
  void accept_some();
  void add(net::FileDescriptor socket, const struct sockaddr_storage& peer);
  void resume_accepting();
  void begin_stop(bool at_once);
  void end_if_drained();
  void schedule_tick();
  void tick();
  TimerWheel::Tick present_tick() const;

  const Shared& shared_;
  const std::size_t max_connections_;
  const Steady::time_point started_ = Steady::now();
  TimerWheel wheel_{};  // before the connections, which are linked into it
  std::string output_{};
  std::array<char, 64 << 10> input_{};  // a full receive window's worth
  RequestIds request_ids_{};
  RequestStats stats_{};
  AccessLog access_log_;
  std::string date_text_{};
  Instant date_second_{std::chrono::milliseconds{-1}};

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<Executor> work_{context_.get_executor()};
  boost::asio::steady_timer tick_timer_{context_};
  boost::asio::steady_timer drain_timer_{context_};
  boost::asio::steady_timer periodic_timer_{context_};
  Descriptor listener_;
  std::unordered_set<std::shared_ptr<Connection>>
      connections_{};  // shared with what a connection waits for: an event, a pool's job
  bool ticking_ = false;
  bool accepting_paused_ = false;
  bool stopping_ = false;
  std::thread thread_{};
};

}  // namespace souk::server
