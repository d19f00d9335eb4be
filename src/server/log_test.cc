#include "server/log.h"

#include <array>
#include <chrono>
#include <csignal>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "net/file_descriptor.h"
#include "server/access_log.h"
#include "support/fixed_clock.h"

namespace souk::server {
namespace {

using namespace std::string_view_literals;

/// The reading end of a log.
class Pipe {
 public:
  Pipe() {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    from_ = net::FileDescriptor{ends[0]};
    to_ = net::FileDescriptor{ends[1]};
  }
  int writer() const { return to_.get(); }
  /// What is there by now.
  std::string read_now() {
    std::string text(1 << 16, '\0');
    text.resize(static_cast<std::size_t>(::read(from_.get(), text.data(), text.size())));
    return text;
  }
  void stop_reading() { from_ = {}; }
  /// Everything, once the log is gone.
  std::string read_all() {
    ::close(to_.release());
    std::string text;
    std::array<char, 4096> buffer;
    ssize_t got = 0;
    while ((got = ::read(from_.get(), buffer.data(), buffer.size())) > 0)
      text.append(buffer.data(), static_cast<std::size_t>(got));
    return text;
  }

 private:
  net::FileDescriptor from_{};
  net::FileDescriptor to_{};
};

TEST(Log, WritesOneJsonObjectALine) {
  const support::FixedClock clock;
  Pipe pipe;
  {
    const Log log{pipe.writer(), LogLevel::info, clock};
    log.write(LogLevel::debug, "unheard");
    log.write(LogLevel::info, "started", {{"port", 8080}, {"mode", "development"}});
    log.write(LogLevel::error, "failed");
  }

  EXPECT_EQ(
      pipe.read_all(),
      "{\"time\":\"2026-03-14T09:00:00.000Z\",\"level\":\"info\",\"event\":\"started\",\"port\":8080,\"mode\":\"development\"}\n"
      "{\"time\":\"2026-03-14T09:00:00.000Z\",\"level\":\"error\",\"event\":\"failed\"}\n");
}

TEST(Log, HasWrittenWhatCameBeforeAFlush) {
  const support::FixedClock clock;
  Pipe pipe;
  const Log log{pipe.writer(), LogLevel::info, clock};
  for (int i = 0; i < 100; ++i) log.write(LogLevel::info, "one_of_many");
  log.write(LogLevel::error, "the_last");

  ASSERT_TRUE(log.flush(std::chrono::minutes{1}));

  EXPECT_NE(pipe.read_now().find("the_last"), std::string::npos);
}

TEST(Log, WaitsNoLongerThanItIsTold) {
  std::signal(SIGPIPE, SIG_IGN);  // as the server does
  const support::FixedClock clock;
  Pipe pipe;
  {
    const Log log{pipe.writer(), LogLevel::info, clock};
    log.write_lines(std::string(1 << 20, 'x'));  // more than a pipe takes that nobody reads

    EXPECT_FALSE(log.flush(std::chrono::milliseconds{1}));

    pipe.stop_reading();
  }
}

TEST(Log, KeepsHostileTextOnItsLine) {
  std::string out;

  append_json_string(out, "a\"b\\c\r\n\x1b[31m\x7f\0 \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \xff \xc0\xaf \xed\xa0\x80"sv);

  EXPECT_EQ(
      out,
      "\"a\\\"b\\\\c\\u000d\\u000a\\u001b[31m\\u007f\\u0000 \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \\u00ff \\u00c0\\u00af "
      "\\u00ed\\u00a0\\u0080\"");
}

TEST(AccessLog, KnowsTheRouteButNeitherPathNorPerson) {
  const support::FixedClock clock;
  Pipe pipe;
  {
    const Log log{pipe.writer(), LogLevel::info, clock};
    AccessLog access{log};
    access.add({clock.now() + std::chrono::milliseconds{7}, "abc", "4bf92f3577b34da6a3ce929d0e0e4736", "GET",
                "/v1/orders/{order}", 200, std::chrono::microseconds{153}, 512});
    access.add({clock.now(), "def", "", "EVIL\",\"x", "unmatched", 405, std::chrono::microseconds{9}, 300});
  }

  EXPECT_EQ(
      pipe.read_all(),
      "{\"time\":\"2026-03-14T09:00:00.007Z\",\"level\":\"info\",\"event\":\"request\",\"request_id\":\"abc\","
      "\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"method\":\"GET\",\"route\":\"/v1/orders/{order}\",\"status\":200,"
      "\"duration_us\":153,\"bytes\":512}\n"
      "{\"time\":\"2026-03-14T09:00:00.000Z\",\"level\":\"info\",\"event\":\"request\",\"request_id\":\"def\",\"method\":\"other\","
      "\"route\":\"unmatched\",\"status\":405,\"duration_us\":9,\"bytes\":300}\n");
}

}  // namespace
}  // namespace souk::server
