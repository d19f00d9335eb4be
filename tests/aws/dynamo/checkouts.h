#pragma once

#include <string>
#include <vector>

#include "contract/home.h"
#include "support/builders.h"

namespace souk::aws_test {

/// Buyers of one thing, each with a cart of one piece.
class Checkouts {
 public:
  Checkouts(contract::Home& home, int buyers, std::int64_t units);

  /// Opens and pays. Who is told to come back later does so under the same key, as clients do; `patience` times.
  Result<Order> buy(int buyer, int patience) const;
  ports::IdempotencyKey key_of(int buyer) const;

  std::int64_t units() const { return units_; }
  StockItemId stock_item() const { return product_.variants.front().stock_item; }

 private:
  contract::Home& home_;
  const std::int64_t units_;
  Product product_;
  std::vector<Cart> carts_;
};

/// What must be true once nobody buys any more: of stock, movements, orders, events and answers.
void expect_true_books(contract::Home& home, const Checkouts& checkouts, const std::vector<Result<Order>>& outcomes);

}  // namespace souk::aws_test
