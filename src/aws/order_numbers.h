#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "aws/dynamo_shop.h"
#include "ports/settings_store.h"

namespace souk::aws {

/// "S10042": unique and readable. Taken from blocks leased ahead of the order's own transaction, so that checkouts do not meet
/// at a counter; what a process leaves of its block is a gap. Thread-safe.
class OrderNumbers {
 public:
  OrderNumbers(const DynamoShop& shop, const ports::SettingsStore& settings) : shop_(shop), settings_(settings) {}
  Result<std::string> next();

 private:
  Result<std::int64_t> next_count();

  const DynamoShop& shop_;
  const ports::SettingsStore& settings_;
  std::mutex mutex_;  // guards what follows; held while a block is leased, since whoever waits here needs that block
  std::int64_t last_ = 0;
  std::int64_t end_of_block_ = 0;
};

}  // namespace souk::aws
