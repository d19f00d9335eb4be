#include "embedded/inventory.h"

#include "embedded/answer_rows.h"
#include "embedded/audit_rows.h"
#include "embedded/stock_rows.h"
#include "records/records.h"

namespace souk::embedded {

namespace {

class SqliteInventory final : public ports::Inventory {
 public:
  SqliteInventory(Database& database, const ports::Clock& clock, ports::IdSource& ids)
      : database_(database), clock_(clock), ids_(ids) {}

  Result<StockItem> find(const StockItemId& id) const override {
    TRY(const Reader reader, database_.reader());
    TRY(const auto item, find_stock(*reader, id));
    if (!item) return fail(ErrorCode::not_found, "There is no such stock item");
    return *item;
  }

  Result<std::vector<StockItem>> find_all(std::span<const StockItemId> ids) const override {
    return database_.read([&](sqlite::Connection& connection) -> Result<std::vector<StockItem>> {
      std::vector<StockItem> items;
      for (const StockItemId& id : ids) {
        TRY(const auto item, find_stock(connection, id));
        if (item) items.push_back(*item);
      }
      return items;
    });
  }

  Result<StockItem> change(const ports::Repeatable<StockItem>& repeatable, const StockItemId& id,
                           std::optional<std::int64_t> if_version, const ports::StockChange& change) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) {
      const auto look = [&]() -> Result<std::string> {
        TRY(const auto item, find_stock(connection, id));
        return item ? records::write_whole(*item) : std::string{};
      };
      return write_once(connection, repeatable, now, [&] {
        return audited(connection, repeatable.act, id.text(), now, look,
                       [&] { return change_stock(connection, id, if_version, change, ids_, now); });
      });
    });
  }

  Result<std::vector<Movement>> movements(const StockItemId& id, std::optional<MovementId> before,
                                          std::int64_t limit) const override {
    MovementId after_all;
    after_all.bytes.fill(0xff);
    TRY(const Reader reader, database_.reader());
    TRY(auto rows,
        reader->query(
            "SELECT id, delta, reason, reference, at FROM movements WHERE stock_item_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
            id, before.value_or(after_all), limit));
    std::vector<Movement> found;
    while (true) {
      TRY(const bool more, rows.next());
      if (!more) return found;
      found.push_back({.id = rows.column<MovementId>(0),
                       .stock_item = id,
                       .delta = rows.integer(1),
                       .reason = rows.column<MovementReason>(2),
                       .reference = rows.column<std::string>(3),
                       .at = rows.column<Instant>(4)});
    }
  }

 private:
  Database& database_;
  const ports::Clock& clock_;
  ports::IdSource& ids_;
};

}  // namespace

std::unique_ptr<ports::Inventory> open_inventory(Database& database, const ports::Clock& clock, ports::IdSource& ids) {
  return std::make_unique<SqliteInventory>(database, clock, ids);
}

}  // namespace souk::embedded
