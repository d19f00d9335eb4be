#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/cart_store.h"

namespace souk::embedded {

std::unique_ptr<ports::CartStore> open_cart_store(Database& database, const ports::Clock& clock);

}  // namespace souk::embedded
