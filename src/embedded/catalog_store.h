#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/catalog_store.h"
#include "ports/id_source.h"

namespace souk::embedded {

/// `ids` names the movements of stock that comes with a product.
std::unique_ptr<ports::CatalogStore> open_catalog_store(Database& database, const ports::Clock& clock, ports::IdSource& ids);

}  // namespace souk::embedded
