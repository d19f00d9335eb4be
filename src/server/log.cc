#include "server/log.h"

#include <cerrno>
#include <condition_variable>
#include <cstdint>
#include <iterator>
#include <mutex>

#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include "commerce/time/instant.h"

namespace souk::server {
namespace {

// Blocks of access log lines count as one: at 16 KiB each this is 32 MB at worst, behind a disk that does not take them.
constexpr std::size_t kQueueSize = 2048;

/// Hands each message on as one write, so that lines of several processes on one descriptor do not mix.
class DescriptorSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit DescriptorSink(int descriptor) : descriptor_(descriptor) {}

  std::uint64_t flushes() const {
    const std::scoped_lock lock(flushed_mutex_);
    return flushes_;
  }
  bool wait_for_flush_after(std::uint64_t flushes, std::chrono::milliseconds at_most) {
    std::unique_lock lock(flushed_mutex_);
    return flushed_.wait_for(lock, at_most, [&] { return flushes_ > flushes; });
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    line_.assign(message.payload.data(), message.payload.size());
    line_.push_back('\n');
    for (std::string_view left = line_; !left.empty();) {
      const ssize_t written = ::write(descriptor_, left.data(), left.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return;  // nobody reads any more: a log has nowhere to report that
      left.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  /// Comes from the queue like any line, so what stood before it has been written.
  void flush_() override {
    const std::scoped_lock lock(flushed_mutex_);
    ++flushes_;
    flushed_.notify_all();
  }

 private:
  const int descriptor_;
  std::string line_{};
  mutable std::mutex flushed_mutex_;  // guards flushes_; the sink's own is held while it writes
  std::condition_variable flushed_;
  std::uint64_t flushes_ = 0;
};

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: return "error";
  }
  std::unreachable();
}

/// Bytes of the well-formed UTF-8 character at the start of `text`, or 0.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first < 0xf0) {
    const bool valid = !(first == 0xe0 && byte(1) < 0xa0) && !(first == 0xed && byte(1) >= 0xa0);
    return valid && follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first < 0xf5) {
    const bool valid = !(first == 0xf0 && byte(1) < 0x90) && !(first == 0xf4 && byte(1) >= 0x90);
    return valid && follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

struct Log::Sink {
  explicit Sink(int descriptor)
      : out(std::make_shared<DescriptorSink>(descriptor)), pool(std::make_shared<spdlog::details::thread_pool>(kQueueSize, 1)) {
    logger = std::make_shared<spdlog::async_logger>("souk", out, pool, spdlog::async_overflow_policy::overrun_oldest);
  }

  std::shared_ptr<DescriptorSink> out;                 // shared with the logger
  std::shared_ptr<spdlog::async_logger> logger{};      // shared with its queued messages
  std::shared_ptr<spdlog::details::thread_pool> pool;  // the only share; its end, before the logger's, writes what is queued
};

Log::Log(int descriptor, LogLevel lowest, const ports::Clock& clock)
    : lowest_(lowest), clock_(clock), sink_(std::make_unique<Sink>(descriptor)) {}
Log::~Log() = default;

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) const {
  if (!writes(level)) return;
  std::string line = fmt::format(R"({{"time":"{}","level":"{}","event":)", to_rfc3339(clock_.now()), name_of(level));
  append_json_string(line, event);
  for (const LogField& field : fields) {
    line.push_back(',');
    append_json_string(line, field.key);
    line.push_back(':');
    if (const auto* text = std::get_if<std::string_view>(&field.value))
      append_json_string(line, *text);
    else
      fmt::format_to(std::back_inserter(line), "{}", std::get<std::int64_t>(field.value));
  }
  line.push_back('}');
  write_lines(line);
}

void Log::write_lines(std::string_view lines) const {
  sink_->logger->log(spdlog::level::critical, spdlog::string_view_t{lines.data(), lines.size()});
}

bool Log::flush(std::chrono::milliseconds at_most) const {
  const std::uint64_t before = sink_->out->flushes();
  sink_->logger->flush();
  return sink_->out->wait_for_flush_after(before, at_most);
}

void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    if (length == 0 || first < 0x20 || first == 0x7f) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", first);
      text.remove_prefix(1);
      continue;
    }
    if (first == '"' || first == '\\') out.push_back('\\');
    out.append(text.substr(0, length));
    text.remove_prefix(length);
  }
  out.push_back('"');
}

}  // namespace souk::server
