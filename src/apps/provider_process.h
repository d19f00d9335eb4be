#pragma once

#include "apps/options.h"
#include "commerce/error/error.h"

namespace souk::apps {

/// Sees to it that a test provider answers for the folder: finds the one that an earlier server left, or starts `souk
/// test-provider` as a process of its own, which outlives this one. Errors: unavailable.
Result<void> ensure_test_provider(const ServeOptions& options);

}  // namespace souk::apps
