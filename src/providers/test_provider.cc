#include "providers/test_provider.h"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include "net/http_client.h"
#include "providers/test_provider_server.h"

namespace souk::providers {
namespace {

/// Held for as long as a provider serves the folder; the system lets go of it when the process dies.
Result<net::FileDescriptor> lock(const std::filesystem::path& data_dir) {
  const auto path = data_dir / "test-provider.lock";
  net::FileDescriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (!file) return fail(ErrorCode::unavailable, "The folder cannot be used", path.string());
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
    return fail(ErrorCode::invalid_state, "Another test provider serves this folder");
  return file;
}

/// For whoever must end it: it outlives the server that started it.
Result<void> write_pid(const std::filesystem::path& data_dir) {
  std::ofstream file(data_dir / "test-provider.pid", std::ios::trunc);
  if (!(file << ::getpid() << '\n').flush())
    return fail(ErrorCode::unavailable, "The folder cannot be used", "test-provider.pid");
  return {};
}

/// Members in the order in which each needs the ones before it.
class RunningTestProvider final : public TestProvider {
 public:
  RunningTestProvider(net::FileDescriptor lock, std::unique_ptr<TestProviderLog> log, std::unique_ptr<TestProviderBook> book,
                      ProviderListeners listeners, ProviderFaults faults)
      : lock_(std::move(lock)),
        log_(std::move(log)),
        book_(std::move(book)),
        port_(listeners.port),
        api_(*book_, *log_, faults, "http://127.0.0.1:" + std::to_string(port_)),
        server_(std::move(listeners), api_) {}

  std::uint16_t port() const override { return port_; }

 private:
  net::FileDescriptor lock_;
  std::unique_ptr<TestProviderLog> log_;
  std::unique_ptr<TestProviderBook> book_;
  std::uint16_t port_;
  TestProviderApi api_;
  TestProviderServer server_;
};

}  // namespace

std::filesystem::path test_provider_socket(const std::filesystem::path& data_dir) { return data_dir / "test-provider.sock"; }

bool test_provider_answers(const std::filesystem::path& data_dir) {
  const net::HttpClient client{net::Endpoint::unix_socket(test_provider_socket(data_dir))};
  const auto answer = client.send({"GET", "/healthz"}, std::chrono::seconds{1});
  return answer && answer->status == 200;
}

Result<std::unique_ptr<TestProvider>> TestProvider::start(const TestProviderConfig& config) {
  if (config.mode == ShopMode::production)
    return fail(ErrorCode::forbidden, "The test provider takes no part in a production shop: it would give goods away");
  TRY(auto held, lock(config.data_dir));
  TRY(write_pid(config.data_dir));
  TRY(auto log, TestProviderLog::open(config.data_dir / "test-provider.log"));
  TRY(auto book, TestProviderBook::open(*log));
  TRY(auto listeners, ProviderListeners::open(test_provider_socket(config.data_dir), config.port));
  return std::make_unique<RunningTestProvider>(std::move(held), std::move(log), std::move(book), std::move(listeners),
                                               config.faults);
}

int run_test_provider(const TestProviderConfig& config) {
  // Blocked before any thread is made, so that only sigwait below hears them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  const auto provider = TestProvider::start(config);
  if (!provider) {
    const Error& error = provider.error();
    fmt::print(stderr, "souk test-provider: {}{}{}\n", error.detail, error.cause.empty() ? "" : ": ", error.cause);
    return error.code == ErrorCode::invalid_state ? 3 : 1;
  }
  fmt::print("The test provider listens on {} and http://127.0.0.1:{}\n", test_provider_socket(config.data_dir).string(),
             (*provider)->port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&ends, &signal);
  return 0;
}

}  // namespace souk::providers
