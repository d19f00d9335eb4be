#include <algorithm>
#include <iterator>

#include "search/snapshot_parts.h"

namespace souk::search {

namespace {

const Document* before_change(const Snapshot& before, DocumentNumber number) {
  return number < before.documents.size() ? before.documents.find(number) : nullptr;
}

/// Documents that leave their place in an order, and those that take one.
struct Moves {
  DocumentBits left;
  Snapshot::Numbers taken;
  bool any = false;
};

Moves moves_in(ports::ProductSort sort, const Snapshot& next, const Snapshot& before,
               const std::vector<DocumentChange>& changes) {
  Moves moves{.left = DocumentBits(next.documents.size()), .taken = {}};
  for (const DocumentChange& change : changes) {
    const Document* const was = before_change(before, change.number);
    const Document* const is = change.contents.document.get();
    const bool stays = was != nullptr && is != nullptr && key_of(*was, sort) == key_of(*is, sort);
    if (stays || (was == nullptr && is == nullptr)) continue;
    moves.any = true;
    if (was != nullptr) moves.left.add(change.number);
    if (is != nullptr) moves.taken.push_back(change.number);
  }
  return moves;
}

/// Few comparisons: each one looks at two documents somewhere in memory.
Snapshot::Numbers reordered(const Snapshot::Numbers& before, Moves moves, const DocumentTable& documents,
                            ports::ProductSort sort) {
  const auto key = [&](DocumentNumber document) { return key_of(documents[document], sort); };
  std::ranges::sort(moves.taken, {}, key);
  Snapshot::Numbers kept;
  kept.reserve(before.size());
  std::ranges::copy_if(before, std::back_inserter(kept),
                       [&](DocumentNumber document) { return !moves.left.contains(document); });
  Snapshot::Numbers merged;
  merged.reserve(kept.size() + moves.taken.size());
  auto from = kept.begin();
  for (const DocumentNumber document : moves.taken) {
    const auto until = std::ranges::lower_bound(from, kept.end(), key(document), {}, key);
    merged.insert(merged.end(), from, until);
    merged.push_back(document);
    from = until;
  }
  merged.insert(merged.end(), from, kept.end());
  return merged;
}

}  // namespace

void follow_orders(Snapshot& next, const Snapshot& before, const std::vector<DocumentChange>& changes) {
  for (std::size_t i = 0; i < Snapshot::kOrders.size(); ++i) {
    const ports::ProductSort sort = Snapshot::kOrders[i];
    Moves moves = moves_in(sort, next, before, changes);
    if (!moves.any) continue;
    next.orders[i] =
        std::make_shared<const Snapshot::Numbers>(reordered(*before.orders[i], std::move(moves), next.documents, sort));
  }
}

}  // namespace souk::search
