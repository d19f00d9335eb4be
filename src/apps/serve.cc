#include "apps/serve.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include <unistd.h>

#include "apps/command_channel.h"
#include "apps/dispatch.h"
#include "apps/provider_process.h"
#include "apps/shop.h"
#include "apps/shop_verbs.h"
#include "apps/shop_workers.h"
#include "server/descriptor_limit.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/metrics_service.h"
#include "server/server.h"
#include "server/signals.h"
#include "usecases/publish_events.h"

namespace souk::apps {
namespace {

using server::LogLevel;

LogLevel level_of(const std::string& name) {
  if (name == "debug") return LogLevel::debug;
  if (name == "warn") return LogLevel::warning;
  if (name == "error") return LogLevel::error;
  return LogLevel::info;
}

int refuse(const Error& error) {
  std::fprintf(stderr, "souk serve: %s (%s)\n", error.detail.c_str(), std::string(name_of(error.code)).c_str());
  if (!error.cause.empty()) std::fprintf(stderr, "  because: %s\n", error.cause.c_str());
  return kFailed;
}

Result<server::ServerConfig> server_config(const ServeOptions& options, ShopMode mode) {
  server::ServerConfig config;
  TRY(config.listen, server::ListenAddress::parse(options.listen));
  TRY(config.trusted_proxies, server::TrustedProxies::parse(options.trusted_proxies));
  if (!options.tls_certificate.empty()) config.tls = server::TlsFiles{options.tls_certificate, options.tls_key};
  config.access_log = options.access_log == "on";
  config.max_connections = server::make_room_for_connections(config.max_connections);
  TRY(server::check_exposure(config, mode == ShopMode::production));
  return config;
}

/// The shop's own listener for Prometheus. The usual port being taken is no reason not to sell; one that was asked for is.
Result<std::unique_ptr<server::Server>> start_metrics(const ServeOptions& options, const server::MetricsService& service,
                                                      const ports::Clock& clock, const server::Log& log) {
  server::ServerConfig config;
  TRY(config.listen, server::ListenAddress::parse(options.metrics_listen));
  config.io_threads = 1;
  config.access_log = false;
  auto started = server::Server::start(std::move(config), {.service = service, .clock = clock, .log = log});
  if (!started && !options.metrics_listen_given) {
    log.write(LogLevel::warning, "metrics_not_served", {{"detail", started.error().detail}});
    return nullptr;
  }
  return started;
}

std::string url_of(const server::Server& server, bool tls) {
  return std::string(tls ? "https://" : "http://") + server.address().text();
}

void announce(const ServeOptions& options, const Shop& shop, const server::Server& server, const server::Server* metrics) {
  const std::string url = url_of(server, !options.tls_certificate.empty());
  std::printf("souk serves %s at %s (%s)\n", options.data.c_str(), url.c_str(), std::string(name_of(shop.mode())).c_str());
  std::printf("  shop %s/   API %s/v1/products   documentation %s/docs\n", url.c_str(), url.c_str(), url.c_str());
  if (metrics != nullptr) std::printf("  metrics %s/metrics\n", url_of(*metrics, false).c_str());
  std::fflush(stdout);
}

/// What is left of the shop once its storage failed: nothing may be acknowledged any more, the next start recovers.
void end_at_once(const server::Log& log, const Error& error) {
  log.write(LogLevel::error, "storage_failed", {{"detail", error.detail}, {"cause", error.cause}});
  std::fprintf(stderr, "souk serve: the storage failed, ending: %s\n", error.cause.c_str());
  std::_Exit(kFailed);
}

/// The server as signals find it: perhaps not there yet, perhaps gone already. Thread-safe.
class CurrentServer {
 public:
  void begin(server::Server& server) {
    const std::lock_guard lock(mutex_);
    server_ = &server;
    if (stop_asked_) server.request_stop();
    ready_ = !stop_asked_;
  }
  void end() {
    const std::lock_guard lock(mutex_);
    server_ = nullptr;
  }
  void stop() {
    const std::lock_guard lock(mutex_);
    stop_asked_ = true;
    ready_ = false;
    if (server_) server_->request_stop();
  }
  void reload_certificate() {
    const std::lock_guard lock(mutex_);
    if (server_) (void)server_->reload_certificate();  // it logs what is wrong with the new one
  }
  bool is_ready() const { return ready_; }

 private:
  std::mutex mutex_;  // guards what follows
  server::Server* server_ = nullptr;
  bool stop_asked_ = false;
  std::atomic<bool> ready_ = false;  // asked on the I/O threads, which wait for nobody
};

}  // namespace

int serve(const ServeOptions& options) {
  // Before any other thread: these signals reach nobody but their own thread.
  CurrentServer current;
  const server::Signals signals([&current] { current.stop(); }, [&current] { current.reload_certificate(); });

  embedded::SystemClock clock;
  const server::Log log(STDERR_FILENO, level_of(options.log_level), clock);
  const ShopOptions wanted{.folder = options.data,
                           .development = options.development,
                           .public_url = options.public_url.empty() ? ShopOptions{}.public_url : options.public_url,
                           .breached_passwords = options.breached_passwords,
                           .hold = options.hold,
                           .payment_timeout = options.payment_timeout,
                           .on_storage_failure = [&log](const Error& error) { end_at_once(log, error); }};
  const auto shop = Shop::open(wanted);
  if (!shop) return refuse(shop.error());
  if ((*shop)->mode() == ShopMode::development)
    if (const auto provider = ensure_test_provider(options); !provider) return refuse(provider.error());

  const auto config = server_config(options, (*shop)->mode());
  if (!config) return refuse(config.error());
  const ShopVerbs verbs(**shop);
  const auto service = make_shop_service(**shop, verbs, options, [&current] { return current.is_ready(); });

  server::Metrics metrics;
  const auto process = metrics.add(server::process_metrics);
  const server::MetricsService metrics_service(metrics);
  const auto metrics_server = start_metrics(options, metrics_service, clock, log);
  if (!metrics_server) return refuse(metrics_server.error());

  const auto report = [&log](const std::string& job, const Error& error) {
    log.write(LogLevel::warning, "job_failed", {{"job", job}, {"code", name_of(error.code)}, {"cause", error.cause}});
  };
  const auto channel = CommandChannel::listen(
      options.data, [&](const auto& words, const auto& context) { return run_beside(words, **shop, context); });
  if (!channel) return refuse(channel.error());

  const auto server = server::Server::start(*config, {.service = *service, .clock = clock, .log = log, .metrics = &metrics});
  if (!server) return refuse(server.error());
  const std::string origin = options.public_url.empty() ? url_of(**server, config->tls.has_value()) : options.public_url;
  auto workers = start_workers(**shop, options, origin, report);
  current.begin(**server);
  announce(options, **shop, **server, metrics_server->get());
  (*server)->join();
  current.end();
  workers.reset();
  // What the last requests left in the outbox goes now rather than at the next start.
  if (const auto published = usecases::PublishEvents{*(*shop)->outbox}(); !published) report("publish", published.error());
  return kDone;
}

}  // namespace souk::apps
