#pragma once

#include <filesystem>
#include <string_view>

#include "commerce/error/error.h"

namespace souk::embedded {

/// An open file descriptor, closed when it goes.
class File {
 public:
  /// Takes what open() gave: negative when that failed.
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

  /// False, with errno set, when not all could be written.
  bool write_all(std::string_view bytes) const;

 private:
  const int descriptor_;
};

/// What errno means to the shop, about `path`: storage_full, not_found, else unavailable.
std::unexpected<Error> fail_with_errno(const std::filesystem::path& path);

}  // namespace souk::embedded
