#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shopify/product_rows.h"

namespace souk::shopify {

/// What the file said of one product's stock, kept beside it: so that the next import sees what the file changed, and an export
/// gives back a number that the shop could not take (a negative count, a count of something untracked).
struct ImportSource {
  struct Count {
    StockPolicy policy = StockPolicy::untracked;
    std::string policy_text;   // as the file spelled it
    std::string quantity;      // the same
    std::int64_t on_hand = 0;  // what the shop made of it
    friend bool operator==(const Count&, const Count&) = default;
  };
  std::string handle;
  std::map<std::vector<std::string>, Count> counts;  // by option values
  friend bool operator==(const ImportSource&, const ImportSource&) = default;
};

ImportSource source_of(const std::string& handle, const ParsedProduct& parsed);
std::string write(const ImportSource& source);  // JSON
/// Errors: corrupt.
Result<ImportSource> read_import_source(std::string_view json);

}  // namespace souk::shopify
