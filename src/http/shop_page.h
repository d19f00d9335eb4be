#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/catalog/product.h"
#include "commerce/shop/settings.h"
#include "http/product_query.h"
#include "ports/catalog_index.h"

/// The plain pages that show a shop before it has a storefront: HTML without a script, whole without a style sheet.
namespace souk::http {

/// Under which the pages show: their own style sheet, pictures from here and from https, nothing else.
inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; style-src 'self'; img-src 'self' https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

struct ShopPage {
  ShopSettings settings;
  std::vector<Category> categories;  // all of the shop's
  ListedProducts asked;
  ports::ProductPage found;
  std::optional<std::string> next_cursor;
};
std::string shop_page(const ShopPage& page);

struct ProductPageContent {
  ShopSettings settings;
  std::vector<Category> categories;  // all of the shop's
  Product product;
  std::vector<bool> available;  // of the shown variants, in their order
};
std::string product_page(const ProductPageContent& page);

/// `message` for whoever followed a link that leads nowhere.
std::string refusal_page(std::string_view title, std::string_view message);

}  // namespace souk::http
