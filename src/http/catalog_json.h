#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "commerce/catalog/product.h"
#include "commerce/shop/settings.h"
#include "ports/catalog_index.h"
#include "usecases/payment_providers.h"

/// What everyone may see of the catalog.
namespace souk::http {

// A page of variants: a product's own document shows no more, the rest is paged.
inline constexpr std::size_t kShownVariants = 100;

/// `available`: of the shown variants, in their order.
std::string product_json(const Product& product, const std::vector<bool>& available, std::span<const Category> categories);
/// Variants from `first` on, as many as `available` has.
std::string variants_json(const Product& product, std::size_t first, const std::vector<bool>& available,
                          const std::optional<std::string>& next_cursor);
std::string product_list_json(const ports::ProductPage& page, bool facets, const std::optional<std::string>& next_cursor);
std::string suggestions_json(const std::vector<ports::Suggestion>& suggestions);
std::string shop_json(const ShopSettings& settings, const std::vector<usecases::PaymentMethod>& payment_methods);
std::string category_json(const Category& category);
std::string category_list_json(const std::vector<Category>& categories, const std::optional<std::string>& next_cursor);

}  // namespace souk::http
