#include "embedded/hashed_copy.h"

#include <array>
#include <cerrno>
#include <functional>

#include <fcntl.h>
#include <unistd.h>

#include "embedded/file.h"

namespace souk::embedded {

namespace {

constexpr std::size_t kPieceBytes = 64 << 10;

/// Gives the file's bytes to `take`, piece by piece, until that returns false (with errno set) or the file ends.
Result<Sha256> read_pieces(const std::filesystem::path& path, const std::function<bool(std::string_view)>& take) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) return fail_with_errno(path);
  Sha256Stream hash;
  std::array<char, kPieceBytes> buffer;
  while (true) {
    const ssize_t got = ::read(file.descriptor(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_with_errno(path);
    if (got == 0) return hash.finish();
    const std::string_view piece(buffer.data(), static_cast<std::size_t>(got));
    hash.add(piece);
    if (!take(piece)) return fail_with_errno(path);
  }
}

}  // namespace

Result<Sha256> copy_hashed(const std::filesystem::path& from, const std::filesystem::path& to) {
  const File copy(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!copy.is_open()) return fail_with_errno(to);
  return read_pieces(from, [&](std::string_view piece) { return copy.write_all(piece); });
}

Result<Sha256> hash_file(const std::filesystem::path& file) {
  return read_pieces(file, [](std::string_view) { return true; });
}

Result<void> sync_filesystem(const std::filesystem::path& folder) {
  const File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open() || ::syncfs(file.descriptor()) != 0) return fail_with_errno(folder);
  return {};
}

}  // namespace souk::embedded
