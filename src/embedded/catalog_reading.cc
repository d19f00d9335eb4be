#include "embedded/catalog_products.h"
#include "embedded/stock_rows.h"
#include "records/records.h"

namespace souk::embedded {

namespace {

Result<std::vector<Variant>> variants_of(sqlite::Connection& connection, const ProductId& id) {
  TRY(auto rows, connection.query("SELECT record FROM variants WHERE product_id = ? ORDER BY position", id));
  std::vector<Variant> variants;
  while (true) {
    TRY(const bool found, rows.next());
    if (!found) return variants;
    TRY(Variant variant, records::read_variant(rows.text(0)));
    variants.push_back(std::move(variant));
  }
}

Result<Product> with_variants(sqlite::Connection& connection, Product product) {
  TRY(product.variants, variants_of(connection, product.id));
  return product;
}

std::optional<Image> picture_of(const Variant& variant, const Product& product) {
  if (variant.image || product.images.empty()) return variant.image;
  return product.images.front();
}

Result<std::optional<ports::VariantForSale>> find_one_for_sale(sqlite::Connection& connection, const VariantId& id) {
  TRY(auto row,
      connection.query("SELECT v.record, p.record FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = ?", id));
  TRY(const bool found, row.next());
  if (!found) return std::nullopt;
  TRY(Variant variant, records::read_variant(row.text(0)));
  TRY(const Product product, records::read_product(row.text(1)));
  TRY(const auto stock, find_stock(connection, variant.stock_item));
  if (!stock) return fail(ErrorCode::corrupt, "The shop's storage is damaged", "no stock item of variant " + id.text());
  ports::VariantForSale for_sale{.variant = std::move(variant),
                                 .product = product.id,
                                 .product_slug = product.slug,
                                 .product_title = product.title,
                                 .image = std::nullopt,
                                 .status = product.status,
                                 .publish_at = product.publish_at,
                                 .stock = *stock};
  for_sale.image = picture_of(for_sale.variant, product);
  return for_sale;
}

}  // namespace

Result<Product> find_product(sqlite::Connection& connection, const ProductId& id) {
  TRY(const auto record, connection.first<std::string>("SELECT record FROM products WHERE id = ?", id));
  if (!record) return fail(ErrorCode::not_found, "There is no such product");
  TRY(Product product, records::read_product(*record));
  return with_variants(connection, std::move(product));
}

Result<ports::FoundProduct> find_product_by_slug(sqlite::Connection& connection, const std::string& slug) {
  TRY(const auto row, connection.first<std::string, bool>("SELECT p.record, s.is_current FROM product_slugs s"
                                                          " JOIN products p ON p.id = s.product_id WHERE s.slug = ?",
                                                          slug));
  if (!row) return fail(ErrorCode::not_found, "There is no such product");
  const auto& [record, is_current] = *row;
  TRY(Product product, records::read_product(record));
  TRY(product, with_variants(connection, std::move(product)));
  return ports::FoundProduct{.product = std::move(product), .moved = !is_current};
}

Result<std::vector<Product>> list_products(sqlite::Connection& connection, const std::optional<ProductId>& after,
                                           std::int64_t limit) {
  TRY(const auto records, connection.all<std::string>("SELECT record FROM products WHERE id > ? ORDER BY id LIMIT ?",
                                                      after.value_or(ProductId{}), limit));
  std::vector<Product> products;
  for (const auto& record : records) {
    TRY(Product product, records::read_product(record));
    TRY(product, with_variants(connection, std::move(product)));
    products.push_back(std::move(product));
  }
  return products;
}

// A statement for each id costs no more than one for all: there is no way to the database that would be walked twice.
Result<std::vector<ports::VariantForSale>> find_for_sale(sqlite::Connection& connection, std::span<const VariantId> ids) {
  std::vector<ports::VariantForSale> found;
  for (const VariantId& id : ids) {
    TRY(auto for_sale, find_one_for_sale(connection, id));
    if (for_sale) found.push_back(*std::move(for_sale));
  }
  return found;
}

Result<std::optional<ports::ImportedProduct>> find_import(sqlite::Connection& connection, const std::string& handle) {
  using Hash = std::array<std::uint8_t, 32>;
  TRY(auto row,
      connection.first<Hash, std::string>("SELECT rows_hash, source FROM imported_products WHERE handle = ?", handle));
  if (!row) return std::nullopt;
  auto& [hash, source] = *row;
  return ports::ImportedProduct{.handle = handle, .rows_hash = hash, .source = std::move(source)};
}

}  // namespace souk::embedded
