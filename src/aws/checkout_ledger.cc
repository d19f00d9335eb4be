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

// Orders that are due are those of the last minutes; a backlog beyond this is worked off over several rounds.
constexpr std::int64_t kMostDueOfAShard = 1000;
constexpr Instant kEver{std::chrono::milliseconds{std::int64_t{1} << 53}};

class DynamoCheckoutLedger final : public ports::CheckoutLedger {
 public:
  DynamoCheckoutLedger(const DynamoShop& shop, CatalogFeed& feed, const ports::SettingsStore& settings,
                       const ports::AnswerEncoder& encoder, std::chrono::milliseconds hold_lifetime)
      : shop_(shop), feed_(feed), encoder_(encoder), numbers_(shop, settings), hold_lifetime_(hold_lifetime) {}

  Result<ports::Opened> open(const ports::IdempotencyKey& key, const Checkout& checkout, const Quote& quote) override {
    TRY(const auto needs, stock_needs(quote.lines));
    const Instant now = shop_.clock.now();
    OrderOpening opening(shop_, feed_, numbers_, encoder_,
                         {.key = key,
                          .checkout = checkout,
                          .quote = quote,
                          .needs = needs,
                          .now = now,
                          .hold_expires_at = now + hold_lifetime_});
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
    TRY(const auto ids, orders_of_guest(shop_, email, limit));
    const Instant now = shop_.clock.now();
    return changed_each(ids, [&](Order order) { return claimed(std::move(order), customer, now); });
  }

  Result<std::int64_t> forget_customer(const CustomerId& customer, std::int64_t limit) override {
    TRY(const auto ids, orders_of(shop_, customer, std::nullopt, limit));
    const Instant now = shop_.clock.now();
    return changed_each(ids, [&](Order order) { return order.customer == customer ? forgotten(std::move(order), now) : order; });
  }

  Result<std::int64_t> erase_due(Instant now, std::int64_t limit) override {
    TRY(const auto ids, due("erase_at", now, limit));
    return changed_each(ids, [now](Order order) { return erased_if_due(std::move(order), now); });
  }

  Result<std::vector<OrderId>> undecided_since(Instant before, std::int64_t limit) const override {
    return due("undecided_at", before - std::chrono::milliseconds{1}, limit);
  }
  Result<std::vector<OrderId>> holds_lapsed(Instant now, std::int64_t limit) const override {
    return due("hold_at", now, limit);
  }
  Result<std::vector<OrderId>> money_to_give_back(std::int64_t limit) const override {
    return due("give_back_at", kEver, limit);
  }

 private:
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

  /// Orders whose `reason` was reached by `until`, by when it was.
  Result<std::vector<OrderId>> due(std::string_view reason, Instant until, std::int64_t limit) const {
    TRY(const auto entries, due_entries(shop_, "order", until, kMostDueOfAShard));
    std::vector<std::pair<Instant, OrderId>> found;
    for (const Item& entry : entries) {
      ItemFields fields(entry);
      const auto at = fields.optional_instant(reason);
      const auto id = fields.id<OrderId>("pk");
      TRY(const bool intact, fields.finish(true, "index entry"));
      if (intact && at && *at <= until) found.emplace_back(*at, id);
    }
    std::ranges::sort(found);
    std::vector<OrderId> ids;
    for (const auto& [at, id] : found)
      if (std::ssize(ids) < limit) ids.push_back(id);
    return ids;
  }

  const DynamoShop& shop_;
  CatalogFeed& feed_;
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
