#include "embedded/database_file.h"

#include <algorithm>
#include <string_view>
#include <system_error>

#include <fcntl.h>

#include "embedded/file.h"

namespace souk::embedded {

namespace {

namespace fs = std::filesystem;

/// Makes the file that SQLite opens next readable by its owner alone, whoever made the folder; its log is made with the same
/// rights.
Result<void> make_private(const fs::path& path) {
  const File file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!file.is_open()) return fail_with_errno(path);
  return {};
}

/// The name of the database that a file belongs to: "souk-3.db" of "souk-3.db-wal". Empty of what is no part of a database.
std::string_view database_of(std::string_view name) {
  const auto end = name.find(".db");
  if (end == std::string_view::npos) return {};
  const std::string_view suffix = name.substr(end + 3);
  if (!suffix.empty() && suffix != "-wal" && suffix != "-shm" && suffix != "-journal") return {};
  std::string_view generation = name.substr(0, end);
  if (generation == "souk") return name.substr(0, end + 3);
  if (!generation.starts_with("souk-")) return {};
  generation.remove_prefix(5);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !generation.empty() && std::ranges::all_of(generation, is_digit) ? name.substr(0, end + 3) : std::string_view{};
}

}  // namespace

DatabaseFile::DatabaseFile(const fs::path& folder, const AtRest& at_rest, std::string vfs)
    : path_(folder / at_rest.database_file()), keys_(at_rest.keys), vfs_(std::move(vfs)) {}

DatabaseFile::~DatabaseFile() {
  if (!retired_) return;
  std::error_code ignored;  // the next start removes what stays
  for (const char* const suffix : {"", "-wal", "-shm"}) fs::remove(path_.string() + suffix, ignored);
}

sqlite::OpenOptions DatabaseFile::writing_options() const {
  return {.busy_timeout =
              std::chrono::milliseconds{
                  20},  // only a checkpoint ever waits, for the readers of that moment
                        // The pages that a few thousand orders touch: what falls out is read again from the system's cache.
          .cache_kib = 32 << 10,
          .automatic_checkpoints = false,
          .vfs = vfs_,
          .key = key()};
}

Result<std::unique_ptr<sqlite::Connection>> DatabaseFile::open_writer() const {
  TRY(make_private(path_));
  return sqlite::Connection::open(path_, writing_options());
}

Result<std::unique_ptr<sqlite::Connection>> DatabaseFile::open_reader() const {
  return sqlite::Connection::open(
      path_, {.access = sqlite::OpenOptions::Access::read_only,
              .busy_timeout = std::chrono::milliseconds{1000},  // only while the log is being recovered at a start
              .vfs = vfs_,
              .key = key()});
}

std::span<const std::uint8_t> DatabaseFile::key() const {
  if (!keys_) return {};
  return keys_->database.bytes();
}

bool has_database(const fs::path& folder) {
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(folder, problem)) {
    const std::string name = entry.path().filename().string();
    if (database_of(name) == name) return true;
  }
  return false;
}

Result<void> remove_other_databases(const fs::path& folder, const AtRest& at_rest) {
  const std::string current = at_rest.database_file();
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(folder, problem)) {
    const std::string name = entry.path().filename().string();
    const std::string_view database = database_of(name);
    if (!database.empty() && database != current) fs::remove(entry.path(), problem);
    if (problem) break;
  }
  if (problem) return fail(ErrorCode::unavailable, "An old database cannot be removed", problem.message());
  return {};
}

}  // namespace souk::embedded
