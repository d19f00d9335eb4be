#include "embedded/order_numbers.h"

#include <utility>

namespace souk::embedded {

namespace {

constexpr std::int64_t kBlock = 100;  // a commit per hundred orders; a restart skips half of it on average

}  // namespace

Result<std::string> OrderNumbers::next() {
  const std::scoped_lock lock(mutex_);
  if (!returned_.empty()) {
    std::string number = std::move(returned_.back());
    returned_.pop_back();
    return number;
  }
  TRY(const ShopSettings settings, settings_.load());
  TRY(const std::int64_t count, next_count());
  const std::string& prefix = settings.order_number_prefix;
  // "S1" before 10042 must not read like "S" before 110042.
  const bool ends_in_digit = !prefix.empty() && prefix.back() >= '0' && prefix.back() <= '9';
  return prefix + (ends_in_digit ? "-" : "") + std::to_string(count);
}

void OrderNumbers::give_back(std::string number) {
  const std::scoped_lock lock(mutex_);
  returned_.push_back(std::move(number));  // never more than requests at a time
}

Result<std::int64_t> OrderNumbers::next_count() {
  if (last_ == end_of_block_) {
    TRY(const std::int64_t end, database_.write([](sqlite::Connection& connection) -> Result<std::int64_t> {
      TRY(const auto value, connection.first<std::int64_t>(
                                "UPDATE counters SET value = value + ? WHERE name = 'order_number' RETURNING value", kBlock));
      if (!value) return fail(ErrorCode::corrupt, "The shop's storage is damaged", "no counter order_number");
      return *value;
    }));
    last_ = end - kBlock;
    end_of_block_ = end;
  }
  return ++last_;
}

}  // namespace souk::embedded
