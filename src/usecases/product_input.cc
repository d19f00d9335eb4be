#include "usecases/product_input.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "usecases/change_stock.h"
#include "usecases/description_html.h"

namespace souk::usecases {
namespace {

std::string variant_pointer(std::size_t index) { return "/variants/" + std::to_string(index); }

Result<void> identify(Variant& variant, std::size_t index, const Product* stored, ports::IdSource& ids) {
  if (variant.id == VariantId{}) {
    variant.id = ids.fresh<VariantId>();
    variant.stock_item = ids.fresh<StockItemId>();
    return {};
  }
  if (stored) {
    const auto same = std::ranges::find(stored->variants, variant.id, &Variant::id);
    if (same != stored->variants.end()) {
      variant.stock_item = same->stock_item;
      return {};
    }
  }
  return fail_at(variant_pointer(index) + "/id", ErrorCode::validation_failed,
                 "The product has no such variant; leave the id out for a new one");
}

Result<void> check_currency(const Variant& variant, std::size_t index, const ShopSettings& settings) {
  const auto other = [&](const Money& money) { return money.currency != settings.currency; };
  const std::string detail = "The shop sells in " + std::string(settings.currency.code());
  if (other(variant.price)) return fail_at(variant_pointer(index) + "/price", ErrorCode::validation_failed, detail);
  if (variant.compare_at_price && other(*variant.compare_at_price))
    return fail_at(variant_pointer(index) + "/compare_at_price", ErrorCode::validation_failed, detail);
  return {};
}

Result<std::vector<ports::StockWrite>> stock_writes(const ProductInput& input) {
  std::vector<ports::StockWrite> writes;
  for (std::size_t i = 0; i < input.stock.size() && i < input.product.variants.size(); ++i) {
    if (!input.stock[i]) continue;
    auto checked = check(*input.stock[i]);
    if (!checked) {
      Error error = std::move(checked).error();
      error.pointer = variant_pointer(i) + "/stock" + error.pointer;
      return std::unexpected(std::move(error));
    }
    writes.push_back({input.product.variants[i].id, *input.stock[i]});
  }
  return writes;
}

}  // namespace

Result<ports::ProductWrite> prepared(ProductInput input, const Product* stored, const ShopSettings& settings,
                                     ports::IdSource& ids) {
  Product& product = input.product;
  std::set<VariantId> seen;
  for (std::size_t i = 0; i < product.variants.size(); ++i) {
    TRY(identify(product.variants[i], i, stored, ids));
    TRY(check_currency(product.variants[i], i, settings));
    if (!seen.insert(product.variants[i].id).second)
      return fail_at(variant_pointer(i) + "/id", ErrorCode::validation_failed, "The same variant stands here twice");
  }
  TRY(product.description_html, sanitized_description(product.description_html));
  ports::ProductWrite write;
  TRY(write.stock, stock_writes(input));
  TRY(write.product, validated(std::move(product)));
  return write;
}

Result<void> check_categories(const ports::CatalogStore& catalog, const std::vector<CategoryId>& categories) {
  for (std::size_t i = 0; i < categories.size(); ++i) {
    const auto found = catalog.category(categories[i]);
    if (found) continue;
    if (found.error().code != ErrorCode::not_found) return std::unexpected(found.error());
    return fail_at("/categories/" + std::to_string(i), ErrorCode::validation_failed, "There is no such category");
  }
  return {};
}

}  // namespace souk::usecases
