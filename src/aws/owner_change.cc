#include "aws/owner_change.h"

#include <utility>
#include <vector>

#include "aws/event_items.h"
#include "aws/rounds.h"

namespace souk::aws {

Result<std::optional<bool>> OwnerChange::round() {
  TRY(StoredOrder stored, find_order(shop_, order_));
  if (stored.order == written_) return std::optional(true);
  const Order before = stored.order;
  stored.order = step_(before);
  if (stored.order == before) return std::optional(false);
  written_ = stored.order;

  const ItemKey old_place = place_of_owner(shop_, before);
  const ItemKey place = place_of_owner(shop_, stored.order);
  std::vector<Action> actions{put_order(shop_, stored, before.version), put_events(shop_, stored.order, before.version)};
  if (place != old_place) {
    actions.emplace_back(Put{.key = place, .attributes = {}});
    actions.emplace_back(Delete{.key = old_place});
  }
  TRY(const Transacted transacted, shop_.client.transact(actions));
  if (transacted.committed) return std::optional(true);
  if (!transacted.perhaps_before) written_.reset();  // what stands there, should it look the same, is another call's
  return std::nullopt;
}

}  // namespace souk::aws
