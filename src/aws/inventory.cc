#include "aws/inventory.h"

#include <utility>

#include "aws/answer_items.h"
#include "aws/movement_items.h"
#include "aws/rounds.h"
#include "aws/stock_items.h"

namespace souk::aws {
namespace {

std::unexpected<Error> no_such_item() { return fail(ErrorCode::not_found, "There is no such stock item"); }

/// One call of Inventory::change, over all its rounds.
class StockChanging {
 public:
  StockChanging(const DynamoShop& shop, CatalogFeed& feed, const ports::Repeatable<StockItem>& repeatable,
                const StockItemId& id, std::optional<std::int64_t> if_version, const ports::StockChange& change)
      : shop_(shop), feed_(feed), keyed_(shop, repeatable), id_(id), if_version_(if_version), change_(change) {}

  Result<std::optional<StockItem>> round() {
    TRY(const ItemSet read, read_all());
    TRY(const auto seen, stock_in(shop_, read, id_));
    if (!seen) return no_such_item();
    if (is_written(read, *seen)) {
      feed_.touched();
      return std::optional(made_);
    }
    TRY(keyed_.expect_new_in(read));
    if (if_version_ && *if_version_ != seen->item.version)
      return fail(ErrorCode::version_conflict, "The stock has changed since it was read");
    TRY(const ports::ChangedStock made, ports::changed(seen->item, change_));
    made_ = made.item;
    return write(*seen, made);
  }

  /// A delta that came between others made something else than was seen: this is what there is now.
  Result<StockItem> outcome(StockItem made) const {
    if (is_pinned()) return made;
    const auto item = shop_.client.get(stock_key(shop_, id_));
    if (!item || !*item) return made;
    TRY(const StoredStock stock, read_stock(**item));
    return stock.item;
  }

 private:
  /// Whoever names a version or wants an answer stored means the very item that was read; and only a delta is true of any
  /// other.
  bool is_pinned() const {
    return if_version_ || keyed_.has_key() || !change_.delta || change_.set_on_hand || change_.policy ||
           change_.low_stock_threshold;
  }

  Result<ItemSet> read_all() const {
    std::vector<ItemKey> wanted{stock_key(shop_, id_), movement_key(shop_, id_, movement_)};
    keyed_.add_key_to(wanted);
    return shop_.client.get_all(std::move(wanted));
  }

  bool is_written(const ItemSet& read, const StoredStock& seen) const {
    return read.contains(movement_key(shop_, id_, movement_)) || seen.write == write_;
  }

  Result<std::optional<StockItem>> write(const StoredStock& seen, const ports::ChangedStock& made) {
    std::vector<Action> actions;
    bool flips = false;
    if (made.item != seen.item) {
      auto writing = changed_stock(shop_, seen, made, is_pinned(), write_);
      actions.push_back(std::move(writing.action));
      flips = writing.flips;
    }
    if (made.delta != 0) {
      actions.push_back(put_movement(shop_, {.id = movement_,
                                             .stock_item = id_,
                                             .delta = made.delta,
                                             .reason = change_.reason,
                                             .reference = change_.reference,
                                             .at = shop_.clock.now()}));
    }
    if (flips) actions.push_back(feed_.touch({seen.products.begin(), seen.products.end()}));
    keyed_.add_answer_to(actions, made.item);
    if (actions.empty()) return std::optional(made.item);
    TRY(auto written, committed(shop_, actions, made.item));
    if (flips) feed_.touched();
    return written;
  }

  const DynamoShop& shop_;
  CatalogFeed& feed_;
  const KeyedWrite<StockItem> keyed_;
  const StockItemId id_;
  const std::optional<std::int64_t> if_version_;
  const ports::StockChange& change_;
  const MovementId movement_ = shop_.ids.fresh<MovementId>();
  const std::string write_ = encode_id(shop_.ids.next());
  StockItem made_{};
};

class DynamoInventory final : public ports::Inventory {
 public:
  DynamoInventory(const DynamoShop& shop, CatalogFeed& feed) : shop_(shop), feed_(feed) {}

  Result<StockItem> find(const StockItemId& id) const override {
    TRY(const auto item, shop_.client.get(stock_key(shop_, id)));
    if (!item) return no_such_item();
    TRY(const StoredStock stock, read_stock(*item));
    return stock.item;
  }

  Result<std::vector<StockItem>> find_all(std::span<const StockItemId> ids) const override {
    std::vector<ItemKey> wanted;
    for (const StockItemId& id : ids) wanted.push_back(stock_key(shop_, id));
    TRY(const ItemSet read, shop_.client.get_all(std::move(wanted)));
    std::vector<StockItem> items;
    for (const StockItemId& id : ids) {
      TRY(const auto stock, stock_in(shop_, read, id));
      if (stock) items.push_back(stock->item);
    }
    return items;
  }

  Result<StockItem> change(const ports::Repeatable<StockItem>& repeatable, const StockItemId& id,
                           std::optional<std::int64_t> if_version, const ports::StockChange& change) override {
    StockChanging changing(shop_, feed_, repeatable, id, if_version, change);
    TRY(const StockItem made, in_rounds(shop_, [&] { return changing.round(); }));
    return changing.outcome(made);
  }

  Result<std::vector<Movement>> movements(const StockItemId& id, std::optional<MovementId> before,
                                          std::int64_t limit) const override {
    return movements_of(shop_, id, before, limit);
  }

 private:
  const DynamoShop& shop_;
  CatalogFeed& feed_;
};

}  // namespace

std::unique_ptr<ports::Inventory> open_inventory(const DynamoShop& shop, CatalogFeed& feed) {
  return std::make_unique<DynamoInventory>(shop, feed);
}

}  // namespace souk::aws
