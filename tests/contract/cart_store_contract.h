#pragma once

#include <gtest/gtest.h>

#include "contract/home.h"
#include "support/builders.h"

namespace souk::contract {

/// What every home's CartStore promises. Uses answers too; which order a cart became is in the ledger's suite.
class CartStoreContract : public testing::TestWithParam<OpenHome> {
 protected:
  Cart saved(const Cart& cart) { return home_->carts->save({}, cart).value(); }
  Cart new_cart() { return support::a_cart(home_->ids, home_->clock.now()); }

  std::unique_ptr<Home> home_ = GetParam()();
};

}  // namespace souk::contract
