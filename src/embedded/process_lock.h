#pragma once

#include <filesystem>

#include "commerce/error/error.h"

namespace souk::embedded {

/// Held for life by the one process that has a shop's folder open: flock on DIR/souk.lock, so a killed process holds nothing.
class ProcessLock {
 public:
  /// Errors: invalid_state (another process has it), unavailable.
  static Result<ProcessLock> take(const std::filesystem::path& folder);
  /// Whether some process has it now. What was free may be taken a moment later.
  static bool is_held(const std::filesystem::path& folder);

  ProcessLock(ProcessLock&& other) noexcept;
  ProcessLock& operator=(ProcessLock&&) = delete;
  ~ProcessLock();

 private:
  explicit ProcessLock(int file) : file_(file) {}
  int file_;
};

}  // namespace souk::embedded
