#include "http/catalog_reads.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "http/catalog_json.h"
#include "http/product_query.h"

namespace souk::http {
namespace {

constexpr std::int64_t kMaxSuggestions = 10;
constexpr std::int64_t kDefaultSuggestions = 5;
constexpr std::size_t kMaxTyped = 200;  // characters

/// Where the page after `position` ("<index>,<variant>") begins: behind that variant; in its place, if it is gone.
std::size_t first_variant(const Product& product, std::string_view position) {
  const auto comma = position.find(',');
  if (comma == std::string_view::npos) return 0;
  const auto id = VariantId::parse(position.substr(comma + 1));
  const auto known = id ? std::ranges::find(product.variants, *id, &Variant::id) : product.variants.end();
  if (known != product.variants.end()) return static_cast<std::size_t>(known - product.variants.begin()) + 1;
  std::size_t index = 0;
  const std::string_view digits = position.substr(0, comma);
  std::from_chars(digits.data(), digits.data() + digits.size(), index);
  return std::min(index, product.variants.size());
}

Result<std::vector<Category>> found_categories(const ports::CatalogStore& catalog, const std::vector<CategoryId>& ids) {
  std::vector<Category> categories;
  for (const CategoryId& id : ids) {
    auto category = catalog.category(id);
    if (category)
      categories.push_back(*std::move(category));
    else if (category.error().code != ErrorCode::not_found)
      return std::unexpected(std::move(category).error());
  }
  return categories;
}

}  // namespace

Result<std::string> decoded_segment(std::string_view segment) {
  auto text = percent_decoded(segment);
  if (!text) return fail(ErrorCode::not_found, "There is nothing here");
  return *std::move(text);
}

PublicAnswer moved_permanently(std::string location) {
  PublicAnswer answer;
  answer.moved_to = std::move(location);
  answer.cache_control = "public, max-age=60";
  return answer;
}

Result<PublicRead> CatalogReads::list_products(std::string_view query) const {
  TRY(ListedProducts listed, read_product_query("/v1/products", query, cursors_));
  PublicRead read{.target = listed.target, .sources = {.index = true}, .heavy = listed.filtered};
  read.compute = [this, listed = std::move(listed)]() -> Result<PublicAnswer> {
    TRY(const ports::ProductPage page, index_.search(listed.query));
    std::optional<std::string> next;
    if (page.next) next = cursors_.encode(*page.next, listed.list, kPublic);
    return PublicAnswer{.body = product_list_json(page, listed.query.facets, next)};
  };
  return read;
}

Result<PublicRead> CatalogReads::get_product(std::string_view product, std::string_view query) const {
  TRY(Query::parse(query, {}));
  TRY(std::string id_or_slug, decoded_segment(product));
  PublicRead read{.target = "/v1/products/" + percent_encoded(id_or_slug), .sources = {.catalog = true}};
  read.compute = [this, id_or_slug = std::move(id_or_slug)] { return product_answer(id_or_slug); };
  return read;
}

Result<PublicRead> CatalogReads::list_product_variants(std::string_view product, std::string_view text) const {
  TRY(const Query query, Query::parse(text, {{"limit"}, {"cursor"}}));
  TRY(std::string id_or_slug, decoded_segment(product));
  CanonicalTarget list("/v1/products/" + percent_encoded(id_or_slug) + "/variants");
  TRY(Paging paging, read_paging(query, std::move(list), cursors_, kPublic));
  PublicRead read{.target = paging.target, .sources = {.catalog = true}};
  read.compute = [this, id_or_slug = std::move(id_or_slug), paging = std::move(paging)] {
    return variants_answer(id_or_slug, paging);
  };
  return read;
}

Result<PublicRead> CatalogReads::list_categories(std::string_view text) const {
  TRY(const Query query, Query::parse(text, {{"limit"}, {"cursor"}}));
  TRY(Paging paging, read_paging(query, CanonicalTarget("/v1/categories"), cursors_, kPublic));
  PublicRead read{.target = paging.target, .sources = {.catalog = true}};
  read.compute = [this, paging = std::move(paging)]() -> Result<PublicAnswer> {
    TRY(std::vector<Category> all, catalog_.categories());
    std::vector<Category> page = categories_after(std::move(all), paging);
    const auto next = cut(page, paging, cursors_, kPublic, &category_position);
    return PublicAnswer{.body = category_list_json(page, next)};
  };
  return read;
}

Result<PublicRead> CatalogReads::get_category(std::string_view category, std::string_view query) const {
  TRY(Query::parse(query, {}));
  TRY(std::string id_or_slug, decoded_segment(category));
  PublicRead read{.target = "/v1/categories/" + percent_encoded(id_or_slug), .sources = {.catalog = true}};
  read.compute = [this, id_or_slug = std::move(id_or_slug)] { return category_answer(id_or_slug); };
  return read;
}

Result<PublicRead> CatalogReads::suggest_searches(std::string_view text) const {
  TRY(const Query query, Query::parse(text, {{"q"}, {"limit"}}));
  TRY(std::optional<std::string> typed, query.text("q", 1, kMaxTyped));
  if (!typed) return fail_at("q", ErrorCode::invalid_parameter, "This is required");
  TRY(const auto limit, query.integer("limit", 1, kMaxSuggestions));
  const std::int64_t most = limit.value_or(kDefaultSuggestions);
  CanonicalTarget target("/v1/search/suggestions");
  target.add("q", *typed).add("limit", std::to_string(most));
  PublicRead read{.target = target.text(), .sources = {.index = true}, .heavy = true};
  read.compute = [this, typed = *std::move(typed), most]() -> Result<PublicAnswer> {
    TRY(const std::vector<ports::Suggestion> suggestions, index_.suggest(typed, most));
    return PublicAnswer{.body = suggestions_json(suggestions)};
  };
  return read;
}

Result<PublicRead> CatalogReads::get_shop(std::string_view query) const {
  TRY(Query::parse(query, {}));
  PublicRead read{.target = "/v1/shop", .sources = {.settings = true}};
  read.compute = [this]() -> Result<PublicAnswer> {
    TRY(const ShopSettings settings, settings_.load());
    return PublicAnswer{.body = shop_json(settings, payment_providers_.methods(settings))};
  };
  return read;
}

Result<ports::FoundProduct> CatalogReads::visible_product(const std::string& id_or_slug) const {
  ports::FoundProduct found;
  if (const auto id = ProductId::parse(id_or_slug)) {
    TRY(found.product, catalog_.product(*id));
  } else {
    TRY(found, catalog_.product_by_slug(id_or_slug));
  }
  if (!is_visible(found.product, clock_.now())) return fail(ErrorCode::not_found, "There is no such product");
  return found;
}

Result<std::vector<bool>> CatalogReads::availability(const Product& product, std::size_t first, std::size_t count) const {
  std::vector<StockItemId> ids;
  for (std::size_t i = first; i < first + count; ++i) ids.push_back(product.variants[i].stock_item);
  TRY(const std::vector<StockItem> stock, inventory_.find_all(ids));
  std::vector<bool> available;
  available.reserve(count);
  std::size_t at = 0;  // unknown items are left out of `stock`, the order is kept
  for (const StockItemId& id : ids) {
    const bool known = at < stock.size() && stock[at].id == id;
    available.push_back(known && stock[at].available());
    if (known) ++at;
  }
  return available;
}

Result<PublicAnswer> CatalogReads::product_answer(const std::string& id_or_slug) const {
  TRY(const ports::FoundProduct found, visible_product(id_or_slug));
  const Product& product = found.product;
  if (found.moved) return moved_permanently("/v1/products/" + percent_encoded(product.slug));
  TRY(const std::vector<bool> available, availability(product, 0, std::min(product.variants.size(), kShownVariants)));
  TRY(const std::vector<Category> categories, found_categories(catalog_, product.categories));
  return PublicAnswer{.body = product_json(product, available, categories)};
}

Result<PublicAnswer> CatalogReads::variants_answer(const std::string& id_or_slug, const Paging& paging) const {
  TRY(const ports::FoundProduct found, visible_product(id_or_slug));
  const Product& product = found.product;
  if (found.moved) return moved_permanently("/v1/products/" + percent_encoded(product.slug) + "/variants");
  const std::size_t first = first_variant(product, paging.position);
  const std::size_t end = std::min(first + static_cast<std::size_t>(paging.limit), product.variants.size());
  TRY(const std::vector<bool> available, availability(product, first, end - first));
  std::optional<std::string> next;
  if (end < product.variants.size())
    next = cursors_.encode(std::to_string(end) + ',' + product.variants[end - 1].id.text(), paging.list, kPublic);
  return PublicAnswer{.body = variants_json(product, first, available, next)};
}

Result<PublicAnswer> CatalogReads::category_answer(const std::string& id_or_slug) const {
  ports::FoundCategory found;
  if (const auto id = CategoryId::parse(id_or_slug)) {
    TRY(found.category, catalog_.category(*id));
  } else {
    TRY(found, catalog_.category_by_slug(id_or_slug));
  }
  if (found.moved) return moved_permanently("/v1/categories/" + percent_encoded(found.category.slug));
  return PublicAnswer{.body = category_json(found.category)};
}

}  // namespace souk::http
