#pragma once

#include <functional>
#include <memory>

#include "apps/due_stats.h"
#include "apps/options.h"
#include "apps/shop.h"
#include "apps/workers.h"

namespace souk::apps {

/// The jobs of a served shop: index the catalog, publish events, capture payments, reconcile, expire holds, give money back,
/// tidy up. Ends with the returned object, which must not outlive `shop` and `stats`.
std::unique_ptr<Workers> start_workers(Shop& shop, const ServeOptions& options, DueStats& stats, Workers::Report report);

}  // namespace souk::apps
