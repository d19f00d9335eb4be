#include "embedded/at_rest/keyring.h"

#include <array>
#include <fstream>
#include <utility>

#include <sodium.h>

#include "embedded/at_rest/keyring_file.h"
#include "embedded/durable_file.h"

namespace souk::embedded {

namespace {

using ports::SecretKey;

constexpr const char* kFileName = "shop.key";
constexpr std::size_t kMaxFileBytes = 4096;

enum class Found { nothing, plain, unreadable };

/// What the database's file looks like without a keyring.
Found database_in(const std::filesystem::path& folder) {
  static constexpr std::string_view kPlainHeader{"SQLite format 3\0", 16};
  std::ifstream file(folder / AtRest{}.database_file(), std::ios::binary);
  std::array<char, 16> header{};
  file.read(header.data(), header.size());
  if (file.gcount() == 0) return Found::nothing;
  return std::string_view(header.data(), header.size()) == kPlainHeader ? Found::plain : Found::unreadable;
}

std::unexpected<Error> not_encrypted() {
  return fail(ErrorCode::invalid_state,
              "This shop is not encrypted, and a key was given: `souk key rotate --new-key-file FILE` encrypts it");
}

/// Whether a key that was given, or not, is the one that the keyring's head asks for.
Result<void> check_key(const KeyringHead& head, const ShopKeys* given) {
  if (head.fingerprint.empty()) return given == nullptr ? Result<void>{} : not_encrypted();
  if (given == nullptr)
    return fail(ErrorCode::key_rejected, "This shop is encrypted with the key " + head.fingerprint +
                                             ": name it with --key-file, --key-command or the environment's SOUK_KEY");
  if (given->fingerprint == head.fingerprint) return {};
  return fail(ErrorCode::key_rejected,
              "This shop is encrypted with the key " + head.fingerprint + ", but the key " + given->fingerprint + " was given");
}

/// Of a folder without keyring: whether it is a shop that never had one.
Result<void> check_without_keyring(const std::filesystem::path& folder, const ShopKeys* given) {
  switch (database_in(folder)) {
    case Found::nothing: return {};
    case Found::plain: return given == nullptr ? Result<void>{} : not_encrypted();
    case Found::unreadable: break;
  }
  return fail(ErrorCode::corrupt,
              "The shop's key file shop.key is missing, and its database is encrypted or damaged: take it from a backup");
}

SecretKey random_key() {
  SecretKey key;
  randombytes_buf(key.writable().data(), SecretKey::kBytes);
  return key;
}

}  // namespace

ShopKeys::ShopKeys(const MasterKey& master)
    : fingerprint(master.fingerprint()),
      database(master.derive(KeyUse::database)),
      media(master.derive(KeyUse::media)),
      backups(master.derive(KeyUse::backups)),
      keyring(master.derive(KeyUse::keyring)),
      search(master.derive(KeyUse::search)) {}

std::string AtRest::database_file() const { return generation == 0 ? "souk.db" : "souk-" + std::to_string(generation) + ".db"; }

std::vector<const LockedKey*> AtRest::media_keys() const {
  std::vector<const LockedKey*> found;
  if (keys) found.push_back(&keys->media);
  if (previous_media) found.push_back(previous_media.get());
  return found;
}

Result<std::unique_ptr<Keyring>> Keyring::open(const std::filesystem::path& folder, const MasterKey* master) {
  const auto file = folder / kFileName;
  const auto keys = master != nullptr ? std::make_shared<const ShopKeys>(*master) : nullptr;
  auto text = read_file(file, kMaxFileBytes);
  if (!text && text.error().code != ErrorCode::not_found) return std::unexpected(std::move(text).error());
  if (!text) {
    TRY(check_without_keyring(folder, keys.get()));
    std::unique_ptr<Keyring> made(new Keyring(file, {.keys = keys}, std::nullopt));
    if (keys) TRY(made->make_root(random_key().bytes()));  // before there is a database that nobody could open without it
    return made;
  }
  TRY(const KeyringFile stored, parse_keyring(*text));
  sodium_memzero(text->data(), text->size());
  TRY(check_key(stored.head, keys.get()));
  TRY(const KeyringBody body, open_body(stored, keys ? &keys->keyring : nullptr));
  AtRest state{.generation = stored.head.generation, .keys = keys, .media_pending = body.media_pending};
  if (body.previous_media) state.previous_media = std::make_shared<const LockedKey>(body.previous_media->bytes());
  return std::unique_ptr<Keyring>(new Keyring(file, std::move(state), LockedKey(body.root.bytes())));
}

Keyring::Keyring(std::filesystem::path file, AtRest state, std::optional<LockedKey> root)
    : file_(std::move(file)), state_(std::move(state)), root_(std::move(root)) {}

AtRest Keyring::state() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

Result<SecretKey> Keyring::root(ports::IdSource& ids) {
  const std::scoped_lock lock(mutex_);
  if (!root_) {
    SecretKey fresh;
    ids.fill(fresh.writable());
    TRY(make_root(fresh.bytes()));
  }
  return SecretKey(root_->bytes());
}

Result<void> Keyring::replace(AtRest next) {
  const std::scoped_lock lock(mutex_);
  if (!root_) TRY(make_root(random_key().bytes()));
  TRY(write(file_, next));
  state_ = std::move(next);
  return {};
}

Result<void> Keyring::write_copy(const std::filesystem::path& file) {
  const std::scoped_lock lock(mutex_);
  if (!root_) TRY(make_root(random_key().bytes()));
  return write(file, {.keys = state_.keys});
}

Result<void> Keyring::make_root(std::span<const std::uint8_t, LockedKey::kBytes> bytes) {
  root_.emplace(bytes);
  auto written = write(file_, state_);
  if (!written) root_.reset();
  return written;
}

Result<void> Keyring::write(const std::filesystem::path& file, const AtRest& state) const {
  const KeyringHead head{.fingerprint = state.keys ? state.keys->fingerprint : "", .generation = state.generation};
  KeyringBody body{.root = SecretKey(root_->bytes()), .media_pending = state.media_pending};
  if (state.previous_media) body.previous_media.emplace(state.previous_media->bytes());
  std::string text = keyring_text(head, body, state.keys ? &state.keys->keyring : nullptr);
  const auto written = write_durably(file, text);
  sodium_memzero(text.data(), text.size());
  return written;
}

}  // namespace souk::embedded
