#pragma once

#include "ports/settings_store.h"

namespace souk::usecases {

class ChangeSettings {
 public:
  explicit ChangeSettings(ports::SettingsStore& settings) : settings_(settings) {}

  /// Replaces the settings at exactly settings.version. Errors: validation_failed with a pointer, version_conflict,
  /// currency_fixed, idempotency_key_reused.
  Result<ShopSettings> operator()(const ports::Repeatable<ShopSettings>& repeatable, const ShopSettings& settings) const;

 private:
  ports::SettingsStore& settings_;
};

}  // namespace souk::usecases
