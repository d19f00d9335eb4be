#include "apps/shop_workers.h"

#include "embedded/at_rest/media_resealing.h"
#include "usecases/capture_payment.h"
#include "usecases/drop_expired_carts.h"
#include "usecases/expire_holds.h"
#include "usecases/forget_answers.h"
#include "usecases/give_money_back.h"
#include "usecases/index_catalog.h"
#include "usecases/publish_events.h"
#include "usecases/reconcile_payments.h"

namespace souk::apps {
namespace {

using std::chrono::milliseconds;

// A change shows in lists and search within 5 s; events leave within a second. Both rounds cost one small read when there is
// nothing to do.
constexpr milliseconds kIndexEvery{200};
constexpr milliseconds kPublishEvery{100};
constexpr milliseconds kTidyEvery{60'000};
constexpr std::int64_t kBatch = 100;
constexpr int kPicturesAtOnce = 200;  // so that a stop need not wait for all
// A capture waits for the provider and for two commits, which several at once share: enough to keep up with the checkouts.
constexpr int kCapturers = 4;

/// What a change of the key left undone when its process ended. While another change is under way that sees to it.
Result<std::int64_t> go_on_resealing(const Shop& shop) {
  embedded::Keyring& keyring = shop.database->keyring();
  const auto same_key = keyring.keep_key();
  if (!same_key) return 0;
  return embedded::reseal_media(shop.folder / "media", keyring, [left = kPicturesAtOnce]() mutable { return left-- > 0; });
}

}  // namespace

std::unique_ptr<Workers> start_workers(Shop& shop, const ServeOptions& options, Workers::Report report) {
  const auto tidy = [drop = usecases::DropExpiredCarts{*shop.carts, shop.clock},
                     forget = usecases::ForgetAnswers{*shop.answers, shop.clock}]() -> Result<std::int64_t> {
    TRY(const std::int64_t carts, drop());
    TRY(const std::int64_t answers, forget());
    return carts + answers;
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
      {"reseal_media", kTidyEvery, [&shop] { return go_on_resealing(shop); }},
  };
  const usecases::CapturePayment capture{*shop.queue, *shop.ledger, shop.providers};
  jobs.insert(jobs.end(), kCapturers, {"capture", kPublishEvery, capture});
  return std::make_unique<Workers>(std::move(jobs), std::move(report));
}

}  // namespace souk::apps
