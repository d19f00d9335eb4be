#include "embedded/at_rest/key_rotation.h"

#include <memory>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "embedded/at_rest/media_resealing.h"
#include "embedded/durable_file.h"
#include "embedded/file.h"
#include "sqlite/row_copy.h"
#include "sqlite/row_watch.h"

namespace souk::embedded {

namespace {

using std::chrono::steady_clock;

// What a copier of 30,000 rows a second brings over within a third of the second that a pause may last.
constexpr std::size_t kRowsForAPause = 10'000;
// Each round leaves fewer rows to the next one as long as copying is faster than writing.
constexpr int kMaxRounds = 30;
// About 100 bytes each.
constexpr std::size_t kMaxRowsInMind = 4'000'000;

/// The file, not only what its log holds.
Result<void> sync_file(const std::filesystem::path& path) {
  const File file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!file.is_open() || ::fsync(file.descriptor()) != 0) return fail_with_errno(path);
  return {};
}

AtRest after(const AtRest& now, const MasterKey* new_key) {
  AtRest next{.generation = now.generation + 1, .media_pending = true};
  if (new_key != nullptr) next.keys = std::make_shared<const ShopKeys>(*new_key);
  if (now.is_encrypted()) next.previous_media = std::make_shared<const LockedKey>(now.keys->media.bytes());
  return next;
}

class Rotation {
 public:
  Rotation(Database& database, AtRest next, const RotationOptions& options)
      : database_(database),
        options_(options),
        next_(std::move(next)),
        old_(database.file()),
        fresh_(std::make_shared<DatabaseFile>(database.folder(), next_, old_->vfs())) {}

  Result<RotationReport> run() {
    fresh_->retire();  // unless it becomes the shop's
    TRY(copy_, sqlite::RowCopy::open(old_->path(), old_->writing_options(), fresh_->path(), fresh_->key()));
    tell(RotationStep::begun);
    const auto moved = move();
    stop_watching();
    copy_.reset();
    if (!moved) return std::unexpected(moved.error());
    tell(RotationStep::switched);
    return report_;
  }

 private:
  Result<void> move() {
    TRY(copy_snapshot());
    tell(RotationStep::copied);
    TRY(catch_up());
    tell(RotationStep::caught_up);
    TRY(bring_over(&sqlite::RowCopy::compare_all));
    tell(RotationStep::compared);
    TRY(catch_up());
    TRY(sync_file(fresh_->path()));
    TRY(sync_folder(database_.folder()));
    return switch_over();
  }

  /// The writer is its leader's: also for this it takes a pause.
  void stop_watching() {
    if (!watch_) return;
    std::ignore = database_.pause([&](Pause&) -> Result<void> {
      watch_.reset();
      return {};
    });
  }

  Result<void> copy_snapshot() {
    TRY(database_.pause([&](Pause& pause) {
      watch_.emplace(pause.writer(), copy_->tables(), kMaxRowsInMind);
      return copy_->see_now();
    }));
    TRY(report_.rows, copy_->copy_all());
    TRY(copy_->commit());
    TRY(copy_->make_durable());
    return check_canceled();
  }

  /// Until what is left fits a pause.
  Result<void> catch_up() {
    for (int round = 0; round < kMaxRounds; ++round) {
      TRY(check_canceled());
      TRY(const std::size_t rows, bring_over(nullptr));
      if (rows <= kRowsForAPause) return {};
    }
    return fail(ErrorCode::overloaded, "The shop is written to faster than it can be copied. Try again when it is quieter.");
  }

  /// Brings the rows over that were written up to now, and compares them, or with `compare` all there are. Returns how many.
  Result<std::size_t> bring_over(Result<void> (sqlite::RowCopy::*compare)()) {
    sqlite::TouchedRows rows;
    TRY(database_.pause([&](Pause&) -> Result<void> {
      TRY(rows, watch_->take());
      return copy_->see_now();
    }));
    TRY(copy_->copy(rows));
    TRY(compare != nullptr ? ((*copy_).*compare)() : copy_->compare(rows));
    TRY(copy_->commit());
    report_.replayed += static_cast<std::int64_t>(sqlite::count_of(rows));
    return sqlite::count_of(rows);
  }

  Result<void> switch_over() {
    return database_.pause([&](Pause& pause) -> Result<void> {
      const auto began = steady_clock::now();
      TRY(const auto rows, watch_->take());
      TRY(copy_->see_now());
      TRY(copy_->copy(rows));
      TRY(copy_->compare(rows));
      TRY(copy_->commit());
      report_.replayed += static_cast<std::int64_t>(sqlite::count_of(rows));
      TRY(auto writer, fresh_->open_writer());
      watch_.reset();  // before its connection
      tell(RotationStep::paused);
      TRY(pause.go_on_in(fresh_, std::move(writer), [this] { return commit(); }));
      report_.pause = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began);
      return {};
    });
  }

  /// The instant from which on every start opens the copy, with the new key.
  Result<void> commit() {
    fresh_->keep();
    auto written = database_.keyring().replace(next_);
    if (written) tell(RotationStep::committed);
    if (!written && written.error().code == ErrorCode::storage_full) fresh_->retire();
    return written;
  }

  Result<void> check_canceled() const {
    if (options_.go_on()) return {};
    return fail(ErrorCode::invalid_state, "The change of the key was broken off; the shop has its old key");
  }
  void tell(RotationStep step) const {
    if (options_.at_step) options_.at_step(step);
  }

  Database& database_;
  const RotationOptions& options_;
  const AtRest next_;
  const std::shared_ptr<DatabaseFile> old_;    // see DatabaseFile: not removed while the copier has it open
  const std::shared_ptr<DatabaseFile> fresh_;  // see DatabaseFile
  std::unique_ptr<sqlite::RowCopy> copy_;
  std::optional<sqlite::RowWatch> watch_;
  RotationReport report_;
};

Result<void> check_another_key(const AtRest& now, const MasterKey* new_key) {
  const std::string has = now.is_encrypted() ? now.keys->fingerprint : "";
  const std::string gets = new_key != nullptr ? new_key->fingerprint() : "";
  if (has != gets) return {};
  return fail(ErrorCode::invalid_state, has.empty() ? "The shop is not encrypted" : "The shop has the key " + has + " already");
}

}  // namespace

Result<RotationReport> rotate_key(Database& database, const MasterKey* new_key, const RotationOptions& options) {
  Keyring& keyring = database.keyring();
  const auto changing = keyring.change_key();
  if (!changing) return fail(ErrorCode::invalid_state, "A backup or another change of the key is under way");
  const auto media = database.folder() / "media";
  TRY(check_another_key(keyring.state(), new_key));
  TRY(reseal_media(media, keyring, options.go_on));  // what a change before left undone
  if (keyring.state().media_pending) return fail(ErrorCode::invalid_state, "The change of the key was broken off");
  TRY(remove_other_databases(database.folder(), keyring.state()));
  TRY(RotationReport report, Rotation(database, after(keyring.state(), new_key), options).run());
  TRY(report.pictures, reseal_media(media, keyring, [] { return true; }));
  if (options.at_step) options.at_step(RotationStep::resealed);
  return report;
}

}  // namespace souk::embedded
