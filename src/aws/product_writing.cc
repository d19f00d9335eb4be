#include "aws/product_writing.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "aws/category_items.h"
#include "aws/product_plan.h"
#include "aws/product_reading.h"
#include "aws/rounds.h"
#include "aws/settings_store.h"
#include "aws/transaction_groups.h"

namespace souk::aws {
namespace {

ActionGroup flattened(std::vector<ActionGroup> groups, const ActionGroup& last) {
  ActionGroup actions;
  for (ActionGroup& group : groups) std::ranges::move(group, std::back_inserter(actions));
  actions.insert(actions.end(), last.begin(), last.end());
  return actions;
}

/// One call of put, over all its rounds.
class ProductWriting {
 public:
  ProductWriting(const DynamoShop& shop, CatalogFeed& feed, const ports::Repeatable<Product>& repeatable,
                 const ports::ProductWrite& write)
      : shop_(shop), feed_(feed), keyed_(shop, repeatable), call_(call_of(shop, write, keyed_)) {}

  Result<std::optional<Product>> round() {
    TRY(const auto seen, read_all());
    if (!seen) return std::nullopt;
    if (seen->product && seen->product->write == call_.id) {
      feed_.touched();
      return std::optional(made_);
    }
    TRY(keyed_.expect_new_in(seen->read));
    ProductPlan plan(shop_, call_, *seen);
    TRY(plan.check());
    made_ = plan.made();
    return write(plan, *seen);
  }

  /// After the last round.
  void clean_up(const Result<Product>& outcome) const {
    if (!drafted_) return;
    if (outcome) return sweep_former_generation();
    if (outcome.error().code != ErrorCode::commit_unknown) sweep_away(shop_, keys_of(call_.generation));
  }

 private:
  const Product& product() const { return call_.write.product; }

  /// nullopt: another write was met half way.
  Result<std::optional<SeenProduct>> read_all() const {
    std::vector<ItemKey> wanted{product_key(shop_, product().id), slug_key(shop_, product().slug), priced_key(shop_)};
    keyed_.add_key_to(wanted);
    SeenProduct seen;
    TRY(seen.read, shop_.client.get_all(std::move(wanted)));
    TRY(seen.product, product_in(shop_, seen.read, product().id));
    if (seen.product) {
      TRY(auto variants, variants_of(shop_, *seen.product));
      if (!variants) return std::nullopt;
      seen.variants = *std::move(variants);
    }
    TRY(ItemSet around, shop_.client.get_all(keys_around(seen)));
    seen.read.merge(std::move(around));
    return seen;
  }

  std::vector<ItemKey> keys_around(const SeenProduct& seen) const {
    std::set<VariantId> changing;
    for (const ports::StockWrite& stock : call_.write.stock) changing.insert(stock.variant);
    std::vector<ItemKey> wanted;
    for (const Variant& variant : product().variants) {
      const auto stored = seen.variants.find(variant.id);
      const bool same_item = stored != seen.variants.end() && stored->second.variant.stock_item == variant.stock_item;
      if (!seen.has(variant.id)) wanted.push_back(pointer_key(shop_, variant.id));
      if (!same_item || changing.contains(variant.id)) wanted.push_back(stock_key(shop_, variant.stock_item));
    }
    const auto before = seen.product ? seen.product->product.categories : std::vector<CategoryId>{};
    for (const CategoryId& category : categories_joined(before, product().categories))
      wanted.push_back(category_use_key(shop_, category));
    return wanted;
  }

  Result<std::optional<Product>> write(ProductPlan& plan, const SeenProduct& seen) {
    TRY(auto groups, plan.stock());
    auto variants = plan.changed_variants();
    const ActionGroup last = plan.last(feed_);
    std::vector<ActionGroup> rest = variants;
    rest.push_back(last);
    std::vector<ActionGroup> all = groups;
    all.insert(all.end(), rest.begin(), rest.end());
    if (fits_one_transaction(all)) return finish(flattened(std::move(groups), flattened(std::move(variants), last)));

    TRY(const bool stocked, transact_in_turn(shop_, groups));
    if (!stocked) return std::nullopt;
    if (fits_one_transaction(rest)) return finish(flattened(std::move(variants), last));
    return write_next_generation(plan, seen);
  }

  Result<std::optional<Product>> write_next_generation(ProductPlan& plan, const SeenProduct& seen) {
    const auto drafts = plan.next_generation();
    const ActionGroup last = plan.last(feed_);
    if (!fits_one_transaction(std::span(&last, 1)))
      return fail(ErrorCode::validation_failed,
                  "The product changes too much at once. Change its categories in a step of its own.");
    if (!drafted_) {
      TRY(const bool written, transact_in_turn(shop_, drafts));
      if (!written) return std::nullopt;
      drafted_ = true;
    }
    former_ = seen;
    return finish(last);
  }

  Result<std::optional<Product>> finish(const ActionGroup& actions) {
    feed_.touched();
    return committed(shop_, actions, made_);
  }

  std::vector<ItemKey> keys_of(const std::string& generation) const {
    std::vector<ItemKey> keys;
    for (const Variant& variant : product().variants) keys.push_back(variant_key(shop_, product().id, generation, variant.id));
    return keys;
  }

  /// What the new generation replaced goes, and the pointers follow it. Nobody waits for that: until it is done, a look-up of a
  /// variant takes one call more.
  void sweep_former_generation() const {
    std::vector<ItemKey> gone;
    if (former_.product)
      for (const auto& [id, stored] : former_.variants)
        gone.push_back(variant_key(shop_, product().id, former_.product->generation, id));
    sweep_away(shop_, gone);
    std::vector<ActionGroup> pointers;
    for (const Variant& variant : product().variants)
      if (former_.has(variant.id))
        pointers.push_back({put_pointer(
            shop_, variant.id, {.product = product().id, .stock_item = variant.stock_item, .generation = call_.generation})});
    [[maybe_unused]] const auto followed = transact_in_turn(shop_, pointers);
    for (const auto& [id, stored] : former_.variants) {
      if (std::ranges::find(product().variants, id, &Variant::id) != product().variants.end()) continue;
      [[maybe_unused]] const auto erased =  // unless it came back meanwhile
          shop_.client.write(Delete{.key = pointer_key(shop_, id),
                                    .only_if = {"#generation = :former", {{"former", former_.product->generation}}}});
    }
  }

  const DynamoShop& shop_;
  CatalogFeed& feed_;
  const KeyedWrite<Product> keyed_;
  const ProductCall call_;
  Product made_{};        // by the last round that wrote
  bool drafted_ = false;  // the next generation is there
  SeenProduct former_{};  // what it replaces
};

}  // namespace

Result<Product> write_product(const DynamoShop& shop, CatalogFeed& feed, const ports::Repeatable<Product>& repeatable,
                              const ports::ProductWrite& write) {
  ProductWriting writing(shop, feed, repeatable, write);
  const auto outcome = in_rounds(shop, [&] { return writing.round(); });
  writing.clean_up(outcome);
  return outcome;
}

Result<void> write_import(const DynamoShop& shop, const ports::ImportedProduct& imported) {
  TRY(const ProductId product, owner_of_slug(shop, imported.handle));
  return without_value(in_rounds(shop, [&]() -> Result<std::optional<Done>> {
    std::vector<Action> actions = put_import(shop, product, imported);
    actions.emplace_back(Check{.key = product_key(shop, product), .only_if = present()});
    return committed(shop, actions, Done{});
  }));
}

}  // namespace souk::aws
