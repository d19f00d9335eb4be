#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "contract/home.h"
#include "support/builders.h"

namespace souk::contract {

/// What every home's CheckoutLedger promises. Uses catalog, inventory, carts, answers and outbox beside the ledger.
class CheckoutLedgerContract : public testing::TestWithParam<OpenHome> {
 protected:
  using Piece = support::Piece;

  /// A cart as stored, with its pieces: what a shopper has on the screen.
  struct Basket {
    Cart cart;
    std::vector<Piece> pieces;
  };

  Product product(const std::string& title, StockPolicy policy, std::int64_t on_hand);
  Product stocked(const std::string& title, std::int64_t on_hand) { return product(title, StockPolicy::deny, on_hand); }
  Basket basket(const std::vector<Piece>& pieces);

  Result<ports::Opened> open(const std::string& key, const Basket& basket);
  void limit_holds(const HoldLimits& limits);
  /// The same by a guest who is limited.
  Result<ports::Opened> open_by(const std::string& client, const std::string& key, const Basket& basket);
  Order opened(const std::string& key, const Basket& basket);
  Order apply(const Order& order, FactKind kind);
  /// What the provider says of the order's current attempt.
  static PaymentFact fact(const Order& order, FactKind kind);
  /// Opened and authorized.
  Order confirmed(const std::string& key, const Basket& basket);
  /// Opened, declined and past its hold, then expired.
  Order lapsed(const std::string& key, const Basket& basket);

  /// All that is due by now, read in pages of this many.
  std::vector<OrderId> due(ports::Due kind, std::int64_t page = 100);
  StockItem stock(const Product& product);
  ports::Answers::Found answer(const std::string& key);
  std::vector<ports::Event> events_of(const Order& order);

  std::unique_ptr<Home> home_ = GetParam()();
};

}  // namespace souk::contract
