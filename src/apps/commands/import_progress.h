#pragma once

#include <chrono>
#include <string>

#include "apps/command.h"
#include "usecases/import_catalog.h"

namespace souk::apps {

/// An import as a person follows it: one line that counts on a terminal, a line every few seconds elsewhere, and every note on
/// its own.
class ImportProgress final : public usecases::ImportObserver {
 public:
  /// `total_bytes`: of the file, 0 when nobody knows (a pipe).
  ImportProgress(const CommandContext& context, std::int64_t total_bytes) : context_(context), total_bytes_(total_bytes) {}

  void noted(const shopify::Note& note) override;
  void progressed(const usecases::ImportCounts& counts, std::int64_t bytes_read) override;
  bool canceled() const override { return context_.canceled.load(); }
  /// The counts, at the end.
  void summarize(const usecases::ImportCounts& counts, bool dry_run);

 private:
  void clear_line();

  const CommandContext& context_;
  const std::int64_t total_bytes_;
  std::chrono::steady_clock::time_point last_{};
  bool line_shown_ = false;
};

}  // namespace souk::apps
