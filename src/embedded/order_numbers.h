#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "embedded/database.h"
#include "ports/settings_store.h"

namespace souk::embedded {

/// "S10042": unique and readable. Taken from blocks leased ahead of the order's own transaction, so that a number costs it
/// nothing; what a restart leaves of a block is a gap, and so is what an unknown commit took. Thread-safe.
class OrderNumbers {
 public:
  OrderNumbers(Database& database, const ports::SettingsStore& settings) : database_(database), settings_(settings) {}
  Result<std::string> next();
  /// Of an order that surely was not written, so that a thousand refusals leave no gap.
  void give_back(std::string number);

 private:
  Result<std::int64_t> next_count();

  Database& database_;
  const ports::SettingsStore& settings_;
  std::mutex mutex_;  // guards what follows; held while a block is leased, since whoever waits here needs that block
  std::vector<std::string> returned_;
  std::int64_t last_ = 0;
  std::int64_t end_of_block_ = 0;
};

}  // namespace souk::embedded
