#include "aws/product_plan.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "aws/category_items.h"
#include "aws/item_fields.h"
#include "aws/movement_items.h"
#include "aws/product_reading.h"
#include "aws/settings_store.h"
#include "records/records.h"

namespace souk::aws {

ProductCall call_of(const DynamoShop& shop, const ports::ProductWrite& write, const KeyedWrite<Product>& keyed) {
  ProductCall call{.write = write,
                   .keyed = keyed,
                   .now = shop.clock.now(),
                   .id = encode_id(shop.ids.next()),
                   .generation = encode_id(shop.ids.next()),
                   .movements = {}};
  for (std::size_t i = 0; i < write.stock.size(); ++i) call.movements.push_back(shop.ids.fresh<MovementId>());
  return call;
}

Result<void> ProductPlan::check() const {
  TRY(check_version());
  TRY(check_slug());
  TRY(check_categories());
  return check_variants();
}

Result<void> ProductPlan::check_version() const {
  const std::int64_t stored = seen_.product ? seen_.product->product.version : 0;
  if (stored == wanted().version) return {};
  if (seen_.product || wanted().version == 0)
    return fail(ErrorCode::version_conflict, "The product has changed since it was read");
  return fail(ErrorCode::not_found, "There is no such product");
}

Result<void> ProductPlan::check_slug() const {
  const auto marker = seen_.read.find(slug_key(shop_, wanted().slug));
  if (marker == seen_.read.end()) return {};
  ItemFields fields(marker->second);
  TRY(const auto owner, fields.finish(fields.id<ProductId>("product"), "slug"));
  if (owner == wanted().id) return {};
  return fail_at("/slug", ErrorCode::slug_taken, "Another product has this slug, or had it");
}

Result<void> ProductPlan::check_categories() const {
  for (const CategoryId& category :
       categories_joined(seen_.product ? seen_.product->product.categories : std::vector<CategoryId>{}, wanted().categories))
    if (!seen_.read.contains(category_use_key(shop_, category)))
      return fail_at("/categories", ErrorCode::validation_failed, "One of the categories does not exist");
  return {};
}

Result<void> ProductPlan::check_variants() const {
  std::set<VariantId> ids;
  for (const Variant& variant : wanted().variants) {
    ids.insert(variant.id);
    const auto item = seen_.read.find(pointer_key(shop_, variant.id));
    if (item == seen_.read.end()) continue;
    TRY(const VariantPointer pointer, read_pointer(item->second));
    if (pointer.product != wanted().id)
      return fail_at("/variants", ErrorCode::validation_failed, "One of the variants belongs to another product");
  }
  for (const ports::StockWrite& stock : call_.write.stock)
    if (!ids.contains(stock.variant))
      return fail_at("/variants", ErrorCode::validation_failed, "Stock is given for a variant the product does not have");
  return {};
}

Product ProductPlan::made() const {
  Product product = wanted();
  product.created_at = seen_.product ? seen_.product->product.created_at : call_.now;
  product.updated_at = call_.now;
  ++product.version;
  return product;
}

/// Each item that something is done to, with the changes to it by their place in write.stock.
std::map<StockItemId, std::vector<std::size_t>> ProductPlan::changes_by_item() const {
  std::map<StockItemId, std::vector<std::size_t>> changes;
  std::unordered_map<VariantId, StockItemId> item_of;
  for (const Variant& variant : wanted().variants) {
    item_of.emplace(variant.id, variant.stock_item);
    const auto stored = seen_.variants.find(variant.id);
    if (stored == seen_.variants.end() || stored->second.variant.stock_item != variant.stock_item)
      changes.try_emplace(variant.stock_item);
  }
  for (std::size_t i = 0; i < call_.write.stock.size(); ++i) changes[item_of.at(call_.write.stock[i].variant)].push_back(i);
  return changes;
}

Result<std::vector<ActionGroup>> ProductPlan::stock() {
  std::vector<ActionGroup> groups;
  for (const auto& [id, changes] : changes_by_item()) {
    TRY(ActionGroup group, stock_group(id, changes));
    if (!group.empty()) groups.push_back(std::move(group));
  }
  return groups;
}

Result<ActionGroup> ProductPlan::stock_group(const StockItemId& id, const std::vector<std::size_t>& changes) {
  TRY(const auto seen, stock_in(shop_, seen_.read, id));
  if (seen && seen->write == call_.id) return ActionGroup{};  // an earlier round did it
  const StockItem before = seen ? seen->item : StockItem{.id = id, .version = 1};
  ports::ChangedStock made{.item = before};
  ActionGroup group;
  for (const std::size_t i : changes) {
    const ports::StockChange& change = call_.write.stock[i].change;
    TRY(const ports::ChangedStock next, ports::changed(made.item, change));
    made = {.item = next.item, .delta = made.delta + next.delta};
    if (next.delta == 0) continue;
    group.push_back(put_movement(shop_, {.id = call_.movements[i],
                                         .stock_item = id,
                                         .delta = next.delta,
                                         .reason = change.reason,
                                         .reference = change.reference,
                                         .at = call_.now}));
  }
  if (!seen) {
    group.push_back(new_stock(shop_, {.item = made.item, .products = {wanted().id}, .write = call_.id}));
    return group;
  }
  const bool known = std::ranges::find(seen->products, wanted().id) != seen->products.end();
  if (made.item == before && known) return group;
  auto writing = changed_stock(shop_, *seen, made, !changes.empty(), call_.id, wanted().id);
  if (writing.flips) touched_.insert(seen->products.begin(), seen->products.end());
  group.push_back(std::move(writing.action));
  return group;
}

std::vector<ActionGroup> ProductPlan::changed_variants() {
  generation_ = seen_.product ? seen_.product->generation : StoredProduct{}.generation;
  variant_count_ = variant_versions_ = 0;
  std::vector<ActionGroup> groups;
  std::set<VariantId> kept;
  std::int64_t position = 0;
  for (const Variant& variant : wanted().variants) {
    kept.insert(variant.id);
    ActionGroup group = variant_group(variant, position++);
    if (!group.empty()) groups.push_back(std::move(group));
  }
  for (const auto& [id, stored] : seen_.variants) {
    if (kept.contains(id)) continue;
    groups.push_back({Delete{.key = variant_key(shop_, wanted().id, generation_, id)}, Delete{.key = pointer_key(shop_, id)}});
  }
  return groups;
}

/// Empty when it is as it was.
ActionGroup ProductPlan::variant_group(const Variant& variant, std::int64_t position) {
  StoredVariant written{
      .variant = variant, .record = records::write(variant), .position = position, .version = wanted().version + 1};
  const auto stored = seen_.variants.find(variant.id);
  const bool known = stored != seen_.variants.end();
  if (known && stored->second.position == position && stored->second.record == written.record) {
    count(stored->second.version);
    return {};
  }
  count(written.version);
  ActionGroup group{put_variant(shop_, wanted().id, generation_, written)};
  if (!known || stored->second.variant.stock_item != variant.stock_item)
    group.push_back(
        put_pointer(shop_, variant.id, {.product = wanted().id, .stock_item = variant.stock_item, .generation = generation_}));
  return group;
}

std::vector<ActionGroup> ProductPlan::next_generation() {
  generation_ = call_.generation;
  variant_count_ = variant_versions_ = 0;
  std::vector<ActionGroup> groups;
  std::int64_t position = 0;
  for (const Variant& variant : wanted().variants) {
    const StoredVariant written{
        .variant = variant, .record = records::write(variant), .position = position++, .version = wanted().version + 1};
    count(written.version);
    ActionGroup group{put_variant(shop_, wanted().id, generation_, written)};
    if (!seen_.has(variant.id))
      group.push_back(put_pointer(shop_, variant.id,
                                  {.product = wanted().id, .stock_item = variant.stock_item, .generation = generation_}));
    groups.push_back(std::move(group));
  }
  return groups;
}

ActionGroup ProductPlan::last(const CatalogFeed& feed) const {
  const Product product = made();
  const bool is_new = !seen_.product;
  const StoredProduct stored{.product = product,
                             .generation = generation_,
                             .variant_count = variant_count_,
                             .variant_versions = variant_versions_,
                             .write = call_.id};
  ActionGroup actions{put_product(shop_, stored, wanted().version)};
  if (is_new) actions.emplace_back(Put{.key = product_place_key(shop_, product.id), .attributes = {}});
  if (is_new && !seen_.read.contains(priced_key(shop_))) actions.emplace_back(Put{.key = priced_key(shop_), .attributes = {}});
  add_slug_to(actions);
  add_categories_to(actions);
  if (call_.write.imported)
    std::ranges::move(put_import(shop_, product.id, *call_.write.imported), std::back_inserter(actions));
  std::set<ProductId> touched = touched_;
  touched.insert(product.id);
  actions.push_back(feed.touch(touched));
  call_.keyed.add_answer_to(actions, product);
  return actions;
}

void ProductPlan::add_slug_to(ActionGroup& actions) const {
  const ItemKey marker = slug_key(shop_, wanted().slug);
  if (seen_.read.contains(marker)) return;  // its own already, current or former
  actions.emplace_back(Put{.key = marker, .attributes = {{"product", wanted().id}}, .only_if = absent()});
  actions.emplace_back(Put{.key = slug_row_key(shop_, wanted().id, wanted().slug), .attributes = {}});
}

void ProductPlan::add_categories_to(ActionGroup& actions) const {
  const auto before = seen_.product ? seen_.product->product.categories : std::vector<CategoryId>{};
  for (const CategoryId& category : categories_joined(before, wanted().categories))
    actions.push_back(count_use(shop_, category, 1));
  for (const CategoryId& category : categories_joined(wanted().categories, before))
    actions.push_back(count_use(shop_, category, -1));
}

}  // namespace souk::aws
