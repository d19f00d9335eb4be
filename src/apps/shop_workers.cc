#include "apps/shop_workers.h"

#include "usecases/capture_payment.h"
#include "usecases/drop_expired_carts.h"
#include "usecases/expire_holds.h"
#include "usecases/forget_answers.h"
#include "usecases/forget_events.h"
#include "usecases/give_money_back.h"
#include "usecases/index_catalog.h"
#include "usecases/publish_events.h"
#include "usecases/reconcile_payments.h"
#include "usecases/resume_captures.h"

namespace souk::apps {
namespace {

using std::chrono::milliseconds;

// A change shows in lists and search within 5 s; events leave within a second. Both rounds cost one small read when there is
// nothing to do.
constexpr milliseconds kIndexEvery{200};
constexpr milliseconds kPublishEvery{100};
constexpr milliseconds kTidyEvery{60'000};
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

}  // namespace

std::unique_ptr<Workers> start_workers(Shop& shop, const ServeOptions& options, DueStats& stats, Workers::Report report) {
  const auto tidy = [drop = usecases::DropExpiredCarts{*shop.carts, shop.clock},
                     forget_answers = usecases::ForgetAnswers{*shop.answers, shop.clock},
                     forget_events = usecases::ForgetEvents{*shop.outbox, *shop.queue, shop.clock}]() -> Result<std::int64_t> {
    TRY(const std::int64_t carts, drop());
    TRY(const std::int64_t answers, forget_answers());
    TRY(const std::int64_t events, forget_events());
    return carts + answers + events;
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
  };
  jobs.insert(jobs.end(), kCapturers, {"capture", kPublishEvery, capture});
  return std::make_unique<Workers>(std::move(jobs), std::move(report));
}

}  // namespace souk::apps
