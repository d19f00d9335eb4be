#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/audit_log.h"
#include "ports/clock.h"

namespace souk::embedded {

std::unique_ptr<ports::AuditLog> open_audit_log(Database& database, const ports::Clock& clock);

}  // namespace souk::embedded
