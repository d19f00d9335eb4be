#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "commerce/catalog/product.h"
#include "ports/answers.h"
#include "ports/inventory.h"

namespace souk::ports {

struct FoundProduct {
  Product product;
  bool moved = false;  // asked for by a former slug: redirect to product.slug
};

struct FoundCategory {
  Category category;
  bool moved = false;  // as above
};

/// A variant with what a cart line needs of its product.
struct VariantForSale {
  Variant variant;
  ProductId product;
  std::string product_slug;
  std::string product_title;
  std::optional<Image> image;  // the variant's own, else the product's first
  ProductStatus status = ProductStatus::draft;
  std::optional<Instant> publish_at;
  StockItem stock;
};

/// The stock that a product write brings with it, by variant. A variant new to the store without an entry starts untracked.
struct StockWrite {
  VariantId variant;
  StockChange change;
};

/// What the last import left behind for one product, so that the next one knows what the file changed and what the shop did.
struct ImportedProduct {
  std::string handle;                        // as a slug
  std::array<std::uint8_t, 32> rows_hash{};  // of the product's rows in the last file; equal rows are skipped
  std::string source;  // JSON, the importer's own: the file's quantities and spellings that an export must give back
};

struct ProductWrite {
  Product product;
  std::vector<StockWrite> stock{};
  std::optional<ImportedProduct> imported{};
};

struct ProductChange {  // of the catalog's change feed
  ProductId product;
  std::int64_t sequence = 0;
};

/// Products with variants, categories, slugs. One transaction a method, durable once it returns; thread-safe. Ids come from the
/// caller. Writes check nothing that souk::validated checks: callers have done that.
class CatalogStore {
 public:
  virtual ~CatalogStore() = default;

  /// Drafts and archived ones too: who may see them is the caller's question. Errors: not_found.
  virtual Result<Product> product(const ProductId& id) const = 0;
  /// By current slug, else by a former one. Errors: not_found.
  virtual Result<FoundProduct> product_by_slug(const std::string& slug) const = 0;
  virtual Result<std::vector<Product>> products(std::optional<ProductId> after, std::int64_t limit) const = 0;  // by id
  /// Same order as `ids`, unknown ones left out; at most 50. One read, not one each.
  virtual Result<std::vector<VariantForSale>> variants_for_sale(std::span<const VariantId> ids) const = 0;

  /// Writes a new product (version 0) or replaces the one with this id at exactly product.version, its variants, and in the
  /// same transaction stock and import record. Variants that are gone leave their stock item and movements behind. A changed
  /// slug leaves the old one as a redirect. Returns it as stored (version, timestamps). Errors: slug_taken, version_conflict,
  /// not_found (version > 0 and gone), validation_failed (no such category; a variant of another product; stock for a variant
  /// that it does not have), those of souk::ports::changed for stock, idempotency_key_reused.
  virtual Result<Product> put(const Repeatable<Product>& repeatable, const ProductWrite& write) = 0;
  /// Gone for readers; its slugs are free again; stock items and movements stay. Audited if there is an act. Errors: not_found,
  /// version_conflict.
  virtual Result<void> erase(const ProductId& id, std::int64_t if_version, const std::optional<Act>& act) = 0;

  /// What the last import of `handle` left; nullopt for a product that no import made.
  virtual Result<std::optional<ImportedProduct>> imported(const std::string& handle) const = 0;
  /// For a file that changed nothing in the product itself.
  virtual Result<void> remember_import(const ImportedProduct& imported) = 0;

  /// Errors: not_found.
  virtual Result<Category> category(const CategoryId& id) const = 0;
  /// By current slug, else by a former one. Errors: not_found.
  virtual Result<FoundCategory> category_by_slug(const std::string& slug) const = 0;
  virtual Result<std::vector<Category>> categories() const = 0;  // all, by (position, title); at most 5,000 exist
  /// As `put` above, slugs included. A parent must exist and must not make a circle, and a shop has at most 5,000 categories
  /// (invalid_argument). Errors: slug_taken, version_conflict, not_found, idempotency_key_reused.
  virtual Result<Category> put(const Repeatable<Category>& repeatable, const Category& category) = 0;
  /// Its slugs are free again. Errors: not_found, version_conflict, category_in_use (has children or products).
  virtual Result<void> erase(const CategoryId& id, std::int64_t if_version, const std::optional<Act>& act) = 0;

  /// Grows with every write that a catalog reader could notice, availability flips included. Cheap: read on every request.
  virtual std::int64_t version() const = 0;
  /// Products touched after `sequence`, erased ones too (then product() is not_found), oldest first, each once with its latest
  /// sequence.
  virtual Result<std::vector<ProductChange>> changes_after(std::int64_t sequence, std::int64_t limit) const = 0;
};

}  // namespace souk::ports
