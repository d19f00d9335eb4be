#include "http/admin_variant_routes.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "http/admin_catalog_routes.h"
#include "http/admin_json.h"
#include "http/paging.h"
#include "http/path_id.h"
#include "http/query.h"
#include "http/read_product.h"
#include "http/repeat.h"

namespace souk::http {
namespace {

using RepeatableProduct = ports::Repeatable<Product>;

std::size_t place_of(const Product& product, const VariantId& id) {
  const auto found = std::ranges::find(product.variants, id, &Variant::id);
  return static_cast<std::size_t>(found - product.variants.begin());
}

/// Errors: not_found.
Result<std::size_t> require_variant(const Product& product, const VariantId& id) {
  const std::size_t place = place_of(product, id);
  if (place == product.variants.size()) return fail(ErrorCode::not_found, "The product has no such variant");
  return place;
}

/// The answer to a write of the product, seen from its variant at `place`.
ports::Encode<Product> variant_encoder(int status, std::size_t place) {
  return [=](const Product& product) {
    const Variant& variant = product.variants[place];
    ports::Answer answer = versioned_answer(status, admin_variant_json(variant), product.version);
    if (status == 201) answer.location = "/v1/admin/products/" + product.id.text() + "/variants/" + variant.id.text();
    return answer;
  };
}

/// Inside one variant's document, "/variants/3/price" is "/price".
Result<Product> seen_from_variant(Result<Product> result, std::size_t place) {
  const std::string prefix = "/variants/" + std::to_string(place);
  if (!result && result.error().pointer.starts_with(prefix)) result.error().pointer.erase(0, prefix.size());
  return result;
}

/// A value that the product does not know yet is added to its option.
void add_option_values(Product& product, const Variant& variant) {
  for (std::size_t i = 0; i < variant.option_values.size() && i < product.options.size(); ++i) {
    std::vector<std::string>& values = product.options[i].values;
    if (std::ranges::find(values, variant.option_values[i]) == values.end()) values.push_back(variant.option_values[i]);
  }
}

Result<std::vector<StockedVariant>> stocked(const ServiceParts& parts, std::span<const Variant> variants) {
  std::vector<StockItemId> ids;
  for (const Variant& variant : variants) ids.push_back(variant.stock_item);
  TRY(const std::vector<StockItem> items, parts.inventory.find_all(ids));
  std::vector<StockedVariant> stocked;
  for (const Variant& variant : variants) {
    const auto item = std::ranges::find(items, variant.stock_item, &StockItem::id);
    if (item == items.end()) return fail(ErrorCode::corrupt, "A variant has no stock item", variant.id.text());
    stocked.emplace_back(variant, *item);
  }
  return stocked;
}

}  // namespace

Result<Response> list_admin_variants(const ServiceParts& parts, const Cursors& cursors, const Call& call) {
  TRY(const Query query, Query::parse(call.request.query(), {{"limit"}, {"cursor"}}));
  TRY(const ProductId id, path_id<ProductId>(call.path[0]));
  TRY(const Paging paging,
      read_paging(query, CanonicalTarget("/v1/admin/products/" + id.text() + "/variants"), cursors, call.principal.name()));
  TRY(const Product product, parts.catalog.product(id));
  std::size_t first = 0;
  if (const auto last = VariantId::parse(paging.position)) {
    const std::size_t place = place_of(product, *last);
    if (place == product.variants.size())
      return fail_at("cursor", ErrorCode::invalid_parameter, "The list has changed: begin again");
    first = place + 1;
  }
  const std::size_t count = std::min(static_cast<std::size_t>(paging.limit) + 1, product.variants.size() - first);
  TRY(std::vector<StockedVariant> page, stocked(parts, std::span{product.variants}.subspan(first, count)));
  const auto next =
      cut(page, paging, cursors, call.principal.name(), [](const StockedVariant& one) { return one.first.id.text(); });
  return private_response(versioned_answer(200, stocked_variant_list_json(page, next), product.version));
}

Result<Response> create_variant(const ServiceParts& parts, const Call& call) {
  TRY(const ProductId id, path_id<ProductId>(call.path[0]));
  TRY(const NewVariantBody body, read_new_variant(call.body()));
  // The last one of what was stored is the new one: replace_product keeps the order.
  const ports::Encode<Product> encode = [](const Product& product) {
    return variant_encoder(201, product.variants.size() - 1)(product);
  };
  return repeatably<Product>(parts.answers, call, {}, encode, [&](const RepeatableProduct& repeatable) -> Result<Product> {
    TRY(Product product, product_at(parts, id, *call.if_version));
    const std::size_t place = product.variants.size();
    add_option_values(product, body.variant);
    product.variants.push_back(body.variant);
    usecases::ProductInput input{std::move(product), {}};
    input.stock.resize(place + 1);
    input.stock.back() = body.stock;
    return seen_from_variant(replaced(parts, call, repeatable, id, std::move(input)), place);
  });
}

Result<Response> get_admin_variant(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const ProductId id, path_id<ProductId>(call.path[0]));
  TRY(const VariantId variant, path_id<VariantId>(call.path[1]));
  TRY(const Product product, parts.catalog.product(id));
  TRY(const std::size_t place, require_variant(product, variant));
  TRY(const std::vector<StockedVariant> found, stocked(parts, std::span{product.variants}.subspan(place, 1)));
  return private_response(versioned_answer(200, stocked_variant_json(found.front()), product.version));
}

Result<Response> change_variant(const ServiceParts& parts, const Call& call) {
  TRY(const ProductId id, path_id<ProductId>(call.path[0]));
  TRY(const VariantId variant, path_id<VariantId>(call.path[1]));
  TRY(with_changes(Variant{}, call.body()));  // refuses the body before anything is looked up
  const ports::Encode<Product> encode = [variant](const Product& product) {
    return variant_encoder(200, place_of(product, variant))(product);
  };
  return repeatably<Product>(parts.answers, call, {}, encode, [&](const RepeatableProduct& repeatable) -> Result<Product> {
    TRY(Product product, product_at(parts, id, *call.if_version));
    TRY(const std::size_t place, require_variant(product, variant));
    TRY(product.variants[place], with_changes(product.variants[place], call.body()));
    add_option_values(product, product.variants[place]);
    return seen_from_variant(replaced(parts, call, repeatable, id, {std::move(product), {}}), place);
  });
}

Result<Response> delete_variant(const ServiceParts& parts, const Call& call) {
  TRY(const ProductId id, path_id<ProductId>(call.path[0]));
  TRY(const VariantId variant, path_id<VariantId>(call.path[1]));
  TRY(Product product, product_at(parts, id, *call.if_version));
  TRY(const std::size_t place, require_variant(product, variant));
  if (product.variants.size() == 1) return fail(ErrorCode::validation_failed, "A product keeps at least one variant");
  product.variants.erase(product.variants.begin() + static_cast<std::ptrdiff_t>(place));
  TRY(const Product stored, replaced(parts, call, RepeatableProduct{.act = call.act()}, id, {std::move(product), {}}));
  return no_content(version_tag(stored.version));
}

}  // namespace souk::http
