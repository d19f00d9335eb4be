#pragma once

#include "apps/commands/findings.h"
#include "apps/shop.h"

namespace souk::apps {

/// Says of everything that holds the shop's data whether it is protected, and how: at rest, in memory, on its way.
Result<void> report_protection(const Shop& shop, Findings& findings);

}  // namespace souk::apps
