#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "ports/catalog_store.h"
#include "ports/id_source.h"
#include "ports/inventory.h"
#include "ports/media_store.h"
#include "ports/settings_store.h"
#include "shopify/import_source.h"
#include "shopify/product_rows.h"

namespace souk::usecases {

/// When the file's quantity is written for a variant the shop already knows. New variants always get it.
enum class StockRule {
  when_changed,  // only where the file differs from what the last import said: sales since then are not undone
  set,           // always
  keep,          // never
};

/// The bytes that an address holds; called on several threads at once. Errors: why not, for people to read.
using FetchImage = std::function<Result<std::string>(const std::string& url)>;

/// Pictures of a product that are still where the file says they are.
struct PicturesElsewhere {
  struct Picture {
    std::string url;
    std::int64_t line = 0;  // of the file
  };
  ProductId product;
  std::string handle;
  std::vector<Picture> pictures;
};

struct ImportOptions {
  bool dry_run = false;
  StockRule stock = StockRule::when_changed;
  std::optional<Currency> currency{};  // of an empty shop
  /// The bytes of a picture by its file name, nullopt when there is none. Absent: pictures stay where the file says they are.
  std::function<std::optional<std::string>(const std::string& name)> read_image{};
  /// Brings pictures in by their address. Absent: the same.
  FetchImage fetch_image{};
};

struct ImportCounts {
  std::int64_t created = 0, updated = 0, unchanged = 0, failed = 0;  // products
  std::int64_t rows = 0, warnings = 0, errors = 0;
  std::int64_t pictures_wanted = 0, pictures = 0;  // named by address and not here yet; of these fetched
  std::int64_t products() const { return created + updated + unchanged + failed; }
};

/// Hears of an import while it runs.
class ImportObserver {
 public:
  virtual ~ImportObserver() = default;
  virtual void noted(const shopify::Note& note) = 0;
  virtual void progressed(const ImportCounts& counts, std::int64_t bytes_read) = 0;  // after each product
  virtual bool canceled() const = 0;                                                 // asked between products
};

/// Takes a product export into the catalog, one transaction a product: stopped at any point it can be run again, and goes on
/// where it was, because rows that have not changed since the last import are skipped. What is wrong with a row is a note; the
/// others go in.
class ImportCatalog {
 public:
  ImportCatalog(ports::CatalogStore& catalog, const ports::Inventory& inventory, ports::SettingsStore& settings,
                ports::MediaStore& media, ports::IdSource& ids)
      : catalog_(catalog), inventory_(inventory), settings_(settings), media_(media), ids_(ids) {}

  /// Errors: validation_failed (not a product export, or broken from some line on; what came before is in), currency_fixed, and
  /// those of the store.
  Result<ImportCounts> operator()(std::istream& file, const ImportOptions& options, ImportObserver& observer) const;

 private:
  Result<Currency> currency_of(const ImportOptions& options) const;

  ports::CatalogStore& catalog_;
  const ports::Inventory& inventory_;
  ports::SettingsStore& settings_;
  ports::MediaStore& media_;
  ports::IdSource& ids_;
};

}  // namespace souk::usecases
