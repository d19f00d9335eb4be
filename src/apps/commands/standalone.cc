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

int print_version(const CommandContext& context) {
  std::fprintf(context.out, "souk %s\n", SOUK_VERSION);
  return kDone;
}

}  // namespace souk::apps
