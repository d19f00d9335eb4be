#pragma once

#include "api/operations.h"
#include "commerce/access/principal.h"
#include "commerce/error/error.h"

namespace souk::http {

/// What api/policy.yaml says to this principal about this operation, before any use case runs; whose the object is, is asked
/// later, by those who know it. Errors: unauthorized (a guest, where a credential is needed), forbidden,
/// second_factor_required, step_up_required.
Result<void> check_access(const OperationRow& row, const Principal& principal, Instant now);
/// The part of it that asks for a fresh second factor, of a key for the scope's name: for what turns out to be dangerous only
/// once it is read. Errors: forbidden, step_up_required.
Result<void> check_step_up(const OperationRow& row, const Principal& principal, Instant now);

}  // namespace souk::http
