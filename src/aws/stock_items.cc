#include "aws/stock_items.h"

#include <algorithm>
#include <utility>

#include "aws/item_fields.h"

namespace souk::aws {
namespace {

/// An update of one stock item while it is put together.
class StockUpdate {
 public:
  void set(const std::string& name, Value value) {
    sets_.push_back('#' + name + " = :" + name);
    values_.insert_or_assign(name, std::move(value));
  }
  void add(const std::string& name, std::int64_t delta) {
    if (delta == 0) return;
    sets_.push_back('#' + name + " = #" + name + " + :add_" + name);
    values_.insert_or_assign("add_" + name, delta);
  }
  void join(const std::string& list, const Value& value) {
    sets_.push_back('#' + list + " = list_append(#" + list + ", :joins)");
    values_.insert_or_assign("joins", ValueList{value});
  }
  /// `text` speaks of ":seen_<name>" as `seen`.
  void only_if(const std::string& name, const std::string& comparison, Value seen) {
    const std::string value = "seen_" + name;
    conditions_.push_back('#' + name + ' ' + comparison + " :" + value);
    values_.insert_or_assign(value, std::move(seen));
  }

  Update update(ItemKey key) && {
    return {.key = std::move(key),
            .changes = "SET " + joined(sets_, ", "),
            .values = std::move(values_),
            .only_if = joined(conditions_, " AND ")};
  }

 private:
  static std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const std::string& part : parts) {
      if (!out.empty()) out += separator;
      out += part;
    }
    return out;
  }

  std::vector<std::string> sets_;
  std::vector<std::string> conditions_;
  Item values_;
};

/// Lets `free` move by `delta` as long as that flips availability, or not, as it does from what was seen. Returns whether it
/// flips.
bool guard_free(StockUpdate& update, const StoredStock& seen, std::int64_t delta) {
  if (seen.item.policy != StockPolicy::deny || delta == 0) return false;
  const bool flips = (seen.free() > 0) != (seen.free() + delta > 0);
  if (flips) {
    update.only_if("free", "=", seen.free());
  } else {
    update.only_if("free", ">", std::max<std::int64_t>(-delta, 0));  // something is there, and something is left
  }
  return flips;
}

Value products_value(const std::vector<ProductId>& products) { return ValueList(products.begin(), products.end()); }

Result<std::vector<ProductId>> read_products(const ValueList& list) {
  std::vector<ProductId> products;
  for (const Value& each : list) {
    const auto* text = each.get<std::string>();
    const auto id = text == nullptr ? std::nullopt : ProductId::parse(*text);
    if (!id) return fail(ErrorCode::corrupt, "The shop's storage is damaged", "a stock item of no product");
    products.push_back(*id);
  }
  return products;
}

}  // namespace

ItemKey stock_key(const DynamoShop& shop, const StockItemId& id) { return {shop.tables.products, id.text(), "stock"}; }

Result<StoredStock> read_stock(const Item& item) {
  ItemFields fields(item);
  StoredStock stock{.item = {.id = fields.id<StockItemId>("pk"),
                             .policy = fields.name<StockPolicy>("policy"),
                             .on_hand = fields.integer("on_hand"),
                             .reserved = fields.integer("reserved"),
                             .low_stock_threshold = fields.integer("low_stock_threshold"),
                             .version = fields.integer("version")},
                    .products = {},
                    .write = fields.text("write")};
  TRY(stock.products, read_products(fields.list("products")));
  return fields.finish(std::move(stock), "stock item");
}

Result<std::optional<StoredStock>> stock_in(const DynamoShop& shop, const ItemSet& read, const StockItemId& id) {
  const auto found = read.find(stock_key(shop, id));
  if (found == read.end()) return std::nullopt;
  TRY(StoredStock stock, read_stock(found->second));
  return stock;
}

StockWriting moved_stock(const DynamoShop& shop, const StoredStock& seen, const StockMove& move) {
  StockUpdate update;
  update.add("on_hand", move.on_hand);
  update.add("reserved", move.reserved);
  update.add("free", move.on_hand - move.reserved);
  if (move.on_hand != 0) update.add("version", 1);
  update.only_if("policy", "=", name_of(seen.item.policy));
  const bool flips = guard_free(update, seen, move.on_hand - move.reserved);
  if (move.reserved < 0) update.only_if("reserved", ">=", -move.reserved);
  return {std::move(update).update(stock_key(shop, seen.item.id)), flips};
}

Action sell_held_stock(const DynamoShop& shop, const StockItemId& id, std::int64_t quantity) {
  StockUpdate update;
  update.add("on_hand", -quantity);
  update.add("reserved", -quantity);
  update.add("version", 1);
  update.only_if("reserved", ">=", quantity);
  return std::move(update).update(stock_key(shop, id));
}

StockWriting changed_stock(const DynamoShop& shop, const StoredStock& seen, const ports::ChangedStock& made, bool pinned,
                           const std::string& write, const std::optional<ProductId>& now_sold_by) {
  StockUpdate update;
  bool flips = false;
  const bool same_policy = made.item.policy == seen.item.policy;
  update.add("on_hand", made.delta);
  update.add("free", made.delta);
  update.add("version", made.item.version - seen.item.version);
  update.set("write", write);
  if (pinned) {
    update.set("policy", name_of(made.item.policy));
    update.set("low_stock_threshold", made.item.low_stock_threshold);
    update.only_if("version", "=", seen.item.version);
  } else {
    update.only_if("policy", "=", name_of(seen.item.policy));
    update.only_if("on_hand", made.delta > 0 ? "<=" : ">=", (made.delta > 0 ? kMaxStock : -kMaxStock) - made.delta);
  }
  if (same_policy) {
    flips = guard_free(update, seen, made.delta);
  } else {
    update.only_if("free", "=", seen.free());
    flips = seen.item.available() != made.item.available();
  }
  if (now_sold_by && std::ranges::find(seen.products, *now_sold_by) == seen.products.end())
    update.join("products", *now_sold_by);
  return {std::move(update).update(stock_key(shop, seen.item.id)), flips};
}

Action new_stock(const DynamoShop& shop, const StoredStock& stock) {
  const StockItem& item = stock.item;
  return Put{.key = stock_key(shop, item.id),
             .attributes = {{"policy", name_of(item.policy)},
                            {"on_hand", item.on_hand},
                            {"reserved", item.reserved},
                            {"free", stock.free()},
                            {"low_stock_threshold", item.low_stock_threshold},
                            {"version", item.version},
                            {"products", products_value(stock.products)},
                            {"write", stock.write}},
             .only_if = absent()};
}

}  // namespace souk::aws
