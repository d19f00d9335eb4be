#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commerce/catalog/product.h"
#include "commerce/inventory/stock.h"
#include "commerce/shop/settings.h"
#include "http/json_writer.h"

/// What staff sees.
namespace souk::http {

std::string admin_product_json(const Product& product);
std::string admin_variant_json(const Variant& variant);
std::string admin_product_list_json(const std::vector<Product>& products, const std::optional<std::string>& next_cursor);
/// A variant with what lies on its shelf.
using StockedVariant = std::pair<Variant, StockItem>;
std::string stocked_variant_json(const StockedVariant& stocked);
std::string stocked_variant_list_json(const std::vector<StockedVariant>& stocked,
                                      const std::optional<std::string>& next_cursor);
std::string stock_item_json(const StockItem& item);
std::string movement_list_json(const std::vector<Movement>& movements, const std::optional<std::string>& next_cursor);
std::string settings_json(const ShopSettings& settings);

}  // namespace souk::http
