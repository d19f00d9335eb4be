#include "server/io_loop.h"

#include <cerrno>
#include <ctime>
#include <iterator>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/socket.h>

#include "server/connection.h"

namespace souk::server {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// Deadlines are seconds long; overdue jobs must be shed within 50 ms.
constexpr std::chrono::milliseconds kTick{25};
// Then connections that already talk get their turn.
constexpr int kAcceptedInARow = 64;

std::size_t share_of(std::size_t connections, std::size_t threads) { return (connections + threads - 1) / threads; }

}  // namespace

WorkerPool& Pools::of(http::Lane lane) {
  switch (lane) {
    case http::Lane::inline_io:
    case http::Lane::reads: return reads;
    case http::Lane::commits: return commits;
    case http::Lane::payments: return payments;
    case http::Lane::hashing: return hashing;
  }
  std::unreachable();
}

void Pools::shed_overdue() {
  for (WorkerPool* pool : {&reads, &commits, &payments, &hashing}) pool->shed_overdue();
}

void Pools::stop() {
  for (WorkerPool* pool : {&reads, &commits, &payments, &hashing}) pool->stop();
}

IoLoop::IoLoop(const Shared& shared, net::FileDescriptor listener)
    : shared_(shared),
      max_connections_(share_of(shared.config.max_connections, shared.config.io_threads)),
      access_log_(shared.log),
      listener_(context_, listener.release()) {}

IoLoop::~IoLoop() {
  request_stop(true);
  join();
}

void IoLoop::every(std::chrono::milliseconds period, std::function<void()> action) {
  periodic_timer_.expires_after(period);
  periodic_timer_.async_wait([this, period, again = std::move(action)](const error_code& error) {
    if (error || stopping_) return;
    again();
    every(period, again);
  });
}

void IoLoop::start() {
  wait_for_connections();
  thread_ = std::thread([this] {
    ::pthread_setname_np(::pthread_self(), "souk-io");
    context_.run();
    access_log_.flush();
  });
}

void IoLoop::join() {
  if (thread_.joinable()) thread_.join();
}

void IoLoop::request_stop(bool at_once) {
  asio::post(context_, [this, at_once] { begin_stop(at_once); });
}

void IoLoop::wait_for_connections() {
  listener_.async_wait(Descriptor::wait_read, [this](const error_code& error) {
    if (!error && !stopping_) accept_some();
  });
}

void IoLoop::accept_some() {
  for (int i = 0; i < kAcceptedInARow; ++i) {
    if (connections_.size() >= max_connections_) {
      accepting_paused_ = true;  // until one closes
      return;
    }
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    net::FileDescriptor socket{
        ::accept4(listener_.native_handle(), reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC)};
    if (socket) {
      add(std::move(socket), peer);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      shared_.log.write(LogLevel::error, "cannot_accept", {{"errno", errno}});
      accepting_paused_ = true;  // until the next tick
      schedule_tick();
      return;
    }
  }
  wait_for_connections();
}

void IoLoop::add(net::FileDescriptor socket, const sockaddr_storage& peer_address) {
  const TrustedProxies::Peer peer{IpAddress::of(peer_address), peer_address.ss_family == AF_UNIX,
                                  shared_.certificate != nullptr};
  net::TlsSession session;
  if (shared_.certificate != nullptr) {
    auto made = shared_.certificate->new_session();
    if (!made) return;
    session = std::move(*made);
  }
  const auto connection = std::make_shared<Connection>(*this, std::move(socket), peer, std::move(session));
  connections_.insert(connection);
  stats_.connection_opened();
  schedule_tick();
  connection->start();
}

void IoLoop::remove(const std::shared_ptr<Connection>& connection) {
  if (connections_.erase(connection) == 0) return;
  stats_.connection_closed();
  if (stopping_)
    end_if_drained();
  else if (accepting_paused_)
    resume_accepting();
}

void IoLoop::resume_accepting() {
  accepting_paused_ = false;
  wait_for_connections();
}

void IoLoop::begin_stop(bool at_once) {
  if (!stopping_) {
    accept_some();  // who is already in the kernel's queue believes to be connected
    stopping_ = true;
    error_code ignored;
    listener_.close(ignored);
    drain_timer_.expires_after(shared_.config.timeouts.drain);
    drain_timer_.async_wait([this](const error_code& error) {
      if (!error) begin_stop(true);
    });
  }
  // Copied, because a connection that closes takes itself out of the set.
  for (const auto& connection : std::vector(connections_.begin(), connections_.end())) {
    if (at_once)
      connection->close();
    else
      connection->drain();
  }
  end_if_drained();
}

void IoLoop::end_if_drained() {
  if (!connections_.empty()) return;
  for (auto* timer : {&tick_timer_, &drain_timer_, &periodic_timer_}) timer->cancel();
  work_.reset();
}

void IoLoop::schedule_tick() {
  if (ticking_) return;
  ticking_ = true;
  tick_timer_.expires_after(kTick);
  tick_timer_.async_wait([this](const error_code& error) {
    ticking_ = false;
    if (!error) tick();
  });
}

void IoLoop::tick() {
  shared_.pools.shed_overdue();
  wheel_.advance(present_tick(), [](TimerWheel::Entry& entry) { static_cast<Connection&>(entry).on_deadline(); });
  access_log_.flush();
  if (accepting_paused_ && !stopping_ && connections_.size() < max_connections_) resume_accepting();
  if (!connections_.empty()) schedule_tick();  // an idle server does not wake up
}

TimerWheel::Tick IoLoop::present_tick() const { return static_cast<TimerWheel::Tick>((Steady::now() - started_) / kTick); }

void IoLoop::arm(TimerWheel::Entry& entry, std::chrono::milliseconds after) {
  // The wheel's own time may be a tick behind, or much more when nothing was connected: count from the clock.
  const auto due = (Steady::now() + after - started_ + kTick - std::chrono::nanoseconds{1}) / kTick;
  wheel_.arm(entry, static_cast<TimerWheel::Tick>(due));
}

void IoLoop::log_request(const AccessRecord& record) {
  if (shared_.config.access_log && shared_.log.writes(LogLevel::info)) access_log_.add(record);
}

std::string_view IoLoop::date() {
  const Instant second = std::chrono::floor<std::chrono::seconds>(shared_.clock.now());
  if (second != date_second_) {
    date_second_ = second;
    date_text_ = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::chrono::system_clock::to_time_t(second)));
  }
  return date_text_;
}

}  // namespace souk::server
