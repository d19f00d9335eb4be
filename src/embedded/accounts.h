#pragma once

#include <memory>
#include <string>

#include "embedded/access_tokens.h"
#include "embedded/database.h"
#include "embedded/ended_sessions.h"
#include "embedded/mailbox.h"
#include "identity/quiet_threads.h"
#include "ports/customer_store.h"
#include "ports/id_source.h"
#include "ports/identity_provider.h"
#include "ports/letters.h"
#include "ports/secrets.h"
#include "ports/sessions.h"
#include "ports/signer.h"

namespace souk::embedded {

/// What must outlive the accounts.
struct AccountParts {
  Database& database;
  const ports::Clock& clock;
  ports::IdSource& ids;
  const ports::Secrets& secrets;
  const ports::Signer& signer;
};

/// Every port that concerns accounts, over one database: they share what they know of sessions that ended.
struct Accounts {
  /// `issuer`: of access tokens, "https://shop.example". Errors: unavailable, storage_full.
  static Result<std::unique_ptr<Accounts>> open(const AccountParts& parts, std::string issuer);

  std::unique_ptr<identity::QuietThreads> threads;  // that hash passwords
  std::unique_ptr<EndedSessions> ended;
  std::unique_ptr<OwnAccessTokens> tokens;
  std::unique_ptr<ports::IdentityProvider> customer_identity, staff_identity;
  std::unique_ptr<ports::Sessions> sessions;
  std::unique_ptr<ports::Letters> letters;
  std::unique_ptr<ports::CustomerStore> customers;
  std::unique_ptr<DevelopmentMailbox> mailbox;
};

}  // namespace souk::embedded
