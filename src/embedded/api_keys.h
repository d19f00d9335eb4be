#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/api_keys.h"

namespace souk::embedded {

std::unique_ptr<ports::ApiKeys> open_api_keys(Database& database, const ports::Clock& clock);

}  // namespace souk::embedded
