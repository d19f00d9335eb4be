#include "embedded/backup.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "embedded/backup_manifest.h"
#include "embedded/hashed_copy.h"
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

/// Copies `path` from one folder to the other and returns its hash, hexadecimal.
Result<std::string> copy_into(const fs::path& from, const fs::path& to, const std::string& path, BackupReport& report) {
  std::error_code problem;
  fs::create_directories((to / path).parent_path(), problem);
  TRY(const Sha256 hash, copy_hashed(from / path, to / path));
  ++report.files;
  report.bytes += static_cast<std::int64_t>(fs::file_size(to / path, problem));
  return hex(hash);
}

/// Pictures that are there now: those the database's copy names, and perhaps a few that came since.
Result<void> copy_media(const fs::path& from, const fs::path& to, Manifest& manifest, BackupReport& report) {
  std::error_code problem;
  for (const auto& folder : fs::directory_iterator(from / "media", problem)) {
    for (const auto& file : fs::directory_iterator(folder.path(), problem)) {
      const std::string name = file.path().filename().string();
      const std::string path = "media/" + folder.path().filename().string() + "/" + name;
      if (std::ranges::count(name, '.') != 1) continue;  // one that is only being written
      TRY(std::string hash, copy_into(from, to, path, report));
      if (!name.starts_with(hash)) return fail(ErrorCode::corrupt, "A picture of the shop is damaged", path);
      manifest.push_back({.path = path, .hash = std::move(hash)});
    }
  }
  if (problem && problem != std::errc::no_such_file_or_directory) {
    return fail(ErrorCode::unavailable, "The shop's pictures cannot be read", problem.message());
  }
  return {};
}

Result<void> check_restored(const fs::path& folder) {
  TRY(auto connection, sqlite::Connection::open(folder / "souk.db", {.access = sqlite::OpenOptions::Access::read_write}));
  TRY(sqlite::check_schema(*connection, kApplicationId, schema()));
  return sqlite::check_database(*connection);
}

}  // namespace

Result<BackupReport> back_up(const Database& database, const fs::path& target) {
  TRY(auto folder, NewFolder::make(target));
  BackupReport report;
  Manifest manifest;
  {
    TRY(const Reader reader, database.reader());
    TRY(sqlite::copy_database(*reader, target / "souk.db"));
  }
  TRY(const Sha256 database_hash, hash_file(target / "souk.db"));
  manifest.push_back({.path = "souk.db", .hash = hex(database_hash)});
  report = {.files = 1, .bytes = static_cast<std::int64_t>(fs::file_size(target / "souk.db"))};
  TRY(copy_media(database.folder(), target, manifest, report));
  if (fs::exists(database.folder() / "shop.key")) {
    TRY(std::string hash, copy_into(database.folder(), target, "shop.key", report));
    manifest.push_back({.path = "shop.key", .hash = std::move(hash)});
  }
  TRY(sync_filesystem(target));
  TRY(write_manifest(target, manifest));
  folder.keep();
  return report;
}

Result<BackupReport> restore(const fs::path& backup, const fs::path& target) {
  TRY(const Manifest manifest, read_manifest(backup));
  TRY(auto folder, NewFolder::make(target));
  BackupReport report;
  for (const BackedUpFile& file : manifest) {
    const auto hash = copy_into(backup, target, file.path, report);
    if (!hash && hash.error().code == ErrorCode::not_found) {
      return fail(ErrorCode::corrupt, "The backup is incomplete: " + file.path + " is missing");
    }
    if (!hash) return std::unexpected(hash.error());
    if (*hash != file.hash)
      return fail(ErrorCode::corrupt, "The backup is damaged: " + file.path + " is not what was backed up");
  }
  TRY(check_restored(target));
  TRY(sync_filesystem(target));
  folder.keep();
  return report;
}

}  // namespace souk::embedded
