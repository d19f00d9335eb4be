#include "http/access.h"

namespace souk::http {
namespace {

Result<void> must_name(Scope scope, const Principal& key) {
  if (key.scopes.contains(scope)) return {};
  return fail(ErrorCode::forbidden, "This API key does not have the scope " + std::string(name_of(scope)));
}

Result<void> check_key(const OperationRow& row, const Principal& principal) {
  if (!row.scope) return fail(ErrorCode::forbidden, "This is for people, not for API keys");
  if (principal.role == Role::service || !principal.scopes.empty()) return must_name(*row.scope, principal);
  return {};
}

Result<void> check_staff(const OperationRow& row, const Principal& principal) {
  if (row.second_factor == SecondFactor::required && !principal.second_factor_at)
    return fail(ErrorCode::second_factor_required, "Staff work takes a second factor, which this session has not given");
  return {};
}

}  // namespace

Result<void> check_access(const OperationRow& row, const Principal& principal, Instant now) {
  if (row.roles.contains(Role::guest)) return {};
  if (principal.is_guest()) return fail(ErrorCode::unauthorized, "A credential is needed: Authorization: Bearer …");
  if (!row.roles.contains(principal.role))
    return fail(ErrorCode::forbidden, "This is not for " + std::string(name_of(principal.role)));
  if (principal.is_api_key()) TRY(check_key(row, principal));
  if (principal.is_staff()) TRY(check_staff(row, principal));
  if (row.step_up == StepUp::always) return check_step_up(row, principal, now);
  return {};
}

Result<void> check_step_up(const OperationRow& row, const Principal& principal, Instant now) {
  // Nobody is there to be asked for a second factor, so whoever made the key must have meant this very scope.
  if (principal.is_api_key() && row.scope) return must_name(*row.scope, principal);
  if (principal.stepped_up(now)) return {};
  return fail(ErrorCode::step_up_required, "Give your second factor again: it lets you do this for five minutes");
}

}  // namespace souk::http
