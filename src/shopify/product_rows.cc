#include "shopify/product_rows.h"

#include <utility>

namespace souk::shopify {

Result<std::unique_ptr<ProductRowsReader>> ProductRowsReader::open(std::istream& input) {
  std::unique_ptr<ProductRowsReader> reader{new ProductRowsReader(input)};
  TRY(auto header, reader->reader_.next());
  if (!header) return fail(ErrorCode::validation_failed, "The file is empty");
  TRY(reader->layout_, Layout::read(header->fields));
  return reader;
}

Result<std::optional<ProductRows>> ProductRowsReader::next(std::vector<Note>& notes) {
  ProductRows product;
  while (true) {
    if (!pending_) {
      TRY(pending_, reader_.next());
      if (!pending_) break;
    }
    const auto handle = layout_.value(pending_->fields, Column::handle);
    if (handle.empty()) {
      notes.push_back({pending_->line, Severity::error, "The row has no handle"});
    } else if (!product.rows.empty() && handle != product.handle) {
      break;
    } else if (ended_.contains(std::string(handle))) {
      notes.push_back({pending_->line, Severity::error,
                       "'" + std::string(handle) + "' began earlier: a product's rows must stand together"});
    } else {
      if (pending_->fields.size() > layout_.width())
        notes.push_back({pending_->line, Severity::warning, "The row has more fields than the header: the surplus is dropped"});
      product.handle = handle;
      product.rows.push_back(std::move(*pending_));
    }
    pending_.reset();
  }
  if (product.rows.empty()) return std::nullopt;
  ended_.insert(product.handle);
  return product;
}

}  // namespace souk::shopify
