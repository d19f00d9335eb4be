#pragma once

#include "apps/options.h"

namespace souk::apps {

/// `souk serve`: the shop over HTTP, with everything that works in the background, until SIGTERM or SIGINT. Returns the exit
/// code.
int serve(const ServeOptions& options);

}  // namespace souk::apps
