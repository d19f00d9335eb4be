#include "embedded/database.h"

#include <system_error>

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

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& folder, const ports::Clock& clock,
                                                 DatabaseOptions options) {
  TRY(make_folder(folder));
  TRY(ProcessLock lock, ProcessLock::take(folder));
  TRY(auto keyring, Keyring::open(folder, options.key));
  TRY(remove_other_databases(folder, keyring->state()));
  auto file = std::make_shared<DatabaseFile>(folder, keyring->state(), options.vfs);
  TRY(auto writer, file->open_writer());
  TRY(sqlite::migrate(*writer, kApplicationId, schema()));
  std::unique_ptr<Database> database(
      new Database(folder, std::move(lock), std::move(keyring), std::move(file), std::move(writer), options));
  TRY(database->start(options.mode, clock.now()));
  return database;
}

Database::Database(std::filesystem::path folder, ProcessLock lock, std::unique_ptr<Keyring> keyring,
                   std::shared_ptr<DatabaseFile> file, std::unique_ptr<sqlite::Connection> writer,
                   const DatabaseOptions& options)
    : folder_(std::move(folder)),
      lock_(std::move(lock)),
      keyring_(std::move(keyring)),
      writer_(std::move(writer),
              {.max_waiting = options.max_waiting_writers,
               .max_wait = options.max_writer_wait,
               .checkpoint_pages = options.checkpoint_pages,
               .after_commit = [this](sqlite::Connection& connection) { mirror_catalog_version(connection); },
               .on_failure = options.on_failure}),
      readers_(std::move(file)) {}

Result<void> Database::pause(const std::function<Result<void>(Pause&)>& work) {
  return writer_.between_groups([&](std::unique_ptr<sqlite::Connection>& writer) {
    Pause pause(*this, writer);
    return work(pause);
  });
}

Result<void> Pause::go_on_in(std::shared_ptr<DatabaseFile> file, std::unique_ptr<sqlite::Connection> writer,
                             const std::function<Result<void>()>& commit) {
  if (const auto committed = commit(); !committed) {
    if (committed.error().code != ErrorCode::storage_full) database_.writer_.stop_for_good(committed.error());
    return committed;
  }
  const auto old = database_.file();
  writer_ = std::move(writer);
  database_.readers_.go_on_in(std::move(file));
  old->retire();
  return {};
}

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
