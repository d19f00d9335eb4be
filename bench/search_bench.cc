// How long the catalog's index takes, in microseconds a query: search_bench [products...]
// Made-up catalogs whose words are as unevenly spread as words are: the most common one stands in more than half of the
// products.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ports/catalog_index.h"
#include "search/catalog_index.h"

namespace {

using namespace souk;
using ports::ProductQuery;
using ports::ProductSort;
using Steady = std::chrono::steady_clock;

class SystemClock final : public ports::Clock {
 public:
  Instant now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
  Steady::time_point steady() const override { return Steady::now(); }
};

class Catalog {
 public:
  Catalog() {
    for (int i = 0; i < 40; ++i) {
      Category& category = categories.emplace_back();
      category.id = fresh<CategoryId>();
      category.slug = fmt::format("category-{}", i);
      category.title = fmt::format("Category {}", i);
      if (i >= 5) category.parent = categories[static_cast<std::size_t>(i % 5)].id;
    }
  }

  ports::IndexedProduct product(int number) {
    ports::IndexedProduct indexed;
    Product& made = indexed.product;
    made.id = fresh<ProductId>();
    made.slug = fmt::format("product-{}", number);
    made.title = words(2 + below(4));
    made.description_html = "<p>" + words(60 + below(80)) + "</p>";
    made.status = ProductStatus::active;
    made.vendor = fmt::format("Vendor {}", uneven(300));
    made.type = word(uneven(60));
    for (std::size_t i = below(5); i > 0; --i) made.tags.push_back(fmt::format("tag {}", uneven(500)));
    made.categories = {categories[below(categories.size())].id};
    made.images = {{.media = fmt::format("{:064x}.webp", number), .source_url = {}, .alt = made.title}};
    made.created_at =
        Instant{std::chrono::milliseconds{1'700'000'000'000 + static_cast<std::int64_t>(below(50'000'000)) * 1000}};
    made.options = {{.name = "Color", .values = {}}, {.name = "Size", .values = {}}};
    for (std::size_t i = 1 + below(6); i > 0; --i) add_variant(indexed);
    return indexed;
  }
  /// The word of this rank: 0 is the most common one.
  static std::string word(std::size_t rank) {
    static constexpr std::array<std::string_view, 20> kSyllables{"ba",  "co",  "di", "fu",  "ga",  "hel", "ji",
                                                                 "ka",  "lor", "mi", "no",  "pel", "qui", "ra",
                                                                 "sto", "ta",  "ul", "ven", "wy",  "zu"};
    std::string text;
    for (std::size_t rest = rank + 20; rest > 0; rest /= kSyllables.size()) text += kSyllables[rest % kSyllables.size()];
    return text;
  }

  std::vector<Category> categories;

 private:
  template <class Typed>
  Typed fresh() {
    Typed id;
    for (auto& byte : id.bytes) byte = static_cast<std::uint8_t>(random_());
    return id;
  }
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }
  /// Zipf's law, nearly: rank r about as often as 1 / (r + 1).
  std::size_t uneven(std::size_t limit) {
    const double share = std::uniform_real_distribution<double>(0, 1)(random_);
    return static_cast<std::size_t>(std::pow(static_cast<double>(limit), share)) - 1;
  }
  std::string words(std::size_t count) {
    std::string text;
    for (; count > 0; --count) text += (text.empty() ? "" : " ") + word(uneven(20'000));
    return text;
  }
  void add_variant(ports::IndexedProduct& indexed) {
    static const Currency euro = Currency::parse("EUR").value();
    static constexpr std::array<const char*, 5> kSizes{"XS", "S", "M", "L", "XL"};
    Variant variant;
    variant.id = fresh<VariantId>();
    variant.stock_item = fresh<StockItemId>();
    variant.sku = fmt::format("SKU-{}", below(1'000'000));
    variant.option_values = {fmt::format("Color {}", uneven(30)), kSizes[below(kSizes.size())]};
    variant.price = {static_cast<std::int64_t>(100 + below(20'000)), euro};
    indexed.stock.push_back({.id = variant.stock_item, .policy = StockPolicy::deny, .on_hand = below(5) == 0 ? 0 : 3});
    indexed.product.variants.push_back(std::move(variant));
  }

  std::mt19937_64 random_{7};
};

double microseconds_since(Steady::time_point start) {
  return std::chrono::duration<double, std::micro>(Steady::now() - start).count();
}

/// Of this process, now.
std::size_t resident_mib() {
  std::size_t all = 0;
  std::size_t resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) >> 20;
}

void measure(const std::string& name, const std::function<bool()>& query) {
  const auto first = Steady::now();
  if (!query()) {
    fmt::print("  {:<44} failed\n", name);
    return;
  }
  const double cold = microseconds_since(first);
  std::vector<double> times;
  const auto start = Steady::now();
  while (times.size() < 1000 && microseconds_since(start) < 500'000) {
    const auto one = Steady::now();
    query();
    times.push_back(microseconds_since(one));
  }
  std::ranges::sort(times);
  fmt::print("  {:<44} {:>10.1f} {:>10.1f} {:>10.1f}\n", name, cold, times[times.size() / 2], times[times.size() * 99 / 100]);
}

void measure_queries(ports::CatalogIndex& index, Catalog& catalog, int products) {
  const auto search = [&](const std::string& name, const ProductQuery& query) {
    measure(name, [&] { return index.search(query).has_value(); });
  };
  fmt::print("  {:<44} {:>10} {:>10} {:>10}\n", "query", "first", "median", "p99");
  search("list of 20, newest", {});
  search("list of 20, by price", {.sort = ProductSort::price_asc});
  search("list of a category", {.category_slug = "category-1"});
  search("list with facets", {.facets = true});
  search("list by price range, in stock, facets", {.price_min = 2000, .price_max = 5000, .in_stock = true, .facets = true});
  search("list by two options, facets", {.options = {{"Color", "Color 1"}, {"Size", "M"}}, .facets = true});
  search("search of the most common word", {.text = Catalog::word(0)});
  search("the same with facets", {.text = Catalog::word(0), .facets = true});
  search("search of a common word", {.text = Catalog::word(30)});
  search("search of a rare word", {.text = Catalog::word(9000)});
  search("search of two words", {.text = Catalog::word(5) + " " + Catalog::word(40)});
  search("search of an unfinished word", {.text = Catalog::word(300).substr(0, 3)});
  search("search with a typo", {.text = Catalog::word(500) + "x"});
  measure("suggestions", [&] { return index.suggest(Catalog::word(300).substr(0, 3), 10).has_value(); });

  ports::IndexedProduct changed = catalog.product(products);
  std::int64_t sequence = products + 1;
  bool available = false;
  const auto update = [&] { return index.update({changed}, {}, catalog.categories, ++sequence).has_value(); };
  measure("update: a product's availability", [&] {
    for (auto& item : changed.stock) item.on_hand = available ? 0 : 3;
    available = !available;
    return update();
  });
  measure("update: a product's words", [&] {
    changed.product.title = Catalog::word(static_cast<std::size_t>(sequence) % 1000);
    return update();
  });
}

bool build(const std::filesystem::path& file, const SystemClock& clock, Catalog& catalog, int products) {
  const auto index = search::open_catalog_index(file, clock);
  if (!index) return false;
  const auto start = Steady::now();
  for (int number = 0; number < products;) {
    std::vector<ports::IndexedProduct> batch;
    for (; batch.size() < 500 && number < products; ++number) batch.push_back(catalog.product(number));
    if (!(*index)->update(batch, {}, catalog.categories, number + 1)) return false;
  }
  fmt::print("{} products: indexed in {:.1f} s", products, microseconds_since(start) / 1e6);
  std::fflush(stdout);
  return true;
}

void measure_in(const std::filesystem::path& file, int products) {
  const SystemClock clock;
  Catalog catalog;
  std::fflush(stdout);
  // In a process of its own, so that the memory it takes is not counted with the index's.
  if (const pid_t child = fork(); child == 0) {
    _exit(build(file, clock, catalog, products) ? 0 : 1);
  } else if (int status = 0; waitpid(child, &status, 0) < 0 || status != 0) {
    {
      fmt::print("the index cannot be written\n");
      return;
    }
  }
  const std::size_t before = resident_mib();
  const auto start = Steady::now();
  const auto index = search::open_catalog_index(file, clock).value();
  const double opening = microseconds_since(start) / 1000;
  fmt::print(", opened in {:.1f} ms, file {} MiB, {} MiB resident\n", opening, std::filesystem::file_size(file) >> 20,
             resident_mib() - before);
  measure_queries(*index, catalog, products);
  fmt::print("  {} MiB resident\n", resident_mib() - before);
}

void run(int products) {
  std::string folder = (std::filesystem::temp_directory_path() / "search-bench-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    fmt::print("no temporary folder\n");
    return;
  }
  measure_in(std::filesystem::path(folder) / "search.db", products);
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<int> sizes;
  for (int i = 1; i < count; ++i) {
    const std::string_view text = arguments[i];
    int products = 0;
    std::from_chars(text.data(), text.data() + text.size(), products);
    if (products > 0) sizes.push_back(products);
  }
  if (sizes.empty()) sizes = {1000, 100'000};
  for (const int products : sizes) run(products);
}
