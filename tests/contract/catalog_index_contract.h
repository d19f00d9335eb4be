#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "ports/catalog_index.h"
#include "support/builders.h"
#include "support/fixed_clock.h"
#include "support/seeded_ids.h"
#include "support/temp_folder.h"

namespace souk::contract {

/// An empty index in a folder of its own.
using OpenCatalogIndex = std::unique_ptr<ports::CatalogIndex> (*)(const std::filesystem::path& folder,
                                                                  const ports::Clock& clock);

/// A product as the index is told of it, said in few words.
class Listed {
 public:
  Listed(ports::IdSource& ids, const std::string& title) : ids_(&ids) { indexed_.product = support::a_product(ids, title); }

  Listed& slug(std::string slug) {
    return with([&](Product& p) { p.slug = std::move(slug); });
  }
  Listed& vendor(std::string vendor) {
    return with([&](Product& p) { p.vendor = std::move(vendor); });
  }
  Listed& type(std::string type) {
    return with([&](Product& p) { p.type = std::move(type); });
  }
  Listed& tags(std::vector<std::string> tags) {
    return with([&](Product& p) { p.tags = std::move(tags); });
  }
  Listed& described(std::string html) {
    return with([&](Product& p) { p.description_html = std::move(html); });
  }
  Listed& status(ProductStatus status) {
    return with([&](Product& p) { p.status = status; });
  }
  Listed& made_at(Instant at) {
    return with([&](Product& p) { p.created_at = at; });
  }
  Listed& published_at(Instant at) {
    return with([&](Product& p) { p.publish_at = at; });
  }
  Listed& in(const Category& category) {
    return with([&](Product& p) { p.categories.push_back(category.id); });
  }
  Listed& sku(std::string sku) {
    return with([&](Product& p) { p.variants.front().sku = std::move(sku); });
  }
  Listed& priced(std::int64_t cents) {
    return with([&](Product& p) { p.variants.front().price = support::eur(cents); });
  }
  Listed& options(std::vector<std::string> names);
  /// The first call describes the variant that is there from the start.
  Listed& variant(std::vector<std::string> option_values, std::int64_t cents, bool available = true);
  Listed& sold_out();

  const ProductId& id() const { return indexed_.product.id; }
  const Product& product() const { return indexed_.product; }
  /// With stock for every variant.
  ports::IndexedProduct indexed() const;

 private:
  Listed& with(const std::function<void(Product&)>& change) {
    change(indexed_.product);
    return *this;
  }
  ports::IdSource* ids_;
  ports::IndexedProduct indexed_;
  std::vector<bool> available_{true};
  bool described_variants_ = false;
};

/// What every CatalogIndex promises.
class CatalogIndexContract : public testing::TestWithParam<OpenCatalogIndex> {
 protected:
  Listed listed(const std::string& title) { return {ids_, title}; }
  Category category(const std::string& title, std::optional<CategoryId> parent = {});

  void put(const std::vector<Listed>& products);
  void put(const Listed& product) { put(std::vector{product}); }
  void erase(const ProductId& id);
  void tell_categories();

  ports::ProductPage search(const ports::ProductQuery& query) const;
  ports::ProductPage search(const std::string& text) const { return search(ports::ProductQuery{.text = text}); }
  /// Titles in the order found.
  std::vector<std::string> titles(const ports::ProductQuery& query) const;
  std::vector<std::string> titles(const std::string& text) const { return titles(ports::ProductQuery{.text = text}); }
  /// All pages of a query together.
  std::vector<ProductId> all_pages(ports::ProductQuery query, std::int64_t limit) const;
  std::vector<std::string> suggestions(const std::string& typed, std::int64_t limit = 10) const;
  /// "Red 2", "Blue 1": the values of a facet with their counts, in order.
  std::vector<std::string> facet(ports::ProductQuery query, const std::string& name) const;

  support::TempFolder folder_;
  support::FixedClock clock_;
  support::SeededIds ids_{clock_};
  std::vector<Category> categories_;
  std::int64_t sequence_ = 0;
  std::unique_ptr<ports::CatalogIndex> index_ = GetParam()(folder_.path(), clock_);
};

}  // namespace souk::contract
