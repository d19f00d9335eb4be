#pragma once

#include <cstdint>

#include "commerce/shop/settings.h"
#include "ports/answers.h"

namespace souk::ports {

/// The shop's settings; there are always some. Thread-safe.
class SettingsStore {
 public:
  virtual ~SettingsStore() = default;
  virtual Result<ShopSettings> load() const = 0;  // cheap: read on every priced request
  /// Replaces those at exactly settings.version. Errors: version_conflict; currency_fixed (products or orders exist in the old
  /// one).
  virtual Result<ShopSettings> save(const Repeatable<ShopSettings>& repeatable, const ShopSettings& settings) = 0;
};

}  // namespace souk::ports
