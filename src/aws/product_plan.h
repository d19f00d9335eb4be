#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "aws/answer_items.h"
#include "aws/catalog_feed.h"
#include "aws/dynamo_shop.h"
#include "aws/product_items.h"
#include "aws/stock_items.h"
#include "aws/transaction_groups.h"
#include "ports/catalog_store.h"

namespace souk::aws {

/// What a write of a product is decided on.
struct SeenProduct {
  ItemSet read;
  std::optional<StoredProduct> product;
  StoredVariants variants;

  bool has(const VariantId& variant) const { return variants.contains(variant); }
};

/// Of one call, the same in all its rounds: so a round recognises what an earlier one wrote, and writes nothing twice.
struct ProductCall {
  const ports::ProductWrite& write;
  const KeyedWrite<Product>& keyed;
  Instant now;
  std::string id;                     // the attribute `write` of what it writes
  std::string generation;             // should it need one of its own
  std::vector<MovementId> movements;  // one for each of write.stock
};
ProductCall call_of(const DynamoShop& shop, const ports::ProductWrite& write, const KeyedWrite<Product>& keyed);

/// Turns a write and what was read into actions. Checks what the write must not do on the way.
class ProductPlan {
 public:
  ProductPlan(const DynamoShop& shop, const ProductCall& call, const SeenProduct& seen)
      : shop_(shop), call_(call), seen_(seen) {}

  /// Errors: slug_taken, version_conflict, not_found, validation_failed, and those of ports::changed.
  Result<void> check() const;

  /// As it is to be stored.
  Product made() const;
  /// One group for each stock item, its movements with it. Errors: those of ports::changed.
  Result<std::vector<ActionGroup>> stock();
  /// Only what changed, in the generation that is visible.
  std::vector<ActionGroup> changed_variants();
  /// All of them under the call's generation, which nobody sees yet.
  std::vector<ActionGroup> next_generation();
  /// The product's item and what goes with it. To be asked for after the variants: it says which of them are visible.
  ActionGroup last(const CatalogFeed& feed) const;

 private:
  const Product& wanted() const { return call_.write.product; }
  Result<void> check_version() const;
  Result<void> check_slug() const;
  Result<void> check_categories() const;
  Result<void> check_variants() const;
  std::map<StockItemId, std::vector<std::size_t>> changes_by_item() const;
  Result<ActionGroup> stock_group(const StockItemId& id, const std::vector<std::size_t>& changes);
  ActionGroup variant_group(const Variant& variant, std::int64_t position);
  void add_slug_to(ActionGroup& actions) const;
  void add_categories_to(ActionGroup& actions) const;
  void count(std::int64_t version) {
    ++variant_count_;
    variant_versions_ += version;
  }

  const DynamoShop& shop_;
  const ProductCall& call_;
  const SeenProduct& seen_;
  std::set<ProductId> touched_;  // beside the product itself, by stock that others sell too
  std::string generation_;       // of the variants last asked for, like the two below
  std::int64_t variant_count_ = 0;
  std::int64_t variant_versions_ = 0;
};

}  // namespace souk::aws
