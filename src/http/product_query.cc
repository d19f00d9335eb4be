#include "http/product_query.h"

#include <algorithm>
#include <array>
#include <utility>

#include "commerce/money/money.h"
#include "http/paging.h"
#include "http/query.h"

namespace souk::http {
namespace {

constexpr std::size_t kMaxText = 200;  // characters, as all of these
constexpr std::size_t kMaxFilter = 255;
constexpr std::size_t kMaxSlug = 200;
constexpr std::size_t kMaxRepeats = 20;

struct SortName {
  std::string_view name;
  ports::ProductSort sort;
};
constexpr std::array<SortName, 5> kSorts{{
    {"relevance", ports::ProductSort::relevance},
    {"newest", ports::ProductSort::newest},
    {"price", ports::ProductSort::price_asc},
    {"-price", ports::ProductSort::price_desc},
    {"title", ports::ProductSort::title},
}};

Result<SortName> sort_of(const Query& query) {
  const std::string name = query.find("sort").value_or("relevance");
  const auto found = std::ranges::find(kSorts, std::string_view{name}, &SortName::name);
  if (found == kSorts.end())
    return fail_at("sort", ErrorCode::invalid_parameter, "This must be relevance, newest, price, -price or title");
  return *found;
}

/// "Color:Red" -> {"Color", "Red"}
Result<std::vector<std::pair<std::string, std::string>>> options_of(const Query& query) {
  TRY(const std::vector<std::string> texts, query.texts("option", 2 * kMaxFilter + 1, kMaxRepeats));
  std::vector<std::pair<std::string, std::string>> options;
  for (const std::string& text : texts) {
    const auto colon = text.find(':');
    if (colon == 0 || colon == std::string::npos || colon + 1 == text.size())
      return fail_at("option", ErrorCode::invalid_parameter, "This must be a name and a value: Color:Red");
    options.emplace_back(text.substr(0, colon), text.substr(colon + 1));
  }
  return options;
}

template <class Values>
Values sorted(Values values) {
  std::ranges::sort(values);
  return values;
}

/// Filters that were given in another order are the same filters.
CanonicalTarget canonical_list(std::string_view path, const ports::ProductQuery& query, std::string_view sort) {
  CanonicalTarget target{std::string(path)};
  if (!query.text.empty()) target.add("q", query.text);
  if (query.category_slug) target.add("category", *query.category_slug);
  target.add("tag", query.tags).add("vendor", query.vendors);
  if (query.price_min) target.add("price_min", std::to_string(*query.price_min));
  if (query.price_max) target.add("price_max", std::to_string(*query.price_max));
  if (query.in_stock) target.add("in_stock", *query.in_stock ? "true" : "false");
  for (const auto& [name, value] : query.options) target.add("option", name + ':' + value);
  target.add("sort", sort).add("limit", std::to_string(query.limit));
  if (query.facets) target.add("facets", "true");
  return target;
}

bool is_filtered(const ports::ProductQuery& query) {
  return !query.text.empty() || query.category_slug || !query.tags.empty() || !query.vendors.empty() || query.price_min ||
         query.price_max || query.in_stock || !query.options.empty() || query.facets;
}

}  // namespace

Result<ListedProducts> read_product_query(std::string_view path, std::string_view text, const Cursors& cursors) {
  TRY(const Query query, Query::parse(text, {{"q"},
                                             {"category"},
                                             {"tag", true},
                                             {"vendor", true},
                                             {"price_min"},
                                             {"price_max"},
                                             {"in_stock"},
                                             {"option", true},
                                             {"sort"},
                                             {"limit"},
                                             {"cursor"},
                                             {"facets"}}));
  ListedProducts listed;
  ports::ProductQuery& wanted = listed.query;
  TRY(const auto words, query.text("q", 0, kMaxText));
  wanted.text = words.value_or("");
  TRY(wanted.category_slug, query.text("category", 1, kMaxSlug));
  TRY(wanted.tags, query.texts("tag", kMaxFilter, kMaxRepeats));
  TRY(wanted.vendors, query.texts("vendor", kMaxFilter, kMaxRepeats));
  TRY(wanted.price_min, query.integer("price_min", 0, kMaxMinor));
  TRY(wanted.price_max, query.integer("price_max", 0, kMaxMinor));
  TRY(wanted.in_stock, query.boolean("in_stock"));
  TRY(wanted.options, options_of(query));
  TRY(const SortName sort, sort_of(query));
  wanted.sort = sort.sort;
  TRY(const auto limit, query.integer("limit", 1, kMaxPage));
  wanted.limit = limit.value_or(kDefaultPage);
  TRY(const auto facets, query.boolean("facets"));
  wanted.facets = facets.value_or(false);
  wanted.tags = sorted(std::move(wanted.tags));
  wanted.vendors = sorted(std::move(wanted.vendors));
  wanted.options = sorted(std::move(wanted.options));

  CanonicalTarget target = canonical_list(path, wanted, sort.name);
  listed.list = target.text();
  if (const auto cursor = query.find("cursor")) {
    TRY(wanted.after, cursors.decode(*cursor, listed.list, kPublic));
    target.add("cursor", *cursor);
  }
  listed.target = target.text();
  listed.filtered = is_filtered(wanted);
  return listed;
}

}  // namespace souk::http
