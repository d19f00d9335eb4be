#pragma once

#include <string>

#include <gtest/gtest.h>

#include "contract/home.h"

namespace souk::contract {

/// What every home's Inventory promises. Uses the catalog, where stock items are made, and answers.
class InventoryContract : public testing::TestWithParam<OpenHome> {
 protected:
  /// A new product whose only variant has this stock; returns it as stored.
  Product product(const std::string& title, const ports::StockChange& first);
  StockItemId item(const std::string& title, const ports::StockChange& first) {
    return product(title, first).variants.at(0).stock_item;
  }
  Result<StockItem> change(const StockItemId& id, const ports::StockChange& change);
  StockItem stock(const StockItemId& id) { return home_->inventory->find(id).value(); }
  /// Of everything that ever moved.
  std::int64_t sum_of_movements(const StockItemId& id);

  std::unique_ptr<Home> home_ = GetParam()();
};

}  // namespace souk::contract
