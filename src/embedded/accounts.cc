#include "embedded/accounts.h"

#include "embedded/customer_store.h"
#include "embedded/identity_provider.h"
#include "embedded/letters.h"
#include "embedded/sessions.h"

namespace souk::embedded {

namespace {

// DESIGN.md section 2.3: 46 MiB and a core each.
constexpr std::size_t kHashingThreads = 2;

}  // namespace

Result<std::unique_ptr<Accounts>> Accounts::open(const AccountParts& parts, std::string issuer) {
  auto accounts = std::make_unique<Accounts>();
  accounts->threads = std::make_unique<identity::QuietThreads>(kHashingThreads);
  accounts->ended = std::make_unique<EndedSessions>(parts.clock);
  TRY(accounts->tokens,
      OwnAccessTokens::open({parts.database, parts.clock, parts.ids, parts.secrets, *accounts->ended}, std::move(issuer)));
  const IdentityParts identity{parts.database, parts.clock,       parts.ids,       parts.secrets,
                               parts.signer,   *accounts->tokens, *accounts->ended, *accounts->threads};
  accounts->customer_identity = open_identity_provider(identity, AccountPool::customers);
  accounts->staff_identity = open_identity_provider(identity, AccountPool::staff);
  accounts->sessions = open_sessions(parts.database, parts.clock, parts.ids, *accounts->ended);
  accounts->letters = open_letters(parts.database, parts.clock);
  accounts->customers = open_customer_store(parts.database, parts.clock, parts.ids);
  accounts->mailbox = std::make_unique<DevelopmentMailbox>(parts.database, parts.clock, parts.ids);
  return accounts;
}

}  // namespace souk::embedded
