#include "apps/provider_process.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "providers/test_provider.h"

namespace souk::apps {
namespace {

constexpr std::chrono::seconds kStartTime{10};
constexpr std::chrono::milliseconds kPollPause{5};

Result<pid_t> spawn(const ServeOptions& options) {
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  const std::string log = (options.data / "test-provider.out").string();
  std::vector<std::string> words{program,          "test-provider",
                                 "--data",         options.data.string(),
                                 "--timeout-rate", std::to_string(options.test_provider_timeout_rate)};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // Ctrl-C for the server is none for the provider; but what serve blocks and ignores for its threads, the provider must hear.
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, program.c_str(), &files, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) return fail(ErrorCode::unavailable, "The test payment provider cannot be started", std::strerror(error));
  return pid;
}

}  // namespace

Result<void> ensure_test_provider(const ServeOptions& options) {
  if (providers::test_provider_answers(options.data)) return {};
  TRY(const pid_t pid, spawn(options));
  const auto end = std::chrono::steady_clock::now() + kStartTime;
  while (!providers::test_provider_answers(options.data)) {
    int status = 0;
    if (waitpid(pid, &status, WNOHANG) == pid || std::chrono::steady_clock::now() > end)
      return fail(ErrorCode::unavailable, "The test payment provider does not answer",
                  "see test-provider.out in the shop's folder");
    std::this_thread::sleep_for(kPollPause);
  }
  return {};
}

}  // namespace souk::apps
