#pragma once

#include "api/operations.h"
#include "commerce/access/principal.h"
#include "commerce/error/error.h"

namespace souk::http {

/// What api/policy.yaml says to this principal about this operation, before any use case runs; whose the object is, is asked
/// later, by those who know it. Errors: unauthorized (a guest, where a credential is needed), forbidden,
/// second_factor_required, step_up_required.
Result<void> check_access(const OperationRow& row, const Principal& principal, Instant now);

}  // namespace souk::http
