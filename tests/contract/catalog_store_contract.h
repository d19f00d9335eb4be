#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "contract/home.h"
#include "support/builders.h"

namespace souk::contract {

/// What every home's CatalogStore promises. Uses answers beside the catalog.
class CatalogStoreContract : public testing::TestWithParam<OpenHome> {
 protected:
  Product a_product(const std::string& title) { return support::a_product(home_->ids, title); }
  Category a_category(const std::string& title, std::optional<CategoryId> parent = {});

  Result<Product> put(const Product& product) { return home_->catalog->put({}, ports::ProductWrite{.product = product}); }
  /// Fails the test when it cannot.
  Product stored(const Product& product, const std::vector<ports::StockWrite>& stock = {});
  Category stored(const Category& category);
  Product stored(const std::string& title) { return stored(a_product(title)); }

  std::optional<ErrorCode> error_of_product(const ProductId& id) const;
  StockItem stock_of(const Variant& variant) const;
  /// The change feed from `sequence` on.
  std::vector<ProductId> changed_after(std::int64_t sequence) const;

  std::unique_ptr<Home> home_ = GetParam()();
};

template <class T>
std::optional<ErrorCode> error_of(const Result<T>& result) {
  return result ? std::nullopt : std::optional(result.error().code);
}

/// What became of calls made at once: how many ended like this, and which one was the only one that succeeded.
using Outcomes = std::vector<std::optional<ErrorCode>>;
inline std::ptrdiff_t succeeded(const Outcomes& outcomes) { return std::ranges::count(outcomes, std::optional<ErrorCode>()); }
inline std::ptrdiff_t failed_with(const Outcomes& outcomes, ErrorCode code) {
  return std::ranges::count(outcomes, std::optional(code));
}
inline std::size_t winner_of(const Outcomes& outcomes) {
  return static_cast<std::size_t>(std::ranges::find(outcomes, std::optional<ErrorCode>()) - outcomes.begin());
}

}  // namespace souk::contract
