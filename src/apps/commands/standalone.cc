#include "apps/commands/standalone.h"

#include <fstream>

#include "apps/shop.h"
#include "providers/test_provider.h"

namespace souk::apps {

int serve_test_provider(const TestProviderOptions& options) {
  return providers::run_test_provider({.data_dir = options.data,
                                       .mode = mode_of(options.data),
                                       .faults = {.timeout_after_success_rate = options.timeout_rate, .seed = options.seed}});
}

int generate_key(const GenerateKeyOptions& options, const CommandContext& context) {
  const auto fingerprint = embedded::generate_key_file(context.path(options.file));
  if (!fingerprint) return complain(context, "key generate", fingerprint.error());
  std::fprintf(context.out, "The key %s is in %s. Keep a copy apart from the shop and its backups.\n", fingerprint->c_str(),
               options.file.c_str());
  return kDone;
}

int print_version(const CommandContext& context) {
  std::fprintf(context.out, "souk %s\n", SOUK_VERSION);
  return kDone;
}

}  // namespace souk::apps
