#include "usecases/check_access_token.h"

namespace souk::usecases {

Result<Principal> CheckAccessToken::operator()(std::string_view token) const {
  TRY(const ports::AccessClaims claims, tokens_.check(token));
  if (claims.pool != AccountPool::customers)
    return fail(ErrorCode::invalid_token, "This access token is not valid", "nobody on the staff has this account");
  return Principal{.subject = CustomerId{claims.account.bytes},
                   .role = Role::customer,
                   .session = claims.session,
                   .authenticated_at = claims.authenticated_at,
                   .second_factor_at = claims.second_factor_at};
}

}  // namespace souk::usecases
