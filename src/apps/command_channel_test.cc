#include "apps/command_channel.h"

#include <array>
#include <csignal>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/temp_folder.h"

namespace souk::apps {
namespace {

using support::TempFolder;

/// What a command did that printed its words, its folder and its input.
int describe(const std::vector<std::string>& words, const CommandContext& context) {
  std::array<char, 64> line{};
  const bool has_input = std::fgets(line.data(), line.size(), context.in) != nullptr;
  std::fprintf(context.out, "%s:", context.cwd.c_str());
  for (const std::string& word : words) std::fprintf(context.out, " [%s]", word.c_str());
  std::fprintf(context.err, "heard %s", has_input ? line.data() : "nothing");
  return 7;
}

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    from = net::FileDescriptor(ends[0]);
    to = net::FileDescriptor(ends[1]);
  }
  std::string read_all() {
    to = {};
    std::string text;
    std::array<char, 256> buffer;
    for (ssize_t got = 0; (got = ::read(from.get(), buffer.data(), buffer.size())) > 0;)
      text.append(buffer.data(), static_cast<std::size_t>(got));
    return text;
  }
  net::FileDescriptor from, to;
};

/// A caller in a process of its own, with pipes for its streams.
class Caller {
 public:
  Caller(const std::filesystem::path& folder, const RemoteCall& call, bool as_nobody = false) {
    process_ = ::fork();
    if (process_ != 0) return;
    ::dup2(in.from.get(), STDIN_FILENO);
    ::dup2(out.to.get(), STDOUT_FILENO);
    ::dup2(err.to.get(), STDERR_FILENO);
    for (auto* end_of_test : {&in.to, &out.from, &err.from}) *end_of_test = {};
    if (as_nobody && ::setuid(65534) != 0) ::_exit(99);
    ::_exit(call_server(folder, call).value_or(98));
  }
  ~Caller() {
    if (process_ > 0) wait();
  }
  void kill() const { ::kill(process_, SIGKILL); }
  int wait() {
    int status = 0;
    ::waitpid(std::exchange(process_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  Pipe in, out, err;

 private:
  pid_t process_ = 0;
};

TEST(CommandChannel, RunsACommandWithItsCallersWordsFolderAndStreams) {
  const TempFolder folder;
  const auto channel = CommandChannel::listen(folder.path(), describe);
  ASSERT_TRUE(channel) << channel.error().cause;
  Caller caller(folder.path(), {"/srv/shop files", {"import", "", "a b\n"}});
  ASSERT_EQ(::write(caller.in.to.get(), "hello\n", 6), 6);

  EXPECT_EQ(caller.wait(), 7);
  EXPECT_EQ(caller.out.read_all(), "/srv/shop files: [import] [] [a b\n]");
  EXPECT_EQ(caller.err.read_all(), "heard hello\n");
}

TEST(CommandChannel, IsAbsentWithoutAServer) {
  const TempFolder folder;
  EXPECT_EQ(call_server(folder.path(), {"/", {"doctor"}}), std::nullopt);

  { const auto ended = CommandChannel::listen(folder.path(), describe); }
  EXPECT_EQ(call_server(folder.path(), {"/", {"doctor"}}), std::nullopt);
}

TEST(CommandChannel, TakesThePlaceOfAServerThatWasKilled) {
  const TempFolder folder;
  folder.write("souk.sock", "left behind");

  ASSERT_TRUE(CommandChannel::listen(folder.path(), describe));
}

TEST(CommandChannel, SaysWhenTheFolderIsTooDeepForASocket) {
  const auto channel = CommandChannel::listen("/" + std::string(120, 'd'), describe);

  ASSERT_FALSE(channel);
  EXPECT_EQ(channel.error().code, ErrorCode::unavailable);
}

TEST(CommandChannel, CancelsACommandWhoseCallerGoesAway) {
  const TempFolder folder;
  std::atomic<bool> started = false;
  std::atomic<bool> ended = false;
  const auto channel = CommandChannel::listen(folder.path(), [&](const auto&, const CommandContext& context) {
    started = true;
    while (!context.canceled) std::this_thread::yield();
    ended = true;
    return 0;
  });
  Caller caller(folder.path(), {"/", {}});
  while (!started) std::this_thread::yield();

  caller.kill();

  while (!ended) std::this_thread::yield();  // the test's own time limit guards this
}

TEST(CommandChannel, CancelsAndAwaitsWhatRunsWhenTheServerEnds) {
  const TempFolder folder;
  std::atomic<bool> started = false;
  std::atomic<bool> ended = false;
  auto channel = CommandChannel::listen(folder.path(), [&](const auto&, const CommandContext& context) {
    started = true;
    while (!context.canceled) std::this_thread::yield();
    ended = true;
    return kPartly;
  });
  ASSERT_TRUE(channel);
  Caller caller(folder.path(), {"/", {}});
  while (!started) std::this_thread::yield();

  channel->reset();

  EXPECT_TRUE(ended);
  EXPECT_EQ(caller.wait(), kPartly);
}

TEST(CommandChannel, SurvivesACallerWhoseReaderIsGone) {
  const TempFolder folder;
  std::atomic<bool> ready = false;
  std::atomic<int> result = 1;
  const auto channel = CommandChannel::listen(folder.path(), [&](const auto&, const CommandContext& context) {
    while (!ready) std::this_thread::yield();
    std::fputs("into the void", context.out);
    result = std::fflush(context.out);
    return 0;
  });
  Caller caller(folder.path(), {"/", {}});
  caller.out.from = {};  // as after `| head`
  ready = true;

  EXPECT_EQ(caller.wait(), 0);
  EXPECT_EQ(result, EOF);
}

TEST(CommandChannel, RunsSeveralCommandsAtOnceAndMoreInTurn) {
  const TempFolder folder;
  std::atomic<int> running = 0;
  std::atomic<bool> go_on = false;
  const auto channel = CommandChannel::listen(folder.path(), [&](const auto&, const CommandContext&) {
    ++running;
    while (!go_on) std::this_thread::yield();
    return 0;
  });
  std::vector<std::unique_ptr<Caller>> callers;
  for (int i = 0; i < 12; ++i) callers.push_back(std::make_unique<Caller>(folder.path(), RemoteCall{"/", {}}));
  while (running < 8) std::this_thread::yield();

  go_on = true;

  for (const auto& caller : callers) EXPECT_EQ(caller->wait(), 0);
  EXPECT_EQ(running, 12);
}

TEST(CommandChannel, ListensToItsOwnUserOnly) {
  const TempFolder folder;
  std::atomic<int> runs = 0;
  const auto channel = CommandChannel::listen(folder.path(), [&](const auto&, const CommandContext&) {
    ++runs;
    return 0;
  });
  struct stat status{};
  ASSERT_EQ(::stat((folder.path() / "souk.sock").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  if (::geteuid() != 0) return;  // only root can become somebody else

  // Even when the rights of the file were widened.
  ::chmod(folder.path().c_str(), 0755);
  ::chmod((folder.path() / "souk.sock").c_str(), 0666);
  Caller stranger(folder.path(), {"/", {}}, true);

  EXPECT_EQ(stranger.wait(), kFailed);
  EXPECT_EQ(runs, 0);
}

}  // namespace
}  // namespace souk::apps
