#include "aws/shelf.h"

namespace souk::aws {

void Shelf::add_keys_to(std::vector<ItemKey>& wanted, const DynamoShop& shop, std::span<const Reservation> reservations) {
  for (const Reservation& reservation : reservations) wanted.push_back(stock_key(shop, reservation.stock_item));
}

Result<bool> Shelf::covers_released(const Order& order) const {
  for (const Reservation& reservation : order.reservations) {
    if (reservation.state != HoldState::released) continue;
    TRY(const auto seen, find(reservation.stock_item));
    if (!seen || !seen->item.covers(reservation.quantity)) return false;
  }
  return true;
}

void Shelf::move(std::vector<Action>& actions, const StoredStock& seen, const StockMove& move) {
  auto writing = moved_stock(shop_, seen, move);
  actions.push_back(std::move(writing.action));
  if (writing.flips) flipped_.insert(seen.products.begin(), seen.products.end());
}

bool Shelf::add_touch_to(std::vector<Action>& actions, const CatalogFeed& feed) const {
  if (flipped_.empty()) return false;
  actions.push_back(feed.touch(flipped_));
  return true;
}

}  // namespace souk::aws
