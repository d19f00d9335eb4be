#include "usecases/refresh_session.h"

namespace souk::usecases {

Result<LiveSession> RefreshSession::operator()(AccountPool pool, const identity::RefreshToken& presented) const {
  const identity::RefreshToken successor = presented.successor(signer_);
  TRY(Session session, sessions_.renew(presented.hash(), successor.hash()));
  if (session.pool != pool) return fail(ErrorCode::unauthorized, "The session has ended: log in again", "of another pool");
  TRY(ports::AccessToken access, identity_.access_token(session));
  return LiveSession{std::move(session), successor, std::move(access)};
}

}  // namespace souk::usecases
