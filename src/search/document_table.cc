#include "search/document_table.h"

#include <algorithm>

namespace souk::search {

DocumentTable DocumentTable::changed(std::span<const DocumentChange> changes) const {
  DocumentTable next = *this;
  if (!changes.empty()) next.size_ = std::max(size_, changes.back().number + std::size_t{1});
  static const auto empty = std::make_shared<const Block>();
  next.blocks_.resize((next.size_ + kBlock - 1) / kBlock, empty);
  while (!changes.empty()) {
    const std::size_t index = changes.front().number / kBlock;
    const auto end =
        std::ranges::find_if(changes, [&](const DocumentChange& change) { return change.number / kBlock != index; });
    const auto count = static_cast<std::size_t>(end - changes.begin());
    next.blocks_[index] = changed_block(*next.blocks_[index], changes.first(count));
    changes = changes.subspan(count);
  }
  return next;
}

std::shared_ptr<const DocumentTable::Block> DocumentTable::changed_block(const Block& before,
                                                                         std::span<const DocumentChange> changes) {
  auto next = std::make_shared<Block>();
  next->documents = before.documents;
  next->price_min = before.price_min;
  next->price_max = before.price_max;
  auto change = changes.begin();
  for (std::size_t at = 0; at < kBlock; ++at) {
    auto variants = std::span(before.variants).subspan(before.first_variant[at], before.variant_count(at));
    if (change != changes.end() && change->number % kBlock == at) {
      const auto& [document, own_variants] = change->contents;
      next->documents[at] = document;
      next->price_min[at] = document != nullptr ? document->price_min : 0;
      next->price_max[at] = document != nullptr ? document->price_max : 0;
      variants = own_variants;
      ++change;
    }
    next->first_variant[at] = static_cast<std::uint32_t>(next->variants.size());
    next->variants.insert(next->variants.end(), variants.begin(), variants.end());
  }
  next->first_variant[kBlock] = static_cast<std::uint32_t>(next->variants.size());
  next->variants.shrink_to_fit();
  return next;
}

}  // namespace souk::search
