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
  std::string text{};                          // shopper's words; operators have no meaning
  std::optional<std::string> category_slug{};  // includes its descendants
  std::vector<std::string> tags{};             // all of them
  std::vector<std::string> vendors{};          // any of them
  std::optional<std::int64_t> price_min{};     // minor units; some variant within the range
  std::optional<std::int64_t> price_max{};
  std::optional<bool> in_stock{};
  std::vector<std::pair<std::string, std::string>> options{};  // name, value: values of one name are or-ed, names and-ed
  ProductSort sort = ProductSort::relevance;
  std::int64_t limit = 20;             // 1–100
  std::optional<std::string> after{};  // opaque position from the last page, already verified by the caller
  bool facets = false;
};

/// What a list shows of one product; enough that no second read is needed. Variants come without their custom fields.
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

struct FacetValue {
  std::string value;
  std::string label;
  std::int64_t count = 0;
};
/// Counts of each value were it chosen beside the other filters. The facet's own choice does not narrow its counts, except that
/// of tags, which all apply.
struct Facet {
  std::string name;
  std::vector<FacetValue> values;
};  // "category", "tag", "vendor", "in_stock", "option.Color"; at most 50 values each
struct ProductPage {
  std::vector<ProductSummary> items;
  std::optional<std::string> next;                     // position after the last item; absent on the last page
  std::vector<Facet> facets;                           // when asked for
  std::optional<std::pair<Money, Money>> price_range;  // of all that match beside the price filter, when facets were asked for
  bool approximate = false;                            // more matches than could be looked at: counts are too low
  std::optional<std::string> corrected_text;           // "teapot" when "taepot" found nothing
};

struct Suggestion {
  std::string text;
  std::optional<std::string> product_slug;
};

struct IndexedProduct {
  Product product;
  std::vector<StockItem> stock;  // of its variants, in any order
};

/// The public catalog for lists and search: derived, eventually consistent, rebuilt at will. Thread-safe.
/// Shows active products from their publish date on, by its own clock: a product may be put before that date and needs no
/// second put.
///
/// Words: text without any letter or digit is no text. Every word must occur, the last one perhaps unfinished; if nothing has
/// them all, words that nothing has are corrected; if that finds nothing either, any word will do. At most the first 16 words
/// count. Filters: tags, vendors and options are compared without case and diacritics. One and the same variant must have the
/// chosen options, lie within the prices and, for in_stock = true, be available; in_stock = false means that no variant is.
/// Prices sort by the lowest one. Ties are by id.
class CatalogIndex {
 public:
  virtual ~CatalogIndex() = default;
  /// Errors: invalid_parameter (an `after` that is none of ours), unavailable.
  virtual Result<ProductPage> search(const ProductQuery& query) const = 0;
  /// Completions for what is being typed, best first, at most `limit` (≤ 10).
  virtual Result<std::vector<Suggestion>> suggest(const std::string& typed, std::int64_t limit) const = 0;

  /// One batch, one transaction: puts and erases, then remembers the catalog sequence they bring the index to. Putting a
  /// product that is not active erases it. `categories` is the whole tree as it now stands: products are listed under their
  /// categories and the ancestors of these, so a batch without products is how a changed tree is told. Seen by searches once it
  /// returns. Errors: unavailable, storage_full; nothing has changed then.
  virtual Result<void> update(const std::vector<IndexedProduct>& puts, const std::vector<ProductId>& erased,
                              const std::vector<Category>& categories, std::int64_t sequence) = 0;
  /// All products that it holds, those before their publish date too; in no order.
  virtual Result<std::vector<ProductId>> products() const = 0;
  /// The catalog sequence the index stands at; 0 when empty or of another format.
  virtual Result<std::int64_t> sequence() const = 0;
};

}  // namespace souk::ports
