#include "aws/checkout_ledger.h"

#include <algorithm>
#include <utility>

#include "aws/due_index.h"
#include "aws/item_fields.h"
#include "aws/order_items.h"
#include "aws/order_numbers.h"
#include "aws/order_opening.h"
#include "aws/order_settling.h"
#include "aws/owner_change.h"
#include "aws/rounds.h"

namespace souk::aws {
namespace {

// The index sorts by due_at alone. What a shard has at the one millisecond where a page ends is read again for the next, twice
// over, since the end of a reading may cut through such a group as well.
constexpr std::int64_t kMostAtOnce = 2 * 100;

/// The attribute that says since when.
std::string_view reason_of(ports::Due kind) {
  switch (kind) {
    case ports::Due::undecided_payment: return "#undecided_at";
    case ports::Due::lapsed_hold: return "#hold_at";
    case ports::Due::capture: return "#capture_at";
    case ports::Due::money_to_give_back: return "#give_back_at";
  }
  std::unreachable();
}

class DynamoCheckoutLedger final : public ports::CheckoutLedger {
 public:
  DynamoCheckoutLedger(const DynamoShop& shop, CatalogFeed& feed, const ports::SettingsStore& settings,
                       const ports::AnswerEncoder& encoder, std::chrono::milliseconds hold_lifetime)
      : shop_(shop),
        feed_(feed),
        settings_(settings),
        encoder_(encoder),
        numbers_(shop, settings),
        hold_lifetime_(hold_lifetime) {}

  Result<ports::Opened> open(const ports::IdempotencyKey& key, const Checkout& checkout, const Quote& quote) override {
    TRY(const auto needs, stock_needs(quote.lines));
    TRY(const ShopSettings settings, settings_.load());
    const Instant now = shop_.clock.now();
    OrderOpening opening(shop_, feed_, numbers_, encoder_,
                         {.key = key,
                          .checkout = checkout,
                          .quote = quote,
                          .needs = needs,
                          .now = now,
                          .hold_expires_at = now + hold_lifetime_,
                          .hold_limits = settings.hold_limits});
    return in_rounds(shop_, [&] { return opening.round(); });
  }

  Result<Order> apply(const OrderId& id, const PaymentFact& fact) override {
    return settled(id, [&](OrderSettling& settling) { return settling.apply(fact); });
  }
  Result<Order> expire(const OrderId& id) override {
    return settled(id, [&](OrderSettling& settling) { return settling.expire(); });
  }

  Result<Order> find(const OrderId& id) const override {
    TRY(StoredOrder stored, find_order(shop_, id));
    return std::move(stored.order);
  }

  Result<Order> find_by_number(const std::string& number) const override {
    const ItemKey key = number_key(shop_, number);
    TRY(const ItemSet read, shop_.client.get_all({key}));
    TRY(const auto id, pointed_to_in(read, key));
    if (!id) return fail(ErrorCode::not_found, "There is no such order");
    return find(*id);
  }

  Result<std::vector<Order>> newest(std::optional<OrderId> before, std::int64_t limit) const override {
    TRY(const auto ids, newest_orders(shop_, before, limit));
    return read_orders(shop_, ids);
  }

  Result<std::vector<Order>> of_customer(const CustomerId& customer, std::optional<OrderId> before,
                                         std::int64_t limit) const override {
    TRY(const auto ids, orders_of(shop_, customer, before, limit));
    return read_orders(shop_, ids);
  }

  Result<std::int64_t> claim(const std::string& email, const CustomerId& customer, std::int64_t limit) override {
    if (email.empty()) return 0;  // orders whose customer was forgotten are nobody's
    TRY(const auto ids, orders_of_guest(shop_, email, limit));
    const Instant now = shop_.clock.now();
    return changed_each(ids, [&](Order order) { return claimed(std::move(order), customer, now); });
  }

  Result<std::int64_t> forget_customer(const CustomerId& customer, std::int64_t limit) override {
    TRY(const auto ids, orders_of(shop_, customer, std::nullopt, limit));
    const Instant now = shop_.clock.now();
    return changed_each(ids,
                        [&](Order order) { return order.customer == customer ? forgotten(std::move(order), now) : order; });
  }

  Result<std::int64_t> erase_due(Instant now, std::int64_t limit) override {
    TRY(const auto found, due_for("#erase_at", now, std::nullopt, limit));
    std::vector<OrderId> ids;
    ids.reserve(found.size());
    for (const ports::DueOrder& each : found) ids.push_back(each.order);
    return changed_each(ids, [now](Order order) { return erased_if_due(std::move(order), now); });
  }

  Result<std::vector<ports::DueOrder>> due(ports::Due kind, Instant until, const std::optional<ports::DueOrder>& after,
                                           std::int64_t limit) const override {
    return due_for(reason_of(kind), until, after, limit);
  }

 private:
  /// `reason`: the attribute that says since when.
  Result<std::vector<ports::DueOrder>> due_for(std::string_view reason, Instant until,
                                               const std::optional<ports::DueOrder>& after, std::int64_t limit) const {
    TRY(const auto entries, due_entries(shop_, {.kind = "order",
                                                .from = after ? after->at : Instant{},
                                                .until = until,
                                                .filter = {std::string(reason) + " <= :until", {}},
                                                .most = limit + kMostAtOnce}));
    std::vector<ports::DueOrder> found;
    for (const Item& entry : entries) {
      ItemFields fields(entry);
      TRY(const auto place, fields.finish(ports::DueOrder{fields.instant("due_at"), fields.id<OrderId>("pk")}, "index entry"));
      if (!after || place > *after) found.push_back(place);
    }
    std::ranges::sort(found);
    if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
    return found;
  }

  Result<std::int64_t> changed_each(const std::vector<OrderId>& ids, const OwnerChange::Step& step) {
    std::int64_t count = 0;
    for (const OrderId& id : ids) {
      OwnerChange change(shop_, id, step);
      TRY(const bool changed, in_rounds(shop_, [&] { return change.round(); }));
      if (changed) ++count;
    }
    return count;
  }

  template <class Settle>
  Result<Order> settled(const OrderId& id, Settle settle) {
    OrderSettling settling(shop_, feed_, encoder_, id, shop_.clock.now());
    auto order = in_rounds(shop_, [&] { return settle(settling); });
    if (order) settling.spread();
    return order;
  }

  const DynamoShop& shop_;
  CatalogFeed& feed_;
  const ports::SettingsStore& settings_;
  const ports::AnswerEncoder& encoder_;
  OrderNumbers numbers_;
  const std::chrono::milliseconds hold_lifetime_;
};

}  // namespace

std::unique_ptr<ports::CheckoutLedger> open_checkout_ledger(const DynamoShop& shop, CatalogFeed& feed,
                                                            const ports::SettingsStore& settings,
                                                            const ports::AnswerEncoder& encoder,
                                                            std::chrono::milliseconds hold_lifetime) {
  return std::make_unique<DynamoCheckoutLedger>(shop, feed, settings, encoder, hold_lifetime);
}

}  // namespace souk::aws
