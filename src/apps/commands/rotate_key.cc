#include "apps/commands/commands.h"
#include "embedded/at_rest/key_rotation.h"

namespace souk::apps {
namespace {

const char* told(embedded::RotationStep step) {
  using enum embedded::RotationStep;
  switch (step) {
    case begun: return "copying the database";
    case copied: return "bringing over what was written meanwhile";
    case caught_up: return "comparing the copy";
    case compared: return "waiting for a pause";
    case switched: return "the shop has its new key; laying the pictures anew";
    case paused:
    case committed:
    case resealed: return nullptr;
  }
  std::unreachable();
}

/// The key's place as the caller meant it.
embedded::KeySource from_caller(embedded::KeySource source, const CommandContext& context) {
  if (!source.file.empty()) source.file = context.path(source.file);
  return source;
}

void tell_what_is_next(const embedded::MasterKey* key, const CommandContext& context) {
  if (key == nullptr) {
    std::fprintf(context.out, "The shop is no longer encrypted: from its next start on it is opened without a key.\n");
    return;
  }
  std::fprintf(context.out,
               "The shop's key is now %s: from its next start on it is opened with that one.\n"
               "Backups made before still need the key they were made with.\n",
               key->fingerprint().c_str());
}

}  // namespace

int run(const RotateKeyOptions& options, Shop& shop, const CommandContext& context) {
  const auto key = embedded::load_key(from_caller(options.new_key, context));
  if (!key) return complain(context, "key rotate", key.error());
  const embedded::MasterKey* const new_key = *key ? &**key : nullptr;
  const auto report = embedded::rotate_key(*shop.database, new_key,
                                           {.at_step =
                                                [&](embedded::RotationStep step) {
                                                  if (const char* const words = told(step))
                                                    std::fprintf(context.err, "%s\n", words);
                                                  std::fflush(context.err);
                                                },
                                            .go_on = [&] { return !context.canceled; }});
  if (!report) return complain(context, "key rotate", report.error());
  std::fprintf(context.out, "%lld rows copied, %lld of them while the shop wrote on; a pause of %lld ms; %lld pictures\n",
               static_cast<long long>(report->rows), static_cast<long long>(report->replayed),
               static_cast<long long>(report->pause.count() / 1000), static_cast<long long>(report->pictures));
  tell_what_is_next(new_key, context);
  return kDone;
}

}  // namespace souk::apps
