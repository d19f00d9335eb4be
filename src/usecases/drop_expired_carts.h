#pragma once

#include <cstdint>

#include "ports/cart_store.h"
#include "ports/clock.h"

namespace souk::usecases {

class DropExpiredCarts {
 public:
  DropExpiredCarts(ports::CartStore& carts, const ports::Clock& clock) : carts_(carts), clock_(clock) {}

  /// At most 1,000 a call; returns how many.
  Result<std::int64_t> operator()() const;

 private:
  ports::CartStore& carts_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
