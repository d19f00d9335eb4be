#pragma once

#include <gtest/gtest.h>

#include "contract/home.h"

namespace souk::contract {

/// What every home's Outbox promises. Uses catalog, carts, ledger and queue to have something to tell.
class OutboxContract : public testing::TestWithParam<OpenHome> {
 protected:
  std::unique_ptr<Home> home_ = GetParam()();
};

}  // namespace souk::contract
