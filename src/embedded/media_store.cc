#include "embedded/media_store.h"

#include <algorithm>
#include <array>
#include <shared_mutex>

#include "embedded/at_rest/sealing.h"
#include "embedded/durable_file.h"
#include "embedded/sha256.h"

namespace souk::embedded {

namespace {

constexpr std::size_t kMaxMediaBytes = 20 << 20;  // of the port's contract
constexpr std::size_t kHashDigits = 64;

bool is_jpeg(std::string_view bytes) { return bytes.starts_with("\xff\xd8\xff"); }
bool is_png(std::string_view bytes) { return bytes.starts_with("\x89PNG\r\n\x1a\n"); }
bool is_webp(std::string_view bytes) { return bytes.starts_with("RIFF") && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP"; }
bool is_gif(std::string_view bytes) { return bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a"); }
bool is_svg(std::string_view bytes) {
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  const auto first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  bytes.remove_prefix(first);
  return bytes.starts_with("<svg") || (bytes.starts_with("<?xml") && bytes.find("<svg") != std::string_view::npos);
}

struct Kind {
  std::string_view extension;
  std::string_view content_type;
  bool (*matches)(std::string_view bytes);
};
constexpr std::array kKinds{
    Kind{"jpg", "image/jpeg", is_jpeg}, Kind{"png", "image/png", is_png},     Kind{"webp", "image/webp", is_webp},
    Kind{"gif", "image/gif", is_gif},   Kind{"svg", "image/svg+xml", is_svg},
};

const Kind* kind_of(std::string_view extension) {
  const auto* const found = std::ranges::find(kKinds, extension, &Kind::extension);
  return found == kKinds.end() ? nullptr : found;
}

/// The kind a well-formed key names, else null: a key is never a path.
const Kind* kind_of_key(std::string_view key) {
  if (key.size() < kHashDigits + 2 || key[kHashDigits] != '.') return nullptr;
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!std::ranges::all_of(key.substr(0, kHashDigits), is_hex)) return nullptr;
  return kind_of(key.substr(kHashDigits + 1));
}

class FileMediaStore final : public ports::MediaStore {
 public:
  FileMediaStore(std::filesystem::path folder, const Keyring* keyring) : folder_(std::move(folder)), keyring_(keyring) {}

  Result<std::string> put(std::string_view bytes, std::string_view extension) override {
    const Kind* const kind = kind_of(extension);
    if (bytes.size() > kMaxMediaBytes) return fail(ErrorCode::payload_too_large, "A picture may have 20 MiB at most");
    if (kind == nullptr || !kind->matches(bytes)) {
      return fail(ErrorCode::unsupported_media, "Pictures are JPEG, PNG, WebP or GIF, and what their name says they are");
    }
    const std::string key = hex(sha256(bytes)) + "." + std::string(extension);
    std::shared_lock<std::shared_mutex> writing;
    if (keyring_ != nullptr) writing = keyring_->writing();
    const auto path = path_of(key);
    TRY(make_folder_durably(folder_));
    TRY(make_folder_durably(path.parent_path()));
    if (std::filesystem::exists(path)) {
      TRY(sync_folder(path.parent_path()));  // whoever else writes it may not have come that far
      return key;
    }
    TRY(write_durably(path, as_stored(key, bytes)));
    return key;
  }

  Result<ports::Media> find(const std::string& key) const override {
    const Kind* const kind = kind_of_key(key);
    if (kind == nullptr) return fail(ErrorCode::not_found, "There is no such picture");
    TRY(std::string bytes, read(key));
    if (!key.starts_with(hex(sha256(bytes)))) return fail(ErrorCode::corrupt, "This picture is damaged", key);
    return ports::Media{.key = key, .content_type = std::string(kind->content_type), .bytes = std::move(bytes)};
  }

 private:
  std::string as_stored(const std::string& key, std::string_view bytes) const {
    const AtRest at_rest = keyring_ != nullptr ? keyring_->state() : AtRest{};
    return at_rest.is_encrypted() ? sealed(at_rest.keys->media, key, bytes) : std::string(bytes);
  }
  Result<std::string> read(const std::string& key) const {
    while (true) {
      const AtRest at_rest = keyring_ != nullptr ? keyring_->state() : AtRest{};
      TRY(std::string stored, read_file(path_of(key), sealed_size_limit(kMaxMediaBytes)));
      if (!is_sealed(stored)) return stored;
      auto media = opened(at_rest.media_keys(), key, stored);
      if (media) return std::move(media->plain);
      // Between the two steps the shop may have got another key and the picture been sealed with it.
      if (keyring_ == nullptr || keyring_->state().generation == at_rest.generation) return std::unexpected(media.error());
    }
  }
  std::filesystem::path path_of(const std::string& key) const { return folder_ / key.substr(0, 2) / key; }

  const std::filesystem::path folder_;
  const Keyring* const keyring_;
};

}  // namespace

std::unique_ptr<ports::MediaStore> open_media_store(const std::filesystem::path& folder, const Keyring* keyring) {
  return std::make_unique<FileMediaStore>(folder, keyring);
}

}  // namespace souk::embedded
