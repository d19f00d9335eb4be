#pragma once

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "commerce/catalog/product.h"
#include "commerce/money/currency.h"
#include "shopify/csv_reader.h"
#include "shopify/layout.h"

namespace souk::shopify {

enum class Severity { warning, error };  // error: what the row says was not taken

/// A remark on one line of the file.
struct Note {
  std::int64_t line = 0;
  Severity severity = Severity::warning;
  std::string text;
};

/// All rows of one product, as they stand together in the file.
struct ProductRows {
  std::string handle;
  std::vector<CsvRow> rows;
};

/// Groups a file's rows by handle.
class ProductRowsReader {
 public:
  /// Reads the header. Errors: validation_failed.
  static Result<std::unique_ptr<ProductRowsReader>> open(std::istream& input);

  const Layout& layout() const { return layout_; }
  /// nullopt at the end. Rows without a handle, and rows of a handle that already ended, become notes. Errors: those of
  /// CsvReader.
  Result<std::optional<ProductRows>> next(std::vector<Note>& notes);
  std::int64_t bytes_read() const { return reader_.bytes_read(); }

 private:
  explicit ProductRowsReader(std::istream& input) : reader_(input) {}

  CsvReader reader_;
  Layout layout_;
  std::optional<CsvRow> pending_;
  std::unordered_set<std::string> ended_;
};

/// A variant's inventory columns, as the file spells them.
struct FileStock {
  StockPolicy policy = StockPolicy::untracked;
  std::string policy_text;  // "continue": as written, also where nothing is counted
  std::string quantity;     // "-1": as written, empty when absent
  /// What the shop puts on the shelf: a negative count of a `deny` item is 0. nullopt: no number, or nothing is counted.
  std::optional<std::int64_t> on_hand;
};

struct ParsedProduct {
  Product product;                          // without ids; variants in file order
  std::vector<FileStock> stock;             // one per variant
  std::vector<std::int64_t> variant_lines;  // one per variant
};

/// Reads one product. nullopt when nothing usable is left; notes say why. Descriptions come out sanitized.
std::optional<ParsedProduct> parse_product(const ProductRows& rows, const Layout& layout, const Currency& currency,
                                           std::vector<Note>& notes);

/// "36.00", "1,299.00", "36" in a currency's places; surplus places must be zero. Errors: validation_failed.
Result<Money> parse_price(std::string_view text, const Currency& currency);

}  // namespace souk::shopify
