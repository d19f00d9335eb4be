#include "aws/order_numbers.h"

#include "aws/item_fields.h"

namespace souk::aws {
namespace {

// Functions come and go, and each leaves half a block behind on average.
constexpr std::int64_t kBlock = 20;
constexpr std::int64_t kBeforeTheFirst = 10'000;

}  // namespace

Result<std::string> OrderNumbers::next() {
  TRY(const ShopSettings settings, settings_.load());
  TRY(const std::int64_t count, next_count());
  return settings.order_number_prefix + std::to_string(count);
}

Result<std::int64_t> OrderNumbers::next_count() {
  const std::scoped_lock lock(mutex_);
  if (last_ == end_of_block_) {
    TRY(const Item counter, shop_.client.update_and_get({.key = {shop_.tables.orders, "counter#order_number", "counter"},
                                                         .changes = "SET #value = if_not_exists(#value, :start) + :block",
                                                         .values = {{"start", kBeforeTheFirst}, {"block", kBlock}}}));
    ItemFields fields(counter);
    TRY(end_of_block_, fields.finish(fields.integer("value"), "counter of order numbers"));
    last_ = end_of_block_ - kBlock;
  }
  return ++last_;
}

}  // namespace souk::aws
