#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/settings_store.h"

namespace souk::embedded {

/// A new shop gets the defaults of ShopSettings, in EUR. Keeps a copy in memory: this process is the only one that writes.
Result<std::unique_ptr<ports::SettingsStore>> open_settings_store(Database& database, const ports::Clock& clock);

}  // namespace souk::embedded
