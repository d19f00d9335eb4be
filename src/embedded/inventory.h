#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/id_source.h"
#include "ports/inventory.h"

namespace souk::embedded {

std::unique_ptr<ports::Inventory> open_inventory(Database& database, const ports::Clock& clock, ports::IdSource& ids);

}  // namespace souk::embedded
