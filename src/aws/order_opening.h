#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/catalog_feed.h"
#include "aws/dynamo_shop.h"
#include "aws/order_items.h"
#include "aws/order_numbers.h"
#include "aws/shelf.h"
#include "ports/checkout_ledger.h"

namespace souk::aws {

/// One call of CheckoutLedger::open, over all its rounds: T1. At most 50 stock items, and beside them order, number, place in
/// the list, mark on the cart, check of the cart, answer, events, touch and the client's slot: 59 actions.
class OrderOpening {
 public:
  struct Call {
    const ports::IdempotencyKey& key;
    const Checkout& checkout;
    const Quote& quote;
    const std::vector<StockNeed>& needs;
    Instant now;
    Instant hold_expires_at;
    HoldLimits hold_limits;
  };
  OrderOpening(const DynamoShop& shop, CatalogFeed& feed, OrderNumbers& numbers, const ports::AnswerEncoder& encoder,
               const Call& call)
      : shop_(shop), feed_(feed), numbers_(numbers), encoder_(encoder), call_(call) {}

  Result<std::optional<ports::Opened>> round();

 private:
  Result<ItemSet> read_all() const;
  Result<ports::Opened> repeated(const OrderId& order);
  Result<void> expect_cart(const ItemSet& read) const;
  /// The order as it is to be, with everything but its key's answer in `actions`.
  Result<StoredOrder> placed(const ItemSet& read, std::vector<Action>& actions);
  Result<StoredOrder> placed_first(Shelf& shelf, std::vector<Action>& actions);
  Result<StoredOrder> placed_again(Shelf& shelf, const OrderId& live, std::vector<Action>& actions) const;
  /// Gives the order, which holds `tracked`, one of its client's slots.
  Result<void> take_hold_slot(StoredOrder& stored, const std::vector<StockNeed>& tracked, std::vector<Action>& actions) const;
  Result<std::vector<StockNeed>> hold_needs(Shelf& shelf, std::vector<Action>& actions) const;
  Result<std::optional<ports::Opened>> refused(const Error& error) const;
  Action check_of_cart() const;

  const DynamoShop& shop_;
  CatalogFeed& feed_;
  OrderNumbers& numbers_;
  const ports::AnswerEncoder& encoder_;
  const Call call_;
  const OrderId id_ = shop_.ids.fresh<OrderId>();
  const AttemptId attempt_ = shop_.ids.fresh<AttemptId>();  // by which this call recognises what it wrote
  std::string number_;                                      // once one was needed
  bool saw_no_order_ = false;                               // of this cart, in this round
};

}  // namespace souk::aws
