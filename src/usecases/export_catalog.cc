#include "usecases/export_catalog.h"

#include <functional>

#include "shopify/export_rows.h"

namespace souk::usecases {
namespace {

constexpr std::int64_t kPage = 100;

Result<void> for_each_product(const ports::CatalogStore& catalog, const std::function<Result<void>(const Product&)>& visit) {
  std::optional<ProductId> after;
  while (true) {
    TRY(const auto page, catalog.products(after, kPage));
    for (const Product& product : page) TRY(visit(product));
    if (static_cast<std::int64_t>(page.size()) < kPage) return {};
    after = page.back().id;
  }
}

Result<std::vector<StockItem>> stock_of(const Product& product, const ports::Inventory& inventory) {
  std::vector<StockItemId> ids;
  for (const Variant& variant : product.variants) ids.push_back(variant.stock_item);
  TRY(auto items, inventory.find_all(ids));
  if (items.size() != ids.size()) return fail(ErrorCode::corrupt, "A variant has no stock item", product.id.text());
  return items;
}

}  // namespace

Result<std::int64_t> ExportCatalog::operator()(std::ostream& out) const {
  std::vector<std::string> columns = shopify::classical_columns();
  const auto collect = [&](const Product& product) -> Result<void> {
    shopify::collect_columns(product, columns);
    return {};
  };
  TRY(for_each_product(catalog_, collect));
  std::string header;
  shopify::append_csv_row(header, columns);
  out << header;
  std::int64_t products = 0;
  const auto write = [&](const Product& product) -> Result<void> {
    TRY(const std::string rows, this->rows(product, columns));
    out << rows;
    ++products;
    return {};
  };
  TRY(for_each_product(catalog_, write));
  out.flush();
  if (!out) return fail(ErrorCode::unavailable, "The export could not be written to its end");
  return products;
}

Result<std::string> ExportCatalog::rows(const Product& product, const std::vector<std::string>& columns) const {
  TRY(const auto stock, stock_of(product, inventory_));
  TRY(const auto record, catalog_.imported(product.slug));
  std::optional<shopify::ImportSource> source;
  if (record) {
    TRY(source, shopify::read_import_source(record->source));
  }
  std::string text;
  for (const auto& row : shopify::rows_of(product, stock, source, columns)) shopify::append_csv_row(text, row);
  return text;
}

}  // namespace souk::usecases
