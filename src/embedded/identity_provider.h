#pragma once

#include <memory>

#include "embedded/access_tokens.h"
#include "embedded/database.h"
#include "embedded/ended_sessions.h"
#include "identity/quiet_threads.h"
#include "ports/id_source.h"
#include "ports/identity_provider.h"
#include "ports/secrets.h"
#include "ports/signer.h"

namespace souk::embedded {

struct IdentityParts {
  Database& database;
  const ports::Clock& clock;
  ports::IdSource& ids;
  const ports::Secrets& secrets;
  const ports::Signer& signer;
  const OwnAccessTokens& tokens;
  EndedSessions& ended;
  identity::QuietThreads& threads;  // that hash passwords
};

/// The shop's own accounts of one pool, in its database. All parts outlive it.
std::unique_ptr<ports::IdentityProvider> open_identity_provider(const IdentityParts& parts, AccountPool pool);

}  // namespace souk::embedded
