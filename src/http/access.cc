#include "http/access.h"

namespace souk::http {
namespace {

Result<void> check_key(const OperationRow& row, const Principal& principal) {
  if (!row.scope) return fail(ErrorCode::forbidden, "This is for people, not for API keys");
  // Nobody is there to be asked for a second factor, so whoever made the key must have meant this very scope.
  const bool must_name_it = row.step_up == StepUp::always || principal.role == Role::service || !principal.scopes.empty();
  if (must_name_it && !principal.scopes.contains(*row.scope))
    return fail(ErrorCode::forbidden, "This API key does not have the scope " + std::string(name_of(*row.scope)));
  return {};
}

Result<void> check_staff(const OperationRow& row, const Principal& principal, Instant now) {
  if (row.second_factor == SecondFactor::required && !principal.second_factor_at)
    return fail(ErrorCode::second_factor_required, "Staff work takes a second factor, which this session has not given");
  if (row.step_up == StepUp::always && !principal.stepped_up(now))
    return fail(ErrorCode::step_up_required, "Give your second factor again: it lets you do this for five minutes");
  return {};
}

}  // namespace

Result<void> check_access(const OperationRow& row, const Principal& principal, Instant now) {
  if (row.roles.contains(Role::guest)) return {};
  if (principal.is_guest()) return fail(ErrorCode::unauthorized, "A credential is needed: Authorization: Bearer …");
  if (!row.roles.contains(principal.role))
    return fail(ErrorCode::forbidden, "This is not for " + std::string(name_of(principal.role)));
  if (principal.is_api_key()) return check_key(row, principal);
  if (principal.is_staff()) return check_staff(row, principal, now);
  return {};
}

}  // namespace souk::http
