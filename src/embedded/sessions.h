#pragma once

#include <memory>

#include "embedded/database.h"
#include "embedded/ended_sessions.h"
#include "ports/id_source.h"
#include "ports/sessions.h"

namespace souk::embedded {

std::unique_ptr<ports::Sessions> open_sessions(Database& database, const ports::Clock& clock, ports::IdSource& ids,
                                               EndedSessions& ended);

}  // namespace souk::embedded
