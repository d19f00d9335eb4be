#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/answers.h"

namespace souk::embedded {

std::unique_ptr<ports::Answers> open_answers(Database& database);

}  // namespace souk::embedded
