#include "embedded/durable_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace souk::embedded {

namespace {

std::unexpected<Error> fail_with_errno(const std::filesystem::path& path) {
  const int problem = errno;
  const std::string cause = path.string() + ": " + std::strerror(problem);
  if (problem == ENOSPC || problem == EDQUOT)
    return fail(ErrorCode::storage_full, "The shop has no room left to store this", cause);
  if (problem == ENOENT) return fail(ErrorCode::not_found, "There is no such file", cause);
  return fail(ErrorCode::unavailable, "The shop's storage does not answer", cause);
}

/// Closes when it goes.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

 private:
  const int descriptor_;
};

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<void> write_durably(const std::filesystem::path& path, std::string_view bytes) {
  std::string temporary = path.string() + ".XXXXXX";
  const File file(::mkostemp(temporary.data(), O_CLOEXEC));  // 0600
  if (!file.is_open()) return fail_with_errno(path);
  const bool written =
      write_all(file.descriptor(), bytes) && ::fsync(file.descriptor()) == 0 && ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!written) {
    auto failure = fail_with_errno(path);
    ::unlink(temporary.c_str());
    return failure;
  }
  return sync_folder(path.parent_path());
}

Result<void> make_folder_durably(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return sync_folder(folder.parent_path());
  if (errno == EEXIST) return {};
  return fail_with_errno(folder);
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open() || ::fsync(file.descriptor()) != 0) return fail_with_errno(folder);
  return {};
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (!file.is_open() || ::fstat(file.descriptor(), &status) != 0) return fail_with_errno(path);
  if (!S_ISREG(status.st_mode)) return fail(ErrorCode::not_found, "There is no such file", path.string());
  if (std::cmp_greater(status.st_size, limit))
    return fail(ErrorCode::payload_too_large, "The file is too large", path.string());
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(file.descriptor(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_with_errno(path);
    if (got == 0) break;  // it shrank meanwhile
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace souk::embedded
