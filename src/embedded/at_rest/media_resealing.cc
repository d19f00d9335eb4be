#include "embedded/at_rest/media_resealing.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <vector>

#include "embedded/at_rest/sealing.h"
#include "embedded/durable_file.h"
#include "embedded/sha256.h"

namespace souk::embedded {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxStoredBytes = 32 << 20;  // beyond the largest picture, sealed
constexpr std::size_t kHeadBytes = 16;             // that tell whether and by which key a file is sealed

/// Whether the picture lies as it should.
Result<bool> is_done(const fs::path& path, const AtRest& at_rest) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, kHeadBytes> head{};
  file.read(head.data(), head.size());
  if (file.bad()) return fail(ErrorCode::unavailable, "A picture cannot be read", path.string());
  const std::string_view found(head.data(), static_cast<std::size_t>(file.gcount()));
  return at_rest.is_encrypted() ? is_sealed_by(at_rest.keys->media, found) : !is_sealed(found);
}

Result<void> reseal(const fs::path& path, const AtRest& at_rest) {
  const std::string name = path.filename().string();
  TRY(const std::string stored, read_file(path, kMaxStoredBytes));
  TRY(const Opened picture, opened(at_rest.media_keys(), name, stored));
  if (!name.starts_with(hex(sha256(picture.plain)))) return fail(ErrorCode::corrupt, "A picture of the shop is damaged", name);
  return write_durably(path, at_rest.is_encrypted() ? sealed(at_rest.keys->media, name, picture.plain) : picture.plain);
}

Result<std::vector<fs::path>> pictures_in(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code problem;
  for (const auto& part : fs::directory_iterator(folder, problem))
    for (const auto& file : fs::directory_iterator(part.path(), problem))
      if (std::ranges::count(file.path().filename().string(), '.') == 1)  // not one that is only being written
        found.push_back(file.path());
  if (problem && problem != std::errc::no_such_file_or_directory)
    return fail(ErrorCode::unavailable, "The shop's pictures cannot be read", problem.message());
  return found;
}

}  // namespace

Result<std::int64_t> reseal_media(const fs::path& folder, Keyring& keyring, const std::function<bool()>& go_on) {
  AtRest at_rest = keyring.state();
  if (!at_rest.media_pending) return 0;
  keyring.settle();  // what is being put meanwhile lies as before until then
  TRY(const auto pictures, pictures_in(folder));
  std::int64_t done = 0;
  std::optional<Error> damaged;
  for (const fs::path& picture : pictures) {
    if (!go_on()) return done;
    TRY(const bool is_as_it_should_be, is_done(picture, at_rest));
    if (is_as_it_should_be) continue;
    const auto resealed = reseal(picture, at_rest);
    if (!resealed && resealed.error().code != ErrorCode::corrupt) return std::unexpected(resealed.error());
    if (resealed) ++done;
    if (!resealed) damaged = resealed.error();
  }
  if (damaged) return std::unexpected(*damaged);
  at_rest.media_pending = false;
  at_rest.previous_media = nullptr;
  TRY(keyring.replace(std::move(at_rest)));
  return done;
}

Result<MediaCount> count_media(const fs::path& folder, const AtRest& at_rest) {
  TRY(const auto pictures, pictures_in(folder));
  MediaCount count{.all = static_cast<std::int64_t>(pictures.size())};
  for (const fs::path& picture : pictures) {
    TRY(const bool done, is_done(picture, at_rest));
    if (done) ++count.done;
  }
  return count;
}

}  // namespace souk::embedded
