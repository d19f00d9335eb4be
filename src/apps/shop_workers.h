#pragma once

#include <functional>
#include <memory>
#include <string>

#include "apps/options.h"
#include "apps/shop.h"
#include "apps/workers.h"

namespace souk::apps {

/// The jobs of a served shop: index the catalog, publish events, capture payments, reconcile, expire holds, give money back,
/// mail letters,
/// tidy up. `origin`: what links begin with. Ends with the returned object, which must not outlive `shop`.
std::unique_ptr<Workers> start_workers(Shop& shop, const ServeOptions& options, const std::string& origin,
                                       Workers::Report report);

}  // namespace souk::apps
