#include "apps/commands/import_progress.h"

namespace souk::apps {
namespace {

using usecases::ImportCounts;

std::string counted(std::int64_t count, const std::string& noun) {
  return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::string text_of(const ImportCounts& counts) {
  return std::to_string(counts.created) + " new, " + std::to_string(counts.updated) + " changed, " +
         std::to_string(counts.unchanged) + " unchanged, " + std::to_string(counts.failed) + " left out";
}

}  // namespace

void ImportProgress::noted(const shopify::Note& note) {
  clear_line();
  const char* kind = note.severity == shopify::Severity::error ? "error" : "warning";
  std::fprintf(context_.err, "line %lld: %s: %s\n", static_cast<long long>(note.line), kind, note.text.c_str());
}

void ImportProgress::progressed(const ImportCounts& counts, std::int64_t bytes_read) {
  const auto pause = context_.terminal ? std::chrono::milliseconds{100} : std::chrono::milliseconds{5000};
  const auto now = std::chrono::steady_clock::now();
  if (last_ == std::chrono::steady_clock::time_point{}) last_ = now;
  if (now - last_ < pause) return;
  last_ = now;
  std::string line = counted(counts.products(), "product") + ", " + counted(counts.rows, "row");
  if (counts.pictures_wanted > 0)
    line += ", " + std::to_string(counts.pictures) + " of " + counted(counts.pictures_wanted, "picture");
  else if (total_bytes_ > 0)
    line += ", " + std::to_string(100 * bytes_read / total_bytes_) + " %";
  clear_line();
  std::fprintf(context_.err, context_.terminal ? "%s" : "%s\n", line.c_str());
  std::fflush(context_.err);
  line_shown_ = context_.terminal;
}

void ImportProgress::summarize(const ImportCounts& counts, bool dry_run) {
  clear_line();
  std::fprintf(context_.out, "%s%s in %s: %s; %s, %s\n", dry_run ? "dry run, nothing was written: " : "",
               counted(counts.products(), "product").c_str(), counted(counts.rows, "row").c_str(), text_of(counts).c_str(),
               counted(counts.warnings, "warning").c_str(), counted(counts.errors, "error").c_str());
  if (counts.pictures_wanted > 0)
    std::fprintf(context_.out, "%lld of %s fetched\n", static_cast<long long>(counts.pictures),
                 counted(counts.pictures_wanted, "picture").c_str());
  if (context_.canceled.load()) std::fprintf(context_.out, "stopped; the same command goes on from here\n");
  std::fflush(context_.out);
}

void ImportProgress::clear_line() {
  if (line_shown_) std::fprintf(context_.err, "\r\x1b[K");
  line_shown_ = false;
}

}  // namespace souk::apps
