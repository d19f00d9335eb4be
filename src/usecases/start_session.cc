#include "usecases/start_session.h"

namespace souk::usecases {

Result<LiveSession> StartSession::operator()(AccountPool pool, const ports::Grant& grant, const Browser& browser,
                                             bool second_factor) const {
  const Instant now = clock_.now();
  Session session{.id = ids_.fresh<SessionId>(),
                  .pool = pool,
                  .account = grant.account.id,
                  .device = browser.device,
                  .created_at = now,
                  .authenticated_at = now,
                  .seen_at = now,
                  .expires_at = now + session_lifetime(pool),
                  .renewal = grant.renewal};
  if (second_factor) session.second_factor_at = now;
  const auto token = identity::RefreshToken::fresh(ids_);
  const auto replaced = browser.refresh_token ? std::optional{browser.refresh_token->hash()} : std::nullopt;
  TRY(sessions_.open(session, token.hash(), replaced));
  TRY(ports::AccessToken access, identity_.access_token(session));
  return LiveSession{std::move(session), token, std::move(access)};
}

}  // namespace souk::usecases
