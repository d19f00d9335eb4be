#pragma once

#include <optional>
#include <vector>

#include "usecases/import_catalog.h"

namespace souk::usecases {

enum class ImportOutcome { created, updated, unchanged, failed };

/// One product of an import: merges what the file says into what the shop has, and writes it if that changes anything.
class ImportProduct {
 public:
  struct Ports {
    ports::CatalogStore& catalog;
    const ports::Inventory& inventory;
    ports::MediaStore& media;
    ports::IdSource& ids;
  };
  /// `elsewhere`: gets the pictures that stay to be fetched.
  ImportProduct(Ports ports, const ImportOptions& options, Currency currency, std::vector<PicturesElsewhere>& elsewhere)
      : ports_(ports), options_(options), currency_(currency), elsewhere_(elsewhere) {}

  /// Errors: those of the store that the next product would meet as well (unavailable, storage_full, ...).
  Result<ImportOutcome> operator()(const shopify::ProductRows& rows, const shopify::Layout& layout,
                                   std::vector<shopify::Note>& notes) const;

 private:
  struct Known {
    std::optional<Product> product;
    std::optional<ports::ImportedProduct> record;
    std::optional<shopify::ImportSource> source;
  };
  Result<Known> known(const std::string& slug) const;
  Product merged(const shopify::ParsedProduct& parsed, const std::optional<Product>& existing,
                 const shopify::Layout& layout) const;
  void resolve_images(Product& product, const std::optional<Product>& existing, std::int64_t line,
                      std::vector<shopify::Note>& notes) const;
  void resolve(Image& image, const std::optional<Product>& existing, std::int64_t line,
               std::vector<shopify::Note>& notes) const;
  void note_pictures(const Product& product, const shopify::ProductRows& rows) const;
  Result<std::vector<ports::StockWrite>> stock_writes(const Product& product, const shopify::ParsedProduct& parsed,
                                                      const Known& known) const;
  Result<ImportOutcome> write(const Product& product, const Known& known, std::vector<ports::StockWrite> stock,
                              ports::ImportedProduct record, std::int64_t line, std::vector<shopify::Note>& notes) const;

  Ports ports_;
  const ImportOptions& options_;
  Currency currency_;
  std::vector<PicturesElsewhere>& elsewhere_;
};

}  // namespace souk::usecases
