#include "embedded/database.h"

#include <system_error>

#include <fcntl.h>

#include "embedded/file.h"
#include "embedded/schema.h"

namespace souk::embedded {

namespace {

Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code problem;
  if (std::filesystem::create_directories(folder, problem)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, problem);  // shoppers' data: nobody else's to read
  }
  if (problem)
    return fail(ErrorCode::unavailable, "The shop's folder cannot be made", folder.string() + ": " + problem.message());
  return {};
}

/// Makes the file that SQLite opens next readable by its owner alone, whoever made the folder; its log is made with the same
/// rights.
Result<void> make_private(const std::filesystem::path& path) {
  const File file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!file.is_open()) return fail_with_errno(path);
  return {};
}

sqlite::OpenOptions writer_options(const std::string& vfs) {
  return {.busy_timeout = std::chrono::milliseconds{20},  // only a checkpoint ever waits, for the readers of that moment
          .cache_kib =
              32 << 10,  // the pages that a few thousand orders touch: what falls out is read again from the system's cache
          .automatic_checkpoints = false,
          .vfs = vfs};
}

sqlite::OpenOptions reader_options(const std::string& vfs) {
  return {.access = sqlite::OpenOptions::Access::read_only,
          .busy_timeout = std::chrono::milliseconds{1000},  // only while the log is being recovered at a start
          .vfs = vfs};
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& folder, const ports::Clock& clock,
                                                 DatabaseOptions options) {
  TRY(make_folder(folder));
  TRY(ProcessLock lock, ProcessLock::take(folder));
  TRY(make_private(folder / "souk.db"));
  TRY(auto writer, sqlite::Connection::open(folder / "souk.db", writer_options(options.vfs)));
  TRY(sqlite::migrate(*writer, kApplicationId, schema()));
  std::unique_ptr<Database> database(new Database(folder, std::move(lock), std::move(writer), options));
  TRY(database->start(options.mode, clock.now()));
  return database;
}

Database::Database(std::filesystem::path folder, ProcessLock lock, std::unique_ptr<sqlite::Connection> writer,
                   const DatabaseOptions& options)
    : folder_(std::move(folder)),
      lock_(std::move(lock)),
      writer_(std::move(writer),
              {.max_waiting = options.max_waiting_writers,
               .max_wait = options.max_writer_wait,
               .checkpoint_pages = options.checkpoint_pages,
               .after_commit = [this](sqlite::Connection& connection) { mirror_catalog_version(connection); },
               .on_failure = options.on_failure}),
      readers_(folder_ / "souk.db", reader_options(options.vfs)) {}

Result<void> Database::start(ShopMode mode_if_new, Instant now) {
  TRY(mode_, write([&](sqlite::Connection& connection) -> Result<ShopMode> {
        TRY(connection.run("INSERT INTO meta (name, value) VALUES ('mode', ?), ('created_at', ?) ON CONFLICT DO NOTHING",
                           name_of(mode_if_new), to_rfc3339(now)));
        TRY(const auto mode, connection.first<ShopMode>("SELECT value FROM meta WHERE name = 'mode'"));
        return mode.value_or(ShopMode::production);
      }));
  return {};
}

void Database::mirror_catalog_version(sqlite::Connection& connection) {
  const auto sequence = connection.first<std::int64_t>("SELECT value FROM counters WHERE name = 'catalog_sequence'");
  if (sequence && *sequence) catalog_version_.store(**sequence, std::memory_order_release);
}

}  // namespace souk::embedded
