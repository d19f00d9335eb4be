#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/customer_store.h"
#include "ports/id_source.h"

namespace souk::embedded {

std::unique_ptr<ports::CustomerStore> open_customer_store(Database& database, const ports::Clock& clock, ports::IdSource& ids);

}  // namespace souk::embedded
