#include "embedded/backup.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "embedded/at_rest/resealed_copy.h"
#include "embedded/backup_manifest.h"
#include "embedded/schema.h"
#include "sqlite/copy.h"

namespace souk::embedded {

namespace {

namespace fs = std::filesystem;

/// A folder being filled: if that does not end well, all that was put there goes again.
class NewFolder {
 public:
  /// Errors: invalid_state (it is there and not empty), unavailable.
  static Result<NewFolder> make(const fs::path& path) {
    std::error_code problem;
    const bool made = fs::create_directories(path, problem);
    if (problem) return fail(ErrorCode::unavailable, "The folder cannot be made", path.string() + ": " + problem.message());
    const bool empty = fs::is_empty(path, problem);
    if (problem) return fail(ErrorCode::unavailable, "The folder cannot be used", path.string() + ": " + problem.message());
    if (!empty)
      return fail(ErrorCode::invalid_state, "The folder is not empty: name one that is, or is not there yet", path.string());
    fs::permissions(path, fs::perms::owner_all, problem);  // shoppers' data: nobody else's to read
    return NewFolder(path, made);
  }
  NewFolder(NewFolder&& other) noexcept : path_(std::exchange(other.path_, fs::path())), made_(other.made_) {}
  NewFolder& operator=(NewFolder&&) = delete;
  ~NewFolder() {
    if (path_.empty()) return;
    std::error_code ignored;
    if (made_) {
      fs::remove_all(path_, ignored);
    } else {
      for (const auto& entry : fs::directory_iterator(path_, ignored)) fs::remove_all(entry.path(), ignored);
    }
  }
  void keep() { path_.clear(); }

 private:
  NewFolder(fs::path path, bool made) : path_(std::move(path)), made_(made) {}
  fs::path path_;  // empty: nothing to clear away
  bool made_;
};

constexpr const char* kDatabase = "souk.db";
constexpr const char* kKeyring = "shop.key";
// A copy of an encrypted database, on its way into the sealed one.
constexpr const char* kUnsealedDatabase = "souk.db.copy";

/// A file of a backup, which knows its own place there.
StoredFile in_backup(const fs::path& backup, const std::string& path, const ShopKeys* keys) {
  StoredFile file{.path = backup / path, .context = "backup/" + path};
  if (keys != nullptr) file.keys.push_back(&keys->backups);
  return file;
}

/// A picture of a shop; its context is its name.
StoredFile in_shop(const fs::path& shop, const std::string& path, std::vector<const LockedKey*> keys) {
  return {.path = shop / path, .keys = std::move(keys), .context = fs::path(path).filename().string()};
}

class BackupWriter {
 public:
  BackupWriter(const Database& database, fs::path target)
      : database_(database), target_(std::move(target)), at_rest_(database.keyring().state()) {}

  Result<BackupReport> write() {
    TRY(copy_database());
    TRY(copy_media());
    TRY(database_.keyring().write_copy(target_ / kKeyring));
    TRY(const Sha256 hash, hash_file(target_ / kKeyring));
    note(kKeyring, hash, static_cast<std::int64_t>(fs::file_size(target_ / kKeyring)));
    TRY(sync_filesystem(target_));
    TRY(write_manifest(target_, manifest_, at_rest_.is_encrypted() ? &at_rest_.keys->backups : nullptr));
    return report_;
  }

 private:
  Result<void> copy_database() {
    const fs::path copy = target_ / (at_rest_.is_encrypted() ? kUnsealedDatabase : kDatabase);
    {
      TRY(const Reader reader, database_.reader());
      TRY(sqlite::copy_database(*reader, copy, reader.file().key()));
    }
    if (!at_rest_.is_encrypted()) {
      TRY(const Sha256 hash, hash_file(copy));
      note(kDatabase, hash, static_cast<std::int64_t>(fs::file_size(copy)));
      return {};
    }
    TRY(const CopiedFile sealed, copy_resealed({.path = copy}, in_backup(target_, kDatabase, at_rest_.keys.get())));
    note(kDatabase, sealed.stored, sealed.bytes);
    fs::remove(copy);
    return {};
  }

  /// Pictures that are there now: those the database's copy names, and perhaps a few that came since.
  Result<void> copy_media() {
    std::error_code problem;
    for (const auto& folder : fs::directory_iterator(database_.folder() / "media", problem)) {
      for (const auto& file : fs::directory_iterator(folder.path(), problem)) {
        const std::string name = file.path().filename().string();
        if (std::ranges::count(name, '.') != 1) continue;  // one that is only being written
        TRY(copy_picture("media/" + folder.path().filename().string() + "/" + name));
      }
    }
    if (problem && problem != std::errc::no_such_file_or_directory) {
      return fail(ErrorCode::unavailable, "The shop's pictures cannot be read", problem.message());
    }
    return {};
  }

  Result<void> copy_picture(const std::string& path) {
    fs::create_directories((target_ / path).parent_path());
    TRY(const CopiedFile copied, copy_resealed(in_shop(database_.folder(), path, database_.keyring().state().media_keys()),
                                               in_backup(target_, path, at_rest_.keys.get())));
    if (!fs::path(path).filename().string().starts_with(hex(copied.content)))
      return fail(ErrorCode::corrupt, "A picture of the shop is damaged", path);
    note(path, copied.stored, copied.bytes);
    return {};
  }

  void note(const std::string& path, const Sha256& hash, std::int64_t bytes) {
    manifest_.push_back({.path = path, .hash = hex(hash)});
    ++report_.files;
    report_.bytes += bytes;
  }

  const Database& database_;
  const fs::path target_;
  const AtRest at_rest_;
  Manifest manifest_;
  BackupReport report_;
};

class BackupReader {
 public:
  BackupReader(fs::path backup, fs::path target, std::shared_ptr<const ShopKeys> keys)
      : backup_(std::move(backup)), target_(std::move(target)), keys_(std::move(keys)) {}

  Result<BackupReport> restore() {
    TRY(const Manifest manifest, read_manifest(backup_, keys_ ? &keys_->backups : nullptr));
    BackupReport report;
    for (const BackedUpFile& file : manifest) {
      TRY(const std::int64_t bytes, restore(file));
      ++report.files;
      report.bytes += bytes;
    }
    TRY(check_restored());
    TRY(sync_filesystem(target_));
    return report;
  }

 private:
  Result<std::int64_t> restore(const BackedUpFile& file) {
    const auto stored = hash_file(backup_ / file.path);
    if (!stored && stored.error().code == ErrorCode::not_found)
      return fail(ErrorCode::corrupt, "The backup is incomplete: " + file.path + " is missing");
    if (!stored) return std::unexpected(stored.error());
    if (hex(*stored) != file.hash)
      return fail(ErrorCode::corrupt, "The backup is damaged: " + file.path + " is not what was backed up");
    fs::create_directories((target_ / file.path).parent_path());
    TRY(const CopiedFile copied, copy_resealed(in_backup(backup_, file.path, keys_.get()), target_of(file.path)));
    return copied.bytes;
  }

  /// What is encrypted in itself is not sealed in the shop; pictures are.
  StoredFile target_of(const std::string& path) const {
    if (!keys_ || path == kDatabase || path == kKeyring) return {.path = target_ / path};
    return in_shop(target_, path, {&keys_->media});
  }

  Result<void> check_restored() const {
    const DatabaseFile file(target_, {.keys = keys_});
    TRY(auto connection, file.open_writer());
    TRY(sqlite::check_schema(*connection, kApplicationId, schema()));
    return sqlite::check_database(*connection);
  }

  const fs::path backup_;
  const fs::path target_;
  const std::shared_ptr<const ShopKeys> keys_;  // as AtRest has them
};

}  // namespace

Result<BackupReport> back_up(const Database& database, const fs::path& target) {
  const auto same_key = database.keyring().keep_key();
  if (!same_key) return fail(ErrorCode::invalid_state, "The shop's key is being changed. Back it up afterwards.");
  TRY(auto folder, NewFolder::make(target));
  TRY(const BackupReport report, BackupWriter(database, target).write());
  folder.keep();
  return report;
}

Result<BackupReport> restore(const fs::path& backup, const fs::path& target, const MasterKey* key) {
  TRY(auto folder, NewFolder::make(target));
  if (!fs::exists(backup / kKeyring)) {
    TRY(read_manifest(backup));  // a folder that is no backup at all is told apart
    return fail(ErrorCode::corrupt, "The backup is incomplete: shop.key is missing");
  }
  TRY(const auto keyring, Keyring::open(backup, key));
  TRY(const BackupReport report, BackupReader(backup, target, keyring->state().keys).restore());
  folder.keep();
  return report;
}

}  // namespace souk::embedded
