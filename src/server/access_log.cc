#include "server/access_log.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace souk::server {
namespace {

// A method is the client's free text; in a log only the known ones stand.
std::string_view known(std::string_view method) {
  static constexpr std::array<std::string_view, 7> kMethods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  return std::ranges::find(kMethods, method) != kMethods.end() ? method : std::string_view{"other"};
}

}  // namespace

void AccessLog::add(const AccessRecord& record) {
  if (!block_.empty()) block_.push_back('\n');
  const auto in_second = (record.time - std::chrono::floor<std::chrono::seconds>(record.time)).count();
  auto end = std::back_inserter(block_);
  fmt::format_to(end, R"({{"time":"{}.{:03}Z","level":"info","event":"request","request_id":"{}")", seconds_of(record.time),
                 in_second, record.request_id);
  if (!record.trace_id.empty()) fmt::format_to(end, R"(,"trace_id":"{}")", record.trace_id);
  fmt::format_to(end, R"(,"method":"{}","route":"{}","status":{},"duration_us":{},"bytes":{}}})", known(record.method),
                 record.route, record.status, record.took.count(), record.bytes_sent);
  if (block_.size() >= kBlockBytes) flush();
}

void AccessLog::flush() {
  if (block_.empty()) return;
  log_.write_lines(block_);
  block_.clear();
}

std::string_view AccessLog::seconds_of(Instant time) {
  const Instant second = std::chrono::floor<std::chrono::seconds>(time);
  if (second != written_second_) {
    second_text_ = to_rfc3339(second).substr(0, 19);
    written_second_ = second;
  }
  return second_text_;
}

}  // namespace souk::server
