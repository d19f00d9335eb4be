// Random catalogs and queries against a recount that looks at every product.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "contract/catalog_index_contract.h"

namespace souk::contract {

namespace {

using ports::ProductQuery;
using ports::ProductSort;

// Two spellings of one value each, and words no stem or beginning of which is another one.
const std::vector<std::string> kTags{"Sale", "sale", "New", "NEW", "Gift"};
const std::vector<std::string> kVendors{"", "Kiln", "KILN", "Forge", "Loom"};
const std::vector<std::string> kColors{"Red", "red", "Blue", "Green"};
const std::vector<std::string> kSizes{"S", "M", "L"};
const std::vector<std::string> kWords{"kettle", "lamp", "mug", "vase", "pillow"};

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}
bool same(const std::string& a, const std::string& b) { return lower(a) == lower(b); }

template <class T>
rc::Gen<std::vector<T>> some_of(const std::vector<T>& pool, int most) {
  return rc::gen::mapcat(rc::gen::inRange(0, most + 1), [pool](int count) {
    return rc::gen::container<std::vector<T>>(static_cast<std::size_t>(count), rc::gen::elementOf(pool));
  });
}

/// A catalog as the test sees it.
struct World {
  std::vector<Category> categories;
  std::vector<ports::IndexedProduct> products;
};

bool has_tag(const Product& product, const std::string& tag) {
  return std::ranges::any_of(product.tags, [&](const auto& own) { return same(own, tag); });
}
bool is_in(const World& world, const Product& product, const std::string& slug) {
  return std::ranges::any_of(product.categories, [&](std::optional<CategoryId> at) {
    while (at) {
      const auto category = std::ranges::find(world.categories, *at, &Category::id);
      if (category->slug == slug) return true;
      at = category->parent;
    }
    return false;
  });
}
bool has_word(const Product& product, const std::string& word) {
  return (" " + product.title + " ").contains(" " + word + " ");
}
bool available(const ports::IndexedProduct& indexed, std::size_t variant) { return indexed.stock[variant].available(); }
bool any_available(const ports::IndexedProduct& indexed) {
  return std::ranges::any_of(indexed.stock, [](const StockItem& item) { return item.available(); });
}

bool has_option(const Product& product, const Variant& variant, const std::string& name, const std::string& value) {
  for (std::size_t i = 0; i < product.options.size(); ++i) {
    if (same(product.options[i].name, name) && same(variant.option_values[i], value)) return true;
  }
  return false;
}
bool variant_matches(const ports::IndexedProduct& indexed, std::size_t i, const ProductQuery& query) {
  const Variant& variant = indexed.product.variants[i];
  if (query.price_min && variant.price.minor < *query.price_min) return false;
  if (query.price_max && variant.price.minor > *query.price_max) return false;
  if (query.in_stock == true && !available(indexed, i)) return false;
  std::set<std::string> names;
  for (const auto& [name, value] : query.options) names.insert(lower(name));
  return std::ranges::all_of(names, [&](const std::string& name) {
    return std::ranges::any_of(query.options, [&](const auto& chosen) {
      return same(chosen.first, name) && has_option(indexed.product, variant, chosen.first, chosen.second);
    });
  });
}
bool matches(const World& world, const ports::IndexedProduct& indexed, const ProductQuery& query) {
  const Product& product = indexed.product;
  if (product.status != ProductStatus::active) return false;
  if (!query.text.empty() && !has_word(product, query.text)) return false;
  if (query.category_slug && !is_in(world, product, *query.category_slug)) return false;
  if (!std::ranges::all_of(query.tags, [&](const auto& tag) { return has_tag(product, tag); })) return false;
  const auto is_vendor = [&](const auto& vendor) { return same(vendor, product.vendor); };
  if (!query.vendors.empty() && !std::ranges::any_of(query.vendors, is_vendor)) return false;
  if (query.in_stock == false && any_available(indexed)) return false;
  for (std::size_t i = 0; i < product.variants.size(); ++i) {
    if (variant_matches(indexed, i, query)) return true;
  }
  return false;
}

std::vector<const ports::IndexedProduct*> matching(const World& world, const ProductQuery& query) {
  std::vector<const ports::IndexedProduct*> found;
  for (const auto& indexed : world.products) {
    if (matches(world, indexed, query)) found.push_back(&indexed);
  }
  return found;
}

std::int64_t cheapest(const Product& product) {
  return std::ranges::min(product.variants, {}, [](const Variant& v) { return v.price.minor; }).price.minor;
}

std::vector<ProductId> sorted(const World& world, const ProductQuery& query) {
  auto found = matching(world, query);
  const auto before = [&](const ports::IndexedProduct* a, const ports::IndexedProduct* b) {
    const Product& x = a->product;
    const Product& y = b->product;
    switch (query.sort) {
      case ProductSort::price_asc: return std::tuple(cheapest(x), x.id) < std::tuple(cheapest(y), y.id);
      case ProductSort::price_desc: return std::tuple(-cheapest(x), x.id) < std::tuple(-cheapest(y), y.id);
      case ProductSort::title: return std::tuple(lower(x.title), x.id) < std::tuple(lower(y.title), y.id);
      case ProductSort::newest:
      case ProductSort::relevance: return std::tuple(y.created_at, x.id) < std::tuple(x.created_at, y.id);
    }
    std::unreachable();
  };
  std::ranges::sort(found, before);
  std::vector<ProductId> ids;
  for (const auto* indexed : found) ids.push_back(indexed->product.id);
  return ids;
}

using Counts = std::map<std::string, std::int64_t>;  // by lower-case value

/// For each of `values` the products that match once `choose` has added it to the query; none without products.
Counts recount(const World& world, const ProductQuery& others, const std::vector<std::string>& values,
               const std::function<void(ProductQuery&, const std::string&)>& choose) {
  Counts counts;
  for (const auto& value : values) {
    ProductQuery query = others;
    choose(query, value);
    const auto found = matching(world, query).size();
    if (found > 0) counts[lower(value)] = static_cast<std::int64_t>(found);
  }
  return counts;
}
std::map<std::string, Counts> recount_facets(const World& world, const ProductQuery& query) {
  std::map<std::string, Counts> facets;
  facets["tag"] = recount(world, query, kTags, [](ProductQuery& q, const std::string& tag) { q.tags.push_back(tag); });
  ProductQuery others = query;
  others.vendors.clear();
  facets["vendor"] = recount(world, others, {kVendors.begin() + 1, kVendors.end()},
                             [](ProductQuery& q, const std::string& v) { q.vendors = {v}; });
  others = query;
  others.in_stock.reset();
  facets["in_stock"] =
      recount(world, others, {"true", "false"}, [](ProductQuery& q, const std::string& v) { q.in_stock = v == "true"; });
  others = query;
  std::vector<std::string> slugs;
  for (const auto& category : world.categories) slugs.push_back(category.slug);
  facets["category"] = recount(world, others, slugs, [](ProductQuery& q, const std::string& slug) { q.category_slug = slug; });
  for (const auto& [name, values] : {std::pair("Color", kColors), std::pair("Size", kSizes)}) {
    others = query;
    std::erase_if(others.options, [&](const auto& chosen) { return same(chosen.first, name); });
    facets[lower(std::string("option.") + name)] =
        recount(world, others, values, [&](ProductQuery& q, const std::string& value) { q.options.emplace_back(name, value); });
  }
  std::erase_if(facets, [](const auto& facet) { return facet.second.empty(); });
  return facets;
}
std::map<std::string, Counts> counted(const ports::ProductPage& page) {
  std::map<std::string, Counts> facets;
  for (const auto& facet : page.facets) {
    for (const auto& value : facet.values) facets[lower(facet.name)][lower(value.value)] += value.count;
  }
  return facets;
}

std::optional<std::pair<Money, Money>> recount_prices(const World& world, ProductQuery query) {
  query.price_min.reset();
  query.price_max.reset();
  std::optional<std::pair<Money, Money>> range;
  for (const auto* indexed : matching(world, query)) {
    for (const Variant& variant : indexed->product.variants) {
      if (!range) range.emplace(variant.price, variant.price);
      range->first.minor = std::min(range->first.minor, variant.price.minor);
      range->second.minor = std::max(range->second.minor, variant.price.minor);
    }
  }
  return range;
}

ports::IndexedProduct random_product(support::SeededIds& ids, const std::vector<Category>& categories, Instant now) {
  ports::IndexedProduct indexed;
  Product& product = indexed.product;
  product.id = ids.fresh<ProductId>();
  const auto words = *some_of(kWords, 3);
  for (const auto& word : words) product.title += (product.title.empty() ? "" : " ") + word;
  if (product.title.empty()) product.title = "Thing";
  product.slug = "slug-" + product.id.text();
  product.status = *rc::gen::weightedElement<ProductStatus>({{9, ProductStatus::active}, {1, ProductStatus::draft}});
  product.vendor = *rc::gen::elementOf(kVendors);
  product.tags = *some_of(kTags, 3);
  product.created_at = now - std::chrono::hours{*rc::gen::inRange(0, 4)};
  for (const auto& category : categories) {
    if (*rc::gen::inRange(0, 4) == 0) product.categories.push_back(category.id);
  }
  product.options = {{.name = *rc::gen::element<std::string>("Color", "color"), .values = {}}, {.name = "Size", .values = {}}};
  const int variants = *rc::gen::inRange(1, 5);
  for (int i = 0; i < variants; ++i) {
    Variant variant = support::a_product(ids, "x").variants[0];
    variant.option_values = {*rc::gen::elementOf(kColors), *rc::gen::elementOf(kSizes)};
    variant.price = support::eur(*rc::gen::inRange(1, 8) * 100);
    indexed.stock.push_back({.id = variant.stock_item, .policy = StockPolicy::deny, .on_hand = *rc::gen::inRange(0, 2)});
    product.variants.push_back(std::move(variant));
  }
  return indexed;
}

ProductQuery random_query(const std::vector<Category>& categories) {
  ProductQuery query;
  const auto sometimes = [] { return *rc::gen::inRange(0, 3) == 0; };
  if (sometimes()) query.text = *rc::gen::elementOf(kWords);
  if (sometimes()) query.category_slug = (*rc::gen::elementOf(categories)).slug;
  if (sometimes()) query.tags = *some_of(kTags, 2);
  if (sometimes()) query.vendors = *some_of(std::vector<std::string>(kVendors.begin() + 1, kVendors.end()), 2);
  if (sometimes()) query.price_min = *rc::gen::inRange(0, 8) * 100;
  if (sometimes()) query.price_max = *rc::gen::inRange(0, 8) * 100;
  if (sometimes()) query.in_stock = *rc::gen::arbitrary<bool>();
  if (sometimes()) query.options.emplace_back("Color", *rc::gen::elementOf(kColors));
  if (sometimes()) query.options.emplace_back("color", *rc::gen::elementOf(kColors));
  if (sometimes()) query.options.emplace_back("Size", *rc::gen::elementOf(kSizes));
  query.sort = *rc::gen::element(ProductSort::relevance, ProductSort::newest, ProductSort::price_asc, ProductSort::price_desc,
                                 ProductSort::title);
  return query;
}

/// Some products told, told again, or erased again: the index is brought up in several steps, as in life.
World told(ports::CatalogIndex& index, support::SeededIds& ids, Instant now) {
  World world;
  for (int i = 0; i < 5; ++i) {
    Category& category = world.categories.emplace_back();
    category.id = ids.fresh<CategoryId>();
    category.slug = "category-" + std::to_string(i);
    category.title = "Category " + std::to_string(i);
    if (i > 0 && *rc::gen::arbitrary<bool>())
      category.parent = world.categories[static_cast<std::size_t>(*rc::gen::inRange(0, i))].id;
  }
  for (int step = 0; step < 3; ++step) {
    std::vector<ports::IndexedProduct> puts;
    std::vector<ProductId> erased;
    const auto gone =
        std::partition(world.products.begin(), world.products.end(), [](const auto&) { return *rc::gen::inRange(0, 5) > 0; });
    for (auto at = gone; at != world.products.end(); ++at) erased.push_back(at->product.id);
    world.products.erase(gone, world.products.end());
    for (auto& again : world.products) {
      if (*rc::gen::inRange(0, 4) > 0) continue;
      const ProductId id = again.product.id;
      again = random_product(ids, world.categories, now);
      again.product.id = id;
      puts.push_back(again);
    }
    for (int i = *rc::gen::inRange(0, 15); i > 0; --i) {
      world.products.push_back(random_product(ids, world.categories, now));
      puts.push_back(world.products.back());
    }
    RC_ASSERT(index.update(puts, erased, world.categories, step + 1).has_value());
  }
  return world;
}

}  // namespace

TEST_P(CatalogIndexContract, AgreesWithARecount) {
  EXPECT_TRUE(rc::check("filters, sorts, pages and facets", [&] {
    const support::TempFolder folder;
    const auto index = GetParam()(folder.path(), clock_);
    const World world = told(*index, ids_, clock_.now());
    for (int i = 0; i < 12; ++i) {
      ProductQuery query = random_query(world.categories);
      query.facets = true;
      // A word that nothing has would be corrected, or any word do.
      if (!query.text.empty() && matching(world, ProductQuery{.text = query.text}).empty()) query.text.clear();
      query.limit = *rc::gen::inRange(1, 12);

      std::vector<ProductId> found;
      ports::ProductPage page;
      do {
        page = index->search(query).value();
        for (const auto& item : page.items) found.push_back(item.id);
        RC_ASSERT(!page.next || page.items.size() == static_cast<std::size_t>(query.limit));
        RC_ASSERT(counted(page) == recount_facets(world, query));
        RC_ASSERT(page.price_range == recount_prices(world, query));
        query.after = page.next;
      } while (query.after);

      auto expected = sorted(world, query);
      const bool by_relevance = query.sort == ProductSort::relevance && !query.text.empty();
      if (by_relevance) {  // in which order is for other tests to say; here, each once
        std::ranges::sort(expected);
        std::ranges::sort(found);
      }
      RC_ASSERT(found == expected);
    }
  }));
}

}  // namespace souk::contract
