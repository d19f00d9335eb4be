#include "embedded/backup_manifest.h"

#include <algorithm>
#include <string_view>

#include "embedded/at_rest/sealing.h"
#include "embedded/durable_file.h"

namespace souk::embedded {

namespace {

constexpr const char* kManifestName = "SHA256SUMS";
constexpr const char* kSealedName = "SHA256SUMS.sealed";
constexpr std::size_t kMaxManifestBytes = 1 << 30;  // some seven million pictures
constexpr std::size_t kHashDigits = 64;
constexpr std::string_view kGap = "  ";  // as sha256sum writes it

bool is_hash(std::string_view text) {
  return text.size() == kHashDigits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// A manifest may have been tampered with: a path never leads out of the shop's folder.
bool is_ours(std::string_view path) {
  if (path == "souk.db" || path == "shop.key") return true;
  constexpr std::string_view kMedia = "media/";
  if (!path.starts_with(kMedia) || path.size() < kMedia.size() + 3 + kHashDigits) return false;
  const std::string_view folder = path.substr(kMedia.size(), 2);
  const std::string_view key = path.substr(kMedia.size() + 3);
  const auto is_plain = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.'; };
  return path[kMedia.size() + 2] == '/' && key.starts_with(folder) && is_hash(key.substr(0, kHashDigits)) &&
         std::ranges::all_of(key, is_plain);
}

std::unexpected<Error> not_a_manifest(std::string cause) {
  return fail(ErrorCode::corrupt, "This is not a backup that came to its end", std::move(cause));
}

Result<std::string> read_text(const std::filesystem::path& backup, const LockedKey* key) {
  auto text = read_file(backup / (key != nullptr ? kSealedName : kManifestName), kMaxManifestBytes);
  if (!text)
    return text.error().code == ErrorCode::unavailable ? std::unexpected(text.error()) : not_a_manifest(text.error().cause);
  if (key == nullptr) return text;
  TRY(Opened manifest, opened({key}, kSealedName, *text));
  if (manifest.sealed_by == nullptr) return not_a_manifest("its list is not sealed");
  return std::move(manifest.plain);
}

}  // namespace

Result<void> write_manifest(const std::filesystem::path& backup, const Manifest& manifest, const LockedKey* key) {
  std::string text;
  for (const BackedUpFile& file : manifest) text += file.hash + std::string(kGap) + file.path + "\n";
  if (key != nullptr) TRY(write_durably(backup / kSealedName, sealed(*key, kSealedName, text)));
  return write_durably(backup / kManifestName, text);
}

Result<Manifest> read_manifest(const std::filesystem::path& backup, const LockedKey* key) {
  TRY(const std::string text, read_text(backup, key));
  Manifest manifest;
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return not_a_manifest("the last line is cut off");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    const std::string_view path =
        line.size() > kHashDigits + kGap.size() ? line.substr(kHashDigits + kGap.size()) : std::string_view{};
    if (!is_hash(line.substr(0, kHashDigits)) || line.substr(kHashDigits, kGap.size()) != kGap || !is_ours(path)) {
      return not_a_manifest("line " + std::to_string(manifest.size() + 1));
    }
    manifest.push_back({.path = std::string(path), .hash = std::string(line.substr(0, kHashDigits))});
  }
  if (std::ranges::count(manifest, "souk.db", &BackedUpFile::path) != 1) return not_a_manifest("no database in it");
  return manifest;
}

}  // namespace souk::embedded
