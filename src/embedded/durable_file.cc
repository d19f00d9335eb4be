#include "embedded/durable_file.h"

#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "embedded/file.h"

namespace souk::embedded {

Result<void> write_durably(const std::filesystem::path& path, std::string_view bytes) {
  std::string temporary = path.string() + ".XXXXXX";
  const File file(::mkostemp(temporary.data(), O_CLOEXEC));  // 0600
  if (!file.is_open()) return fail_with_errno(path);
  const bool written =
      file.write_all(bytes) && ::fsync(file.descriptor()) == 0 && ::rename(temporary.c_str(), path.c_str()) == 0;
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
