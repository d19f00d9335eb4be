#include "apps/shop_workers.h"

#include "usecases/capture_payment.h"
#include "usecases/claim_orders.h"
#include "usecases/drop_expired_carts.h"
#include "usecases/erase_due_orders.h"
#include "usecases/expire_holds.h"
#include "usecases/forget_answers.h"
#include "usecases/give_money_back.h"
#include "usecases/index_catalog.h"
#include "usecases/mail_letters.h"
#include "usecases/publish_events.h"
#include "usecases/reconcile_payments.h"
#include "usecases/tidy_accounts.h"

namespace souk::apps {
namespace {

using std::chrono::milliseconds;

// A change shows in lists and search within 5 s; events leave within a second. Both rounds cost one small read when there is
// nothing to do.
constexpr milliseconds kIndexEvery{200};
constexpr milliseconds kPublishEvery{100};
constexpr milliseconds kTidyEvery{60'000};
constexpr std::int64_t kBatch = 100;
// A capture waits for the provider and for two commits, which several at once share: enough to keep up with the checkouts.
constexpr int kCapturers = 4;

}  // namespace

std::unique_ptr<Workers> start_workers(Shop& shop, const ServeOptions& options, const std::string& origin,
                                       Workers::Report report) {
  const auto tidy = [drop = usecases::DropExpiredCarts{*shop.carts, shop.clock},
                     forget = usecases::ForgetAnswers{*shop.answers, shop.clock},
                     tidy_accounts = usecases::TidyAccounts{*shop.accounts->sessions, *shop.accounts->letters, shop.clock},
                     &tokens = *shop.accounts->tokens]() -> Result<std::int64_t> {
    TRY(const std::int64_t carts, drop());
    TRY(const std::int64_t answers, forget());
    TRY(const std::int64_t accounts, tidy_accounts());
    TRY(tokens.rotate_if_due());
    return carts + answers + accounts;
  };
  const usecases::ReconcilePayments reconcile{*shop.ledger, shop.providers, shop.clock, options.reconcile_after};
  const usecases::ExpireHolds expire{*shop.ledger, shop.providers, shop.clock};
  const usecases::GiveMoneyBack give_back{*shop.ledger, shop.providers, shop.clock};
  std::vector<Workers::Job> jobs{
      {"index", kIndexEvery, usecases::IndexCatalog{*shop.catalog, *shop.inventory, *shop.index}},
      {"publish", kPublishEvery, usecases::PublishEvents{*shop.outbox}},
      {"reconcile", options.reconcile_every, [reconcile] { return reconcile(kBatch); }},
      {"expire", options.sweep_every, [expire] { return expire(kBatch); }},
      {"give_back", options.sweep_every, [give_back] { return give_back(kBatch); }},
      {"tidy", kTidyEvery, tidy},
      {"claim_orders", kPublishEvery, usecases::ClaimOrders{*shop.queue, *shop.ledger, *shop.accounts->customers}},
      {"erase_due", kTidyEvery, usecases::EraseDueOrders{*shop.ledger, shop.clock}},
  };
  const usecases::CapturePayment capture{*shop.queue, *shop.ledger, shop.providers};
  jobs.insert(jobs.end(), kCapturers, {"capture", kPublishEvery, capture});
  // In production letters wait in their queue until there is something to carry them.
  if (embedded::DevelopmentMailbox* const mailbox = shop.mailbox())
    jobs.push_back({"mail_letters", kPublishEvery,
                    usecases::MailLetters{*shop.queue, *shop.accounts->letters, *mailbox, *shop.settings, *shop.signer, origin}});
  return std::make_unique<Workers>(std::move(jobs), std::move(report));
}

}  // namespace souk::apps
