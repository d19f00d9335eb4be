#include <fstream>
#include <ostream>

#include <ext/stdio_filebuf.h>

#include "apps/commands/commands.h"
#include "usecases/export_catalog.h"

namespace souk::apps {

int run(const ExportOptions& options, Shop& shop, const CommandContext& context) {
  const usecases::ExportCatalog export_catalog{*shop.catalog, *shop.inventory};
  Result<std::int64_t> products = 0;
  if (options.file == "-") {
    std::fflush(context.out);
    __gnu_cxx::stdio_filebuf<char> buffer(context.out, std::ios::out);
    std::ostream out(&buffer);
    products = export_catalog(out);
  } else {
    std::ofstream out(context.path(options.file), std::ios::binary | std::ios::trunc);
    if (!out) return complain(context, "export", {ErrorCode::unavailable, "'" + options.file + "' cannot be written"});
    products = export_catalog(out);
  }
  if (!products) return complain(context, "export", products.error());
  std::fprintf(context.err, "%lld products\n", static_cast<long long>(*products));
  return kDone;
}

}  // namespace souk::apps
