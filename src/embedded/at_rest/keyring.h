#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include "commerce/error/error.h"
#include "embedded/at_rest/master_key.h"
#include "ports/id_source.h"
#include "ports/secrets.h"

namespace souk::embedded {

/// What a shop's files are encrypted with: all from one master key.
struct ShopKeys {
  explicit ShopKeys(const MasterKey& master);

  const std::string fingerprint;  // of the master key
  const LockedKey database, media, backups, keyring, search;
};

/// How the shop lies on disk at the moment.
struct AtRest {
  std::int64_t generation = 0;             // grows with every change of the key, and names the database's file
  std::shared_ptr<const ShopKeys> keys{};  // null: not encrypted. Of the keyring and of whoever still reads what they opened.
  bool media_pending = false;              // pictures may still lie as before the last change of the key
  std::shared_ptr<const LockedKey> previous_media{};  // while pending, if they were encrypted. Owned like `keys`.

  bool is_encrypted() const { return keys != nullptr; }
  /// "souk.db" until the first change of the key, then "souk-1.db" and so on.
  std::string database_file() const;
  /// The keys that pictures may be sealed with.
  std::vector<const LockedKey*> media_keys() const;
};

/// DIR/shop.key: the root of the shop's secrets and the state of its encryption, itself sealed when the shop is encrypted.
/// Replacing it is the one instant at which the shop passes from one key to another. Thread-safe.
class Keyring {
 public:
  /// Reads it; makes one of a shop that is new and has a key. `master`: null for none.
  /// Errors: key_rejected (no key, or not this shop's), invalid_state (a key for a shop that is not encrypted), corrupt,
  /// unavailable, storage_full.
  static Result<std::unique_ptr<Keyring>> open(const std::filesystem::path& folder, const MasterKey* master);

  AtRest state() const;
  /// The root of the shop's secrets; made from `ids` when there is none yet.
  Result<ports::SecretKey> root(ports::IdSource& ids);
  /// From now on, and durably, the shop lies like this; the root of the secrets stays. Errors: unavailable, storage_full; then
  /// nothing has changed.
  Result<void> replace(AtRest next);
  /// Held while a file is written under what state() says: settle() waits for it.
  std::shared_lock<std::shared_mutex> writing() const { return std::shared_lock(writing_); }
  /// Returns once no file is being written any more under what state() said before.
  void settle() const { const std::unique_lock lock(writing_); }

  /// The right to change the key; none while a backup or another change of it is under way. Waits for short work that relies
  /// on the key, such as a worker's round.
  std::unique_lock<std::shared_timed_mutex> change_key() const { return std::unique_lock(changing_, std::chrono::seconds{5}); }
  /// The right to rely on the key staying the same; none while it is being changed.
  std::shared_lock<std::shared_timed_mutex> keep_key() const { return std::shared_lock(changing_, std::try_to_lock); }

  /// Writes a keyring for a copy of the shop whose pictures are all under today's key. Errors: unavailable, storage_full.
  Result<void> write_copy(const std::filesystem::path& file);

 private:
  Keyring(std::filesystem::path file, AtRest state, std::optional<LockedKey> root);
  Result<void> make_root(std::span<const std::uint8_t, LockedKey::kBytes> bytes);
  Result<void> write(const std::filesystem::path& file, const AtRest& state) const;

  const std::filesystem::path file_;
  mutable std::shared_mutex writing_;
  mutable std::shared_timed_mutex changing_;
  mutable std::mutex mutex_;  // guards what follows
  AtRest state_;
  std::optional<LockedKey> root_;
};

}  // namespace souk::embedded
