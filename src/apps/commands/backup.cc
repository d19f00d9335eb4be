#include "embedded/backup.h"

#include "apps/commands/commands.h"
#include "apps/commands/standalone.h"

namespace souk::apps {
namespace {

void tell(const CommandContext& context, const char* verb, const embedded::BackupReport& report) {
  std::fprintf(context.out, "%s: %lld files, %lld bytes\n", verb, static_cast<long long>(report.files),
               static_cast<long long>(report.bytes));
}

}  // namespace

int run(const BackupOptions& options, Shop& shop, const CommandContext& context) {
  const auto report = embedded::back_up(*shop.database, context.path(options.target));
  if (!report) return complain(context, "backup", report.error());
  tell(context, "backed up", *report);
  return kDone;
}

int restore(const RestoreOptions& options, const CommandContext& context) {
  const auto key = embedded::load_key(options.key_source);
  if (!key) return complain(context, "restore", key.error());
  const auto report = embedded::restore(context.path(options.source), options.data, *key ? &**key : nullptr);
  if (!report) return complain(context, "restore", report.error());
  tell(context, "restored and verified", *report);
  return kDone;
}

}  // namespace souk::apps
