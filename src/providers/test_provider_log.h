#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/error/error.h"
#include "net/file_descriptor.h"

namespace souk::providers {

/// The test provider's memory: whole lines at the end of one file. Lines that wait at the same time are made durable together,
/// so that one fdatasync serves many payments. Thread-safe.
class TestProviderLog {
 public:
  /// Opens or makes the file. A last line without its end was never acknowledged: it is cut off. Errors: unavailable.
  static Result<std::unique_ptr<TestProviderLog>> open(const std::filesystem::path& path);

  /// The lines that were there when it was opened; handed over once.
  std::vector<std::string> take_past_lines() { return std::move(past_lines_); }

  /// Appends in memory and returns the line's position. It counts only once it is durable.
  std::uint64_t append(std::string_view line);
  std::uint64_t last_position() const;
  /// Blocks until every line up to `position` is on disk. Ends the process if that fails: an oracle that may forget must not
  /// answer.
  void make_durable(std::uint64_t position);

 private:
  explicit TestProviderLog(net::FileDescriptor file) : file_(std::move(file)) {}
  Result<void> read_past();
  void write_and_sync(std::string_view lines);

  net::FileDescriptor file_;
  std::vector<std::string> past_lines_;
  mutable std::mutex mutex_;  // guards all below; not held while the leader writes
  std::condition_variable synced_;
  std::string waiting_;
  std::uint64_t appended_ = 0;
  std::uint64_t durable_ = 0;
  bool leader_at_work_ = false;
};

}  // namespace souk::providers
