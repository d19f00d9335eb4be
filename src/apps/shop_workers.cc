#include "apps/shop_workers.h"

#include "embedded/at_rest/media_resealing.h"
#include "usecases/capture_payment.h"
#include "usecases/claim_orders.h"
#include "usecases/drop_expired_carts.h"
#include "usecases/erase_due_orders.h"
#include "usecases/expire_holds.h"
#include "usecases/forget_answers.h"
#include "usecases/forget_events.h"
#include "usecases/give_money_back.h"
#include "usecases/index_catalog.h"
#include "usecases/mail_letters.h"
#include "usecases/publish_events.h"
#include "usecases/reconcile_payments.h"
#include "usecases/resume_captures.h"
#include "usecases/tidy_accounts.h"

namespace souk::apps {
namespace {

using std::chrono::milliseconds;

// A change shows in lists and search within 5 s; events leave within a second. Both rounds cost one small read when there is
// nothing to do.
constexpr milliseconds kIndexEvery{200};
constexpr milliseconds kPublishEvery{100};
constexpr milliseconds kTidyEvery{60'000};
constexpr int kPicturesAtOnce = 200;  // so that a stop need not wait for all
// A capture waits for the provider and for two commits, which several at once share: enough to keep up with the checkouts.
constexpr int kCapturers = 4;

/// A job that is a worker's round over due orders; what it could not do for some of them is its error.
template <class Verb>
Workers::Job due_job(DueStats& stats, DueStats::Work work, milliseconds every, Verb verb) {
  return {std::string(souk::name_of(work)), every, [&stats, work, verb]() mutable -> Result<std::int64_t> {
            TRY(const usecases::DueRound round, verb());
            stats.count(work, round);
            if (!round.first_error) return round.settled;
            Error error = *round.first_error;
            error.cause.insert(0, std::to_string(round.failed) + " of " + std::to_string(round.found) + " orders, first ");
            return std::unexpected(std::move(error));
          }};
}

/// What a change of the key left undone when its process ended. While another change is under way that sees to it.
Result<std::int64_t> go_on_resealing(const Shop& shop) {
  embedded::Keyring& keyring = shop.database->keyring();
  const auto same_key = keyring.keep_key();
  if (!same_key) return 0;
  return embedded::reseal_media(shop.folder / "media", keyring, [left = kPicturesAtOnce]() mutable { return left-- > 0; });
}

}  // namespace

std::unique_ptr<Workers> start_workers(Shop& shop, const ServeOptions& options, const std::string& origin, DueStats& stats,
                                       Workers::Report report) {
  const auto tidy = [drop = usecases::DropExpiredCarts{*shop.carts, shop.clock},
                     forget_answers = usecases::ForgetAnswers{*shop.answers, shop.clock},
                     forget_events = usecases::ForgetEvents{*shop.outbox, *shop.queue, shop.clock},
                     tidy_accounts = usecases::TidyAccounts{*shop.accounts->sessions, *shop.accounts->letters, shop.clock},
                     &uses = shop.api_key_uses, &tokens = *shop.accounts->tokens]() -> Result<std::int64_t> {
    TRY(const std::int64_t carts, drop());
    TRY(const std::int64_t answers, forget_answers());
    TRY(const std::int64_t events, forget_events());
    TRY(const std::int64_t accounts, tidy_accounts());
    TRY(tokens.rotate_if_due());
    TRY(uses.store());
    return carts + answers + events + accounts;
  };
  const usecases::CapturePayment capture{*shop.queue, *shop.ledger, shop.providers};
  using Work = DueStats::Work;
  std::vector<Workers::Job> jobs{
      {"index", kIndexEvery, usecases::IndexCatalog{*shop.catalog, *shop.inventory, *shop.index}},
      {"publish", kPublishEvery, usecases::PublishEvents{*shop.outbox}},
      due_job(stats, Work::reconcile, options.reconcile_every,
              usecases::ReconcilePayments{*shop.ledger, shop.providers, shop.clock, options.reconcile_after}),
      due_job(stats, Work::expire, options.sweep_every, usecases::ExpireHolds{*shop.ledger, shop.providers, shop.clock}),
      due_job(stats, Work::give_back, options.sweep_every, usecases::GiveMoneyBack{*shop.ledger, shop.providers, shop.clock}),
      due_job(stats, Work::resume_captures, options.reconcile_every,
              usecases::ResumeCaptures{*shop.ledger, capture, shop.clock, options.resume_captures_after}),
      {"tidy", kTidyEvery, tidy},
      {"reseal_media", kTidyEvery, [&shop] { return go_on_resealing(shop); }},
      {"claim_orders", kPublishEvery, usecases::ClaimOrders{*shop.queue, *shop.ledger, *shop.accounts->customers}},
      {"erase_due", kTidyEvery, usecases::EraseDueOrders{*shop.ledger, shop.clock}},
  };
  jobs.insert(jobs.end(), kCapturers, {"capture", kPublishEvery, capture});
  // In production letters wait in their queue until there is something to carry them.
  if (embedded::DevelopmentMailbox* const mailbox = shop.mailbox())
    jobs.push_back(
        {"mail_letters", kPublishEvery,
         usecases::MailLetters{*shop.queue, *shop.accounts->letters, *mailbox, *shop.settings, *shop.signer, origin}});
  return std::make_unique<Workers>(std::move(jobs), std::move(report));
}

}  // namespace souk::apps
