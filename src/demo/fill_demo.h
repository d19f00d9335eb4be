#pragma once

#include "ports/catalog_store.h"
#include "ports/settings_store.h"
#include "usecases/import_catalog.h"

namespace souk::demo {

/// Fills an empty shop with the hand-made catalog of demo/: settings, products with pictures, categories. Stopped midway it can
/// be run again, and on a shop that it filled before it changes nothing.
class FillDemo {
 public:
  FillDemo(ports::CatalogStore& catalog, ports::SettingsStore& settings, ports::IdSource& ids,
           const usecases::ImportCatalog& import)
      : catalog_(catalog), settings_(settings), ids_(ids), import_(import) {}

  /// Errors: invalid_state (the shop has products of its own: nothing is touched), and those of the stores.
  Result<usecases::ImportCounts> operator()(usecases::ImportObserver& observer) const;

 private:
  ports::CatalogStore& catalog_;
  ports::SettingsStore& settings_;
  ports::IdSource& ids_;
  const usecases::ImportCatalog& import_;
};

}  // namespace souk::demo
