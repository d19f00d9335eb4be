#include "embedded/process_lock.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace souk::embedded {

Result<ProcessLock> ProcessLock::take(const std::filesystem::path& folder) {
  const auto path = folder / "souk.lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0)
    return fail(ErrorCode::unavailable, "The shop's folder cannot be used", path.string() + ": " + std::strerror(errno));
  ProcessLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK)
    return fail(ErrorCode::unavailable, "The shop's folder cannot be locked", path.string() + ": " + std::strerror(errno));
  return fail(ErrorCode::invalid_state, "Another souk process has this shop open", path.string());
}

bool ProcessLock::is_held(const std::filesystem::path& folder) {
  const int file = ::open((folder / "souk.lock").c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return false;
  const ProcessLock closer(file);
  return ::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

ProcessLock::ProcessLock(ProcessLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

ProcessLock::~ProcessLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace souk::embedded
