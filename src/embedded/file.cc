#include "embedded/file.h"

#include <cerrno>
#include <cstring>
#include <string>

#include <unistd.h>

namespace souk::embedded {

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool File::write_all(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::unexpected<Error> fail_with_errno(const std::filesystem::path& path) {
  const int problem = errno;
  const std::string cause = path.string() + ": " + std::strerror(problem);
  if (problem == ENOSPC || problem == EDQUOT) {
    return fail(ErrorCode::storage_full, "The shop has no room left to store this", cause);
  }
  if (problem == ENOENT) return fail(ErrorCode::not_found, "There is no such file", cause);
  return fail(ErrorCode::unavailable, "The shop's storage does not answer", cause);
}

}  // namespace souk::embedded
