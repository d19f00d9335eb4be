#include "aws/catalog_feed.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "aws/item_fields.h"

namespace souk::aws {

struct CatalogFeed::Touch {
  std::string sk;
  std::vector<ProductId> products;
};
struct CatalogFeed::Waiting {
  std::int64_t counter = 0;
  std::vector<Touch> touches;  // oldest first
};

namespace {

constexpr std::string_view kFeed = "feed";
constexpr std::string_view kCounter = "counter";  // sorts before touches: one query reads both
constexpr std::string_view kTouch = "touch#";
constexpr std::string_view kChanges = "feed#changes";
// Of a product: its place in the changes. It outlives the product.
constexpr std::string_view kPlace = "place";

// Each product takes three actions, each touch one, the counter one: together below kMaxActions.
constexpr std::size_t kProductsAtOnce = 25;
constexpr std::int64_t kTouchesAtOnce = 20;
// Whoever else is at the counter works off the same touches, so waiting helps.
constexpr int kMostOvertaken = 8;
constexpr int kMostBatches = 50;
// A reader that is a second late still shows a catalog that was true a second ago.
constexpr std::chrono::milliseconds kFreshFor{1000};

/// Sequences as text that sorts as they do.
std::string sequence_key(std::int64_t sequence) { return fmt::format("{:019}", sequence); }

ItemKey counter_key(const DynamoShop& shop) { return {shop.tables.products, std::string(kFeed), std::string(kCounter)}; }
ItemKey change_key(const DynamoShop& shop, std::int64_t sequence) {
  return {shop.tables.products, std::string(kChanges), sequence_key(sequence)};
}
ItemKey place_key(const DynamoShop& shop, const ProductId& product) {
  return {shop.tables.products, product.text(), std::string(kPlace)};
}

ValueList list_of(std::span<const ProductId> products) { return {products.begin(), products.end()}; }

Result<std::vector<ProductId>> products_of(const Item& touch) {
  std::vector<ProductId> products;
  ItemFields fields(touch);
  for (const Value& each : fields.list("products")) {
    const auto* text = each.get<std::string>();
    const auto id = text == nullptr ? std::nullopt : ProductId::parse(*text);
    if (!id) return fail(ErrorCode::corrupt, "The shop's storage is damaged", "a touch of no product");
    products.push_back(*id);
  }
  return fields.finish(std::move(products), "touch");
}

/// The touch as it is to lie there once all but `rest` of its products have their sequence.
Action shortened(const ItemKey& key, std::span<const ProductId> rest) {
  if (rest.empty()) return Delete{.key = key};
  return Update{.key = key, .changes = "SET #products = :rest", .values = {{"rest", list_of(rest)}}};
}

}  // namespace

Action CatalogFeed::touch(const std::set<ProductId>& products) const {
  return Put{.key = {shop_.tables.products, std::string(kFeed), std::string(kTouch) + encode_id(shop_.ids.next())},
             .attributes = {{"products", ValueList(products.begin(), products.end())}}};
}

std::int64_t CatalogFeed::version() {
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(shop_.clock.steady().time_since_epoch()).count();
  if (!stale_.exchange(false) && now - read_at_ < kFreshFor.count()) return version_;
  if (const auto counter = give_sequences()) {
    read_at_ = now;
    return std::max(*counter, version_.load());
  }
  stale_ = true;  // readers go on with what was true last; the next one asks again
  return version_;
}

Result<std::vector<ports::ProductChange>> CatalogFeed::changes_after(std::int64_t sequence, std::int64_t limit) {
  TRY(give_sequences());
  TRY(const auto items,
      shop_.client.query({.table = shop_.tables.products,
                          .keys = {"#pk = :pk AND #sk > :after", {{"pk", kChanges}, {"after", sequence_key(sequence)}}},
                          .limit = limit}));
  std::vector<ports::ProductChange> changes;
  for (const Item& item : items) {
    ItemFields fields(item);
    ports::ProductChange change{.product = fields.id<ProductId>("product"), .sequence = fields.integer("sequence")};
    TRY(change, fields.finish(change, "change of the catalog"));
    changes.push_back(change);
  }
  return changes;
}

/// Until no touch is left, or as many are done as one call will do. Returns the counter.
Result<std::int64_t> CatalogFeed::give_sequences() {
  int overtaken = 0;
  for (int batch = 0;; ++batch) {
    TRY(const Waiting waiting, read_touches());
    if (waiting.touches.empty() || batch == kMostBatches) {
      std::int64_t known = version_.load();
      while (known < waiting.counter && !version_.compare_exchange_weak(known, waiting.counter)) {}
      return waiting.counter;
    }
    TRY(const bool done, give_sequences_to(waiting));
    overtaken = done ? 0 : overtaken + 1;
    if (overtaken == kMostOvertaken)
      return fail(ErrorCode::unavailable, "The catalog is busy. Try again.", "overtaken too often");
    if (!done) shop_.client.pause(overtaken);
  }
}

Result<CatalogFeed::Waiting> CatalogFeed::read_touches() const {
  TRY(const auto items,
      shop_.client.query(
          {.table = shop_.tables.products, .keys = {"#pk = :pk", {{"pk", kFeed}}}, .limit = kTouchesAtOnce + 1}));
  Waiting waiting;
  for (const Item& item : items) {
    ItemFields fields(item);
    std::string sk = fields.text("sk");
    if (sk == kCounter) {
      waiting.counter = fields.integer("value");
      TRY(waiting.counter, fields.finish(waiting.counter, "counter of the catalog"));
    } else {
      TRY(auto products, products_of(item));
      waiting.touches.push_back({std::move(sk), std::move(products)});
    }
  }
  return waiting;
}

/// False: somebody else was faster, or it is not known whether this was done: read again, either way.
Result<bool> CatalogFeed::give_sequences_to(const Waiting& waiting) const {
  TRY(const auto actions, numbering(waiting));
  const auto transacted = shop_.client.transact(actions);
  if (transacted) return transacted->committed;
  if (transacted.error().code == ErrorCode::commit_unknown) return false;
  return std::unexpected(transacted.error());
}

Result<std::vector<Action>> CatalogFeed::numbering(const Waiting& waiting) const {
  std::vector<Action> actions;
  std::vector<ProductId> products;  // each once, at its latest place
  std::int64_t counter = waiting.counter;
  for (const Touch& touch : waiting.touches) {
    const std::size_t room = kProductsAtOnce - products.size();
    if (room == 0) break;
    const auto taken = std::span(touch.products).first(std::min(room, touch.products.size()));
    for (const ProductId& product : taken) {
      std::erase(products, product);
      products.push_back(product);
    }
    if (touch.products.empty()) ++counter;
    actions.push_back(
        shortened({shop_.tables.products, std::string(kFeed), touch.sk}, std::span(touch.products).subspan(taken.size())));
  }

  std::vector<ItemKey> places;
  places.reserve(products.size());
  for (const ProductId& product : products) places.push_back(place_key(shop_, product));
  TRY(const ItemSet former, shop_.client.get_all(places));
  for (const ProductId& product : products) {
    ++counter;
    actions.emplace_back(Put{.key = change_key(shop_, counter), .attributes = {{"product", product}, {"sequence", counter}}});
    actions.emplace_back(Put{.key = place_key(shop_, product), .attributes = {{"sequence", counter}}});
    if (const auto place = former.find(place_key(shop_, product)); place != former.end())
      actions.emplace_back(Delete{.key = change_key(shop_, ItemFields(place->second).integer("sequence"))});
  }
  if (waiting.counter == 0) {
    actions.emplace_back(Put{.key = counter_key(shop_), .attributes = {{"value", counter}}, .only_if = absent()});
    return actions;
  }
  actions.emplace_back(Update{.key = counter_key(shop_),
                              .changes = "SET #value = :value",
                              .values = {{"value", counter}, {"seen", waiting.counter}},
                              .only_if = "#value = :seen"});
  return actions;
}

}  // namespace souk::aws
