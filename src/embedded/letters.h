#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/letters.h"

namespace souk::embedded {

std::unique_ptr<ports::Letters> open_letters(Database& database, const ports::Clock& clock);

}  // namespace souk::embedded
