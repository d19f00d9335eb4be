#include "usecases/change_stock.h"

#include "commerce/text/utf8.h"

namespace souk::usecases {
namespace {

bool within(const std::optional<std::int64_t>& number, std::int64_t least) {
  return !number || (*number >= least && *number <= kMaxStock);
}

bool is_plain(const std::string& note) { return note.size() <= 200 && is_valid_utf8(note) && !has_control_characters(note); }

}  // namespace

Result<void> check(const ports::StockChange& change) {
  const auto refuse = [](const char* pointer, const char* detail) {
    return fail_at(pointer, ErrorCode::validation_failed, detail);
  };
  if (!change.delta && !change.set_on_hand && !change.policy && !change.low_stock_threshold)
    return refuse("", "Nothing is to be changed");
  if (change.delta && change.set_on_hand) return refuse("/delta", "Either a difference or a count, not both");
  if (!within(change.delta, -kMaxStock)) return refuse("/delta", "Beyond any shelf");
  if (!within(change.set_on_hand, 0)) return refuse("/on_hand", "A count is between 0 and 1,000,000,000");
  if (!within(change.low_stock_threshold, 0))
    return refuse("/low_stock_threshold", "A threshold is between 0 and 1,000,000,000");
  if (!is_plain(change.reference)) return refuse("/reference", "A note has at most 200 bytes and no control characters");
  return {};
}

Result<StockItem> ChangeStock::operator()(const ports::Repeatable<StockItem>& repeatable, const StockItemId& id,
                                          std::optional<std::int64_t> if_version, const ports::StockChange& change) const {
  TRY(check(change));
  return inventory_.change(repeatable, id, if_version, change);
}

}  // namespace souk::usecases
