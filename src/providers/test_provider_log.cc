#include "providers/test_provider_log.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace souk::providers {
namespace {

std::unexpected<Error> unusable(const char* what) {
  return fail(ErrorCode::unavailable, "The test provider's log cannot be used",
              std::string(what) + ": " + std::strerror(errno));
}

}  // namespace

Result<std::unique_ptr<TestProviderLog>> TestProviderLog::open(const std::filesystem::path& path) {
  net::FileDescriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
  if (!file) return unusable("open");
  auto log = std::unique_ptr<TestProviderLog>(new TestProviderLog(std::move(file)));
  TRY(log->read_past());
  return log;
}

Result<void> TestProviderLog::read_past() {
  struct stat status{};
  if (::fstat(file_.get(), &status) != 0) return unusable("stat");
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < content.size()) {
    const ssize_t got = ::pread(file_.get(), content.data() + filled, content.size() - filled, static_cast<off_t>(filled));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return unusable("read");
    filled += static_cast<std::size_t>(got);
  }
  std::size_t start = 0;
  for (std::size_t end = content.find('\n'); end != std::string::npos; end = content.find('\n', start)) {
    past_lines_.push_back(content.substr(start, end - start));
    start = end + 1;
  }
  if (start < content.size() && ::ftruncate(file_.get(), static_cast<off_t>(start)) != 0) return unusable("truncate");
  return {};
}

std::uint64_t TestProviderLog::append(std::string_view line) {
  const std::lock_guard lock(mutex_);
  waiting_.append(line).push_back('\n');
  return ++appended_;
}

std::uint64_t TestProviderLog::last_position() const {
  const std::lock_guard lock(mutex_);
  return appended_;
}

void TestProviderLog::make_durable(std::uint64_t position) {
  std::unique_lock lock(mutex_);
  while (durable_ < position) {
    if (leader_at_work_) {
      synced_.wait(lock);
      continue;
    }
    leader_at_work_ = true;
    const std::string lines = std::exchange(waiting_, {});
    const std::uint64_t reached = appended_;
    lock.unlock();
    write_and_sync(lines);
    lock.lock();
    durable_ = reached;
    leader_at_work_ = false;
    synced_.notify_all();
  }
}

void TestProviderLog::write_and_sync(std::string_view lines) {
  while (!lines.empty()) {
    const ssize_t written = ::write(file_.get(), lines.data(), lines.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) break;
    lines.remove_prefix(static_cast<std::size_t>(written));
  }
  if (lines.empty() && ::fdatasync(file_.get()) == 0) return;
  std::perror("souk test-provider: the log cannot be written");
  std::_Exit(EXIT_FAILURE);
}

}  // namespace souk::providers
