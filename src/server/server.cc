#include "server/server.h"

#include <thread>
#include <utility>

#include <unistd.h>

#include "server/io_loop.h"

namespace souk::server {
namespace {

/// One listening socket for each thread: on TCP they share the port and the kernel spreads connections over them; a unix
/// socket has one queue, which all threads take from.
Result<std::vector<net::FileDescriptor>> open_listeners(ListenAddress& at, std::size_t count) {
  std::vector<net::FileDescriptor> listeners;
  TRY(auto first, open_listener(at, true));
  if (!at.is_unix()) at.port = bound_port(first.get());
  listeners.push_back(std::move(first));
  while (listeners.size() < count) {
    if (at.is_unix()) {
      listeners.emplace_back(::dup(listeners.front().get()));
      continue;
    }
    TRY(auto further, open_listener(at, false));
    listeners.push_back(std::move(further));
  }
  return listeners;
}

}  // namespace

Server::Server(ServerConfig config, Parts parts)
    : config_(std::move(config)), parts_(parts), pools_(std::make_unique<Pools>(config_.lanes)) {
  if (config_.io_threads == 0) config_.io_threads = std::max(1U, std::thread::hardware_concurrency());
  if (config_.rate_limits) rate_limiter_ = std::make_unique<RateLimiter>(*config_.rate_limits);
}

Result<std::unique_ptr<Server>> Server::start(ServerConfig config, Parts parts) {
  std::unique_ptr<Server> server{new Server(std::move(config), parts)};
  TRY(server->open());
  return server;
}

Result<void> Server::open() {
  if (config_.tls) {
    TRY(certificate_, TlsCertificate::load(*config_.tls));
  }
  TRY(auto listeners, open_listeners(config_.listen, config_.io_threads));
  shared_ = std::make_unique<Shared>(
      Shared{config_, parts_.service, parts_.clock, parts_.log, *pools_, rate_limiter_.get(), certificate_.get()});
  for (auto& listener : listeners) loops_.push_back(std::make_unique<IoLoop>(*shared_, std::move(listener)));
  if (certificate_) loops_.front()->every(config_.certificate_check, [this] { watch_certificate(); });
  for (const auto& loop : loops_) loop->start();
  if (parts_.metrics != nullptr) registration_ = parts_.metrics->add([this] { return metrics(); });
  return {};
}

Server::~Server() {
  registration_ = {};
  request_stop();
  request_stop();
  join();
}

void Server::request_stop() {
  const bool at_once = stopping_.exchange(true);
  for (const auto& loop : loops_) loop->request_stop(at_once);
}

void Server::join() {
  for (const auto& loop : loops_) loop->join();
  pools_->stop();
  if (config_.listen.is_unix() && !loops_.empty()) ::unlink(config_.listen.path.c_str());
}

Result<void> Server::reload_certificate() {
  if (!certificate_) return {};
  auto done = certificate_->reload();
  if (done)
    parts_.log.write(LogLevel::info, "certificate_loaded");
  else
    parts_.log.write(LogLevel::error, "certificate_refused", {{"detail", done.error().detail}, {"cause", done.error().cause}});
  return done;
}

void Server::watch_certificate() {
  if (!certificate_->files_changed()) return;
  [[maybe_unused]] const auto logged = reload_certificate();  // a refused one changes nothing
}

std::vector<MetricFamily> Server::metrics() const {
  std::vector<const RequestStats*> threads;
  threads.reserve(loops_.size());
  for (const auto& loop : loops_) threads.push_back(&loop->stats());
  auto families = request_metrics(threads);

  using Kind = MetricFamily::Kind;
  MetricFamily waiting{"souk_pool_waiting", "Requests that wait for a thread of their pool.", Kind::gauge};
  MetricFamily shed{"souk_pool_shed_total", "Requests refused because their pool had too much to do.", Kind::counter};
  const std::pair<const char*, const WorkerPool*> pools[] = {
      {"reads", &pools_->reads}, {"commits", &pools_->commits}, {"payments", &pools_->payments}, {"hashing", &pools_->hashing}};
  for (const auto& [name, pool] : pools) {
    waiting.samples.push_back({.labels = {{"pool", name}}, .value = static_cast<double>(pool->waiting())});
    shed.samples.push_back({.labels = {{"pool", name}}, .value = static_cast<double>(pool->shed_total())});
  }
  families.push_back(std::move(waiting));
  families.push_back(std::move(shed));
  return families;
}

}  // namespace souk::server
