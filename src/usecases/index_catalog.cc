#include "usecases/index_catalog.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace souk::usecases {
namespace {

// What one transaction of the index takes: enough that its fixed cost does not count, and a few tens of megabytes at most.
constexpr std::int64_t kBatchProducts = 500;
constexpr std::size_t kBatchVariants = 10'000;

}  // namespace

/// What the next update of the index will hold.
struct IndexCatalog::Batch {
  std::vector<ports::IndexedProduct> puts{};
  std::vector<ProductId> erased{};
  std::size_t variants = 0;

  bool full() const { return puts.size() + erased.size() >= kBatchProducts || variants >= kBatchVariants; }
};

Result<std::int64_t> IndexCatalog::operator()() const {
  const std::int64_t target = catalog_.version();  // first: what is written from here on is the next round's
  TRY(const std::int64_t reached, index_.sequence());
  if (reached == target) return 0;
  return reached == 0 || reached > target ? rebuild(target) : follow(reached, target);
}

Result<std::int64_t> IndexCatalog::follow(std::int64_t from, std::int64_t target) const {
  Batch batch;
  std::int64_t touched = 0;
  std::int64_t reached = from;
  while (reached < target) {
    TRY(const auto changes, catalog_.changes_after(reached, kBatchProducts));
    for (const ports::ProductChange& change : changes) {
      auto product = catalog_.product(change.product);
      if (!product && product.error().code != ErrorCode::not_found) return std::unexpected(std::move(product).error());
      if (product) {
        TRY(add(batch, *std::move(product)));
      } else {
        batch.erased.push_back(change.product);
      }
      reached = change.sequence;
      ++touched;
      if (batch.full()) TRY(write(batch, reached));
    }
    // No more changes of products: what else moved the catalog on, a category say, comes with the last write.
    if (std::ssize(changes) < kBatchProducts) break;
  }
  TRY(write(batch, std::max(reached, target)));
  return touched;
}

Result<std::int64_t> IndexCatalog::rebuild(std::int64_t target) const {
  TRY(const auto indexed, index_.products());
  std::set<ProductId> gone(indexed.begin(), indexed.end());
  Batch batch;
  std::int64_t touched = 0;
  std::optional<ProductId> after;
  do {
    TRY(auto products, catalog_.products(after, kBatchProducts));
    after = products.empty() ? std::nullopt : std::optional(products.back().id);
    for (Product& product : products) {
      gone.erase(product.id);
      TRY(add(batch, std::move(product)));
      ++touched;
      // Sequence 0 until all is done: a rebuild that breaks off begins again.
      if (batch.full()) TRY(write(batch, 0));
    }
  } while (after);
  for (const ProductId& product : gone) {
    batch.erased.push_back(product);
    if (batch.full()) TRY(write(batch, 0));
  }
  TRY(write(batch, target));
  return touched;
}

Result<void> IndexCatalog::add(Batch& batch, Product product) const {
  std::vector<StockItemId> shelves;
  for (const Variant& variant : product.variants) shelves.push_back(variant.stock_item);
  TRY(auto stock, inventory_.find_all(shelves));
  batch.variants += product.variants.size();
  batch.puts.push_back({std::move(product), std::move(stock)});
  return {};
}

Result<void> IndexCatalog::write(Batch& batch, std::int64_t sequence) const {
  TRY(const auto categories, catalog_.categories());
  TRY(index_.update(batch.puts, batch.erased, categories, sequence));
  batch = {};
  return {};
}

}  // namespace souk::usecases
