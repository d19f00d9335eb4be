#pragma once

#include <optional>
#include <vector>

#include "aws/catalog_feed.h"
#include "aws/dynamo_shop.h"
#include "aws/order_items.h"
#include "aws/shelf.h"
#include "ports/checkout_ledger.h"

namespace souk::aws {

/// One call of CheckoutLedger::apply or ::expire, over all its rounds: T2. At most 50 stock items, and beside them order, mark
/// on the cart, answer, events, sale, touch and the client's slot, of which six occur together: 56 actions.
class OrderSettling {
 public:
  OrderSettling(const DynamoShop& shop, CatalogFeed& feed, const ports::AnswerEncoder& encoder, const OrderId& id, Instant now)
      : shop_(shop), feed_(feed), encoder_(encoder), id_(id), now_(now) {}

  Result<std::optional<Order>> apply(const PaymentFact& fact);
  Result<std::optional<Order>> expire();

  /// After the transaction, best effort: what it left to be spread is spread later otherwise.
  void spread() const;

 private:
  Result<ItemSet> read_around(const Order& order) const;
  Result<bool> could_be_taken_again(const Order& order, const ItemSet& read) const;
  Result<std::optional<Order>> carry_out(const StoredOrder& before, const Decision& decision, const ItemSet& read);
  Result<void> move_stock(Shelf& shelf, const Order& before, StockStep step, std::vector<Action>& actions);
  Result<bool> give_back_or_take(Shelf& shelf, const Reservation& reservation, const StockMove& move,
                                 std::vector<Action>& actions) const;
  void sell(const Reservation& reservation);
  std::optional<Action> mark_on_cart(const Order& before, const Order& after) const;

  const DynamoShop& shop_;
  CatalogFeed& feed_;
  const ports::AnswerEncoder& encoder_;
  const OrderId id_;
  const Instant now_;
  std::vector<Movement> sold_;  // by the transaction of this round
  std::int64_t sold_at_version_ = 0;
};

}  // namespace souk::aws
