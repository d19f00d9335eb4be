#include "embedded/at_rest/resealed_copy.h"

#include <array>
#include <cerrno>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "embedded/at_rest/sealing.h"
#include "embedded/file.h"

namespace souk::embedded {

namespace {

constexpr std::size_t kPieceBytes = 64 << 10;

Result<void> read_pieces(const std::filesystem::path& path, const TakeBytes& take) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) return fail_with_errno(path);
  std::array<char, kPieceBytes> buffer;
  while (true) {
    const ssize_t got = ::read(file.descriptor(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_with_errno(path);
    if (got == 0) return {};
    TRY(take({buffer.data(), static_cast<std::size_t>(got)}));
  }
}

/// The copy as it grows: sealed if there is a key, hashed as it lies there.
class Output {
 public:
  Output(const StoredFile& to, const File& file)
      : write_([this, &to, &file](std::string_view bytes) -> Result<void> {
          hash_.add(bytes);
          bytes_ += static_cast<std::int64_t>(bytes.size());
          if (!file.write_all(bytes)) return fail_with_errno(to.path);
          return {};
        }) {
    if (!to.keys.empty()) sealer_.emplace(*to.keys.front(), to.context, write_);
  }

  Result<void> add(std::string_view plain) { return sealer_ ? sealer_->add(plain) : write_(plain); }
  Result<void> finish() { return sealer_ ? sealer_->finish() : Result<void>{}; }
  Sha256 hash() { return hash_.finish(); }
  std::int64_t bytes() const { return bytes_; }

 private:
  const TakeBytes write_;
  std::optional<Sealer> sealer_;
  Sha256Stream hash_;
  std::int64_t bytes_ = 0;
};

}  // namespace

Result<CopiedFile> copy_resealed(const StoredFile& from, const StoredFile& to) {
  const File file(::open(to.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.is_open()) return fail_with_errno(to.path);
  Output output(to, file);
  Sha256Stream content;
  Opener opener(from.keys, from.context, [&](std::string_view plain) -> Result<void> {
    content.add(plain);
    return output.add(plain);
  });
  TRY(read_pieces(from.path, [&](std::string_view piece) { return opener.add(piece); }));
  TRY(opener.finish());
  TRY(output.finish());
  return CopiedFile{.content = content.finish(),
                    .stored = output.hash(),
                    .bytes = output.bytes(),
                    .was_sealed = opener.sealed_by() != nullptr};
}

Result<Sha256> hash_file(const std::filesystem::path& file) {
  Sha256Stream hash;
  TRY(read_pieces(file, [&](std::string_view piece) -> Result<void> {
    hash.add(piece);
    return {};
  }));
  return hash.finish();
}

Result<void> sync_filesystem(const std::filesystem::path& folder) {
  const File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open() || ::syncfs(file.descriptor()) != 0) return fail_with_errno(folder);
  return {};
}

}  // namespace souk::embedded
