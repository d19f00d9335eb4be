#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commerce/catalog/product.h"
#include "commerce/inventory/stock.h"

namespace souk::ports {

enum class ProductSort { relevance, newest, price_asc, price_desc, title };  // relevance without a text means newest

struct ProductQuery {
  std::string text{};                       // shopper's words; operators have no meaning
  std::optional<std::string> category_slug{};  // includes its descendants
  std::vector<std::string> tags{};          // all of them
  std::vector<std::string> vendors{};       // any of them
  std::optional<std::int64_t> price_min{};  // minor units; some variant within the range
  std::optional<std::int64_t> price_max{};
  std::optional<bool> in_stock{};
  std::vector<std::pair<std::string, std::string>> options{};  // name, value: values of one name are or-ed, names and-ed
  ProductSort sort = ProductSort::relevance;
  std::int64_t limit = 20;                  // 1–100
  std::optional<std::string> after{};       // opaque position from the last page, already verified by the caller
  bool facets = false;
};

/// What a list shows of one product; enough that no second read is needed.
struct ProductSummary {
  ProductId id;
  std::string slug;
  std::string title;
  std::string vendor;
  Money price_min, price_max;
  std::optional<Money> compare_at_price;  // of the cheapest variant
  bool available = false;
  std::optional<Image> image;
  std::int64_t variant_count = 0;
  std::vector<std::string> tags;
  std::vector<std::pair<Variant, bool>> variants;  // the first 10, each with whether it is available
};

struct FacetValue { std::string value; std::string label; std::int64_t count = 0; };
/// Counts of each value were it chosen beside the other filters; the facet's own choice does not narrow its counts.
struct Facet { std::string name; std::vector<FacetValue> values; };  // "category", "tag", "vendor", "in_stock", "option.Color"; at most 50 values each
struct ProductPage {
  std::vector<ProductSummary> items;
  std::optional<std::string> next;  // position after the last item; absent on the last page
  std::vector<Facet> facets;        // when asked for
  std::optional<std::pair<Money, Money>> price_range;  // of all matches, when facets were asked for
  bool approximate = false;         // beyond the best 2,000 candidates counts are estimates
  std::optional<std::string> corrected_text;  // "teapot" when "taepot" found nothing
};

struct Suggestion { std::string text; std::optional<std::string> product_slug; };

struct IndexedProduct {
  Product product;
  std::vector<StockItem> stock;          // of its variants, in their order
  std::vector<std::string> category_slugs;  // with ancestors
};

/// The public catalog for lists and search: derived, eventually consistent, rebuilt at will. Holds visible products only. Thread-safe.
class CatalogIndex {
 public:
  virtual ~CatalogIndex() = default;
  /// Errors: invalid_parameter (an `after` that is none of ours), unavailable.
  virtual Result<ProductPage> search(const ProductQuery& query) const = 0;
  /// Completions for what is being typed, best first, at most `limit` (≤ 10).
  virtual Result<std::vector<Suggestion>> suggest(const std::string& typed, std::int64_t limit) const = 0;

  /// One batch, one transaction: puts and erases, then remembers the catalog sequence they bring the index to.
  virtual Result<void> update(const std::vector<IndexedProduct>& puts, const std::vector<ProductId>& erased, const std::vector<Category>& categories,
                              std::int64_t sequence) = 0;
  /// The catalog sequence the index stands at; 0 when empty or of another format.
  virtual Result<std::int64_t> sequence() const = 0;
};

}  // namespace souk::ports
