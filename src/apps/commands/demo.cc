#include "apps/commands/commands.h"
#include "apps/commands/import_progress.h"
#include "demo/fill_demo.h"

namespace souk::apps {

int run(const DemoOptions& options, Shop& shop, const CommandContext& context) {
  ImportProgress progress(context, 0);
  const demo::FillDemo fill_demo{*shop.catalog, *shop.settings, shop.ids, shop.import_catalog};
  const auto counts = fill_demo(progress);
  if (!counts) return complain(context, "demo", counts.error());
  progress.summarize(*counts, false);
  std::fprintf(context.out, "The demo shop is in %s. Serve it with: souk serve --data %s\n", options.data.c_str(),
               options.data.c_str());
  return kDone;
}

}  // namespace souk::apps
