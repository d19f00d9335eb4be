#include "search/page.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace souk::search {

namespace {

struct Candidate {
  SortKey key;
  DocumentNumber document;
};

/// `found`: in order, one more than the page holds unless it is the last one.
Result<Items> items_of(const Snapshot& snapshot, const std::vector<Candidate>& found, ports::ProductSort sort,
                       std::size_t limit) {
  Items items;
  const std::size_t count = std::min(found.size(), limit);
  for (std::size_t i = 0; i < count; ++i) {
    TRY(auto summary, unpack_summary(snapshot.documents[found[i].document].summary));
    items.products.push_back(std::move(summary));
  }
  if (found.size() > limit) items.next = position_of(found[limit - 1].key, sort);
  return items;
}

struct Scored {
  float score;
  DocumentNumber document;
};

/// Leaves the best `count`, and all whose score is that of the last of them: only those need their ids compared.
void keep_best(std::vector<Scored>& scored, std::size_t count) {
  if (scored.size() <= count) return;
  const auto last = scored.begin() + static_cast<std::ptrdiff_t>(count) - 1;
  std::ranges::nth_element(scored, last, std::ranges::greater(), &Scored::score);
  const float least = last->score;
  std::erase_if(scored, [least](const Scored& one) { return one.score < least; });
}

}  // namespace

// Walking the whole order costs a tenth of a millisecond for 100,000 products, and a page seldom needs more than its beginning.
Result<Items> page_in_order(const Snapshot& snapshot, const DocumentBits& matches, ports::ProductSort sort,
                            const std::optional<Position>& after, std::int64_t limit) {
  const auto wanted = static_cast<std::size_t>(limit) + 1;
  const auto key = [&](DocumentNumber document) { return key_of(snapshot.documents[document], sort); };
  const auto& order = snapshot.order(sort);
  auto at = after ? std::ranges::upper_bound(order, after->key(), {}, key) : order.begin();
  std::vector<Candidate> found;
  for (; at != order.end() && found.size() < wanted; ++at) {
    if (matches.contains(*at)) found.push_back({key(*at), *at});
  }
  return items_of(snapshot, found, sort, wanted - 1);
}

Result<Items> page_by_relevance(const Snapshot& snapshot, const DocumentBits& matches, const Postings& scores,
                                const std::optional<Position>& after, std::int64_t limit) {
  const auto wanted = static_cast<std::size_t>(limit) + 1;
  const auto key = [&](const Scored& scored) { return relevance_key(scored.score, snapshot.documents[scored.document].id); };
  std::vector<Scored> scored;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const Scored one{scores.weights[i], scores.documents[i]};
    if (matches.contains(one.document) && (!after || key(one) > after->key())) scored.push_back(one);
  }
  keep_best(scored, wanted);
  std::vector<Candidate> candidates;
  candidates.reserve(scored.size());
  for (const Scored& one : scored) candidates.push_back({key(one), one.document});
  const std::size_t kept = std::min(wanted, candidates.size());
  std::ranges::partial_sort(candidates, candidates.begin() + static_cast<std::ptrdiff_t>(kept), {}, &Candidate::key);
  candidates.resize(kept);
  return items_of(snapshot, candidates, ports::ProductSort::relevance, wanted - 1);
}

}  // namespace souk::search
