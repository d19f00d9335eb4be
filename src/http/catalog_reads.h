#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/cursor.h"
#include "http/paging.h"
#include "http/public_read.h"
#include "ports/catalog_index.h"
#include "ports/catalog_store.h"
#include "ports/clock.h"
#include "ports/inventory.h"
#include "ports/settings_store.h"
#include "usecases/payment_providers.h"

namespace souk::http {

/// Understands the public reads of the catalog. What a read computes borrows from this. Thread-safe.
class CatalogReads {
 public:
  CatalogReads(const ports::CatalogStore& catalog, const ports::CatalogIndex& index, const ports::Inventory& inventory,
               const ports::SettingsStore& settings, const ports::Clock& clock,
               const usecases::PaymentProviders& payment_providers, const Cursors& cursors)
      : catalog_(catalog),
        index_(index),
        inventory_(inventory),
        settings_(settings),
        clock_(clock),
        payment_providers_(payment_providers),
        cursors_(cursors) {}

  /// `product`, `category`: the path's segment as sent. `query`: the target's, as sent. Errors: invalid_parameter; not_found (a
  /// segment that can be no name of anything).
  Result<PublicRead> list_products(std::string_view query) const;
  Result<PublicRead> get_product(std::string_view product, std::string_view query) const;
  Result<PublicRead> list_product_variants(std::string_view product, std::string_view query) const;
  Result<PublicRead> list_categories(std::string_view query) const;
  Result<PublicRead> get_category(std::string_view category, std::string_view query) const;
  Result<PublicRead> suggest_searches(std::string_view query) const;
  Result<PublicRead> get_shop(std::string_view query) const;

  /// Drafts and what is not published yet are not_found.
  Result<ports::FoundProduct> visible_product(const std::string& id_or_slug) const;
  /// Of `count` variants from `first` on.
  Result<std::vector<bool>> availability(const Product& product, std::size_t first, std::size_t count) const;

 private:
  Result<PublicAnswer> product_answer(const std::string& id_or_slug) const;
  Result<PublicAnswer> variants_answer(const std::string& id_or_slug, const Paging& paging) const;
  Result<PublicAnswer> category_answer(const std::string& id_or_slug) const;

  const ports::CatalogStore& catalog_;
  const ports::CatalogIndex& index_;
  const ports::Inventory& inventory_;
  const ports::SettingsStore& settings_;
  const ports::Clock& clock_;
  const usecases::PaymentProviders& payment_providers_;
  const Cursors& cursors_;
};

/// "Kyusu%20teapot" as sent. Errors: not_found.
Result<std::string> decoded_segment(std::string_view segment);

/// A former slug leads to the present one for a good while: nobody gets it while the product has it.
PublicAnswer moved_permanently(std::string location);

}  // namespace souk::http
