#include "usecases/tidy_accounts.h"

#include "ports/identity_provider.h"

namespace souk::usecases {
namespace {

constexpr std::int64_t kBatch = 1000;
// Later than any link runs out, and late enough for a queue of mails that was held up.
constexpr std::chrono::hours kLettersKept = ports::kInvitationLinkLife + std::chrono::hours{96};

}  // namespace

Result<std::int64_t> TidyAccounts::operator()() const {
  const Instant now = clock_.now();
  TRY(const std::int64_t sessions, sessions_.drop_expired(now, kBatch));
  TRY(const std::int64_t letters, letters_.drop(now - kLettersKept, kBatch));
  return sessions + letters;
}

}  // namespace souk::usecases
