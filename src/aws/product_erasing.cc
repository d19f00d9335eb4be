#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "aws/category_items.h"
#include "aws/item_fields.h"
#include "aws/product_items.h"
#include "aws/product_writing.h"
#include "aws/rounds.h"
#include "aws/transaction_groups.h"

namespace souk::aws {
namespace {

// The transaction that erases frees so many slugs with it; of a product that had more, the oldest go before.
constexpr std::size_t kSlugsAtOnce = 40;
constexpr std::int64_t kMostItems = 10'000;

/// One call of erase, over all its rounds.
class ProductErasing {
 public:
  ProductErasing(const DynamoShop& shop, CatalogFeed& feed, const ProductId& id, std::int64_t if_version)
      : shop_(shop), feed_(feed), id_(id), if_version_(if_version) {}

  Result<std::optional<Done>> round() {
    TRY(const auto item, shop_.client.get(product_key(shop_, id_)));
    if (!item && lost_) return Done{};
    if (!item) return fail(ErrorCode::not_found, "There is no such product");
    TRY(const StoredProduct stored, read_stored_product(*item));
    if (stored.product.version != if_version_)
      return fail(ErrorCode::version_conflict, "The product has changed since it was read");
    TRY(auto slugs, slugs_of_product());
    TRY(const bool freed, free_surplus(slugs));
    if (!freed) return std::nullopt;
    feed_.touched();
    const auto transacted = shop_.client.transact(actions(stored, slugs));
    lost_ = !transacted ? transacted.error().code == ErrorCode::commit_unknown : transacted->perhaps_before;
    if (!transacted) return std::unexpected(transacted.error());
    return transacted->committed ? std::optional(Done{}) : std::nullopt;
  }

  /// What nobody finds any more: variants with their pointers, slugs, import records. The product's place in the changes stays.
  void sweep() const {
    std::vector<ItemKey> gone;
    for (const std::string_view prefix : {"variant#", "slug#", "import#"}) {
      const auto items = items_beginning(prefix);
      if (!items) return;
      for (const Item& item : *items) {
        const std::string sk = ItemFields(item).text("sk");
        gone.push_back({shop_.tables.products, id_.text(), sk});
        const auto variant = prefix == "variant#" ? VariantId::parse(sk.substr(sk.rfind('#') + 1)) : std::nullopt;
        if (variant) gone.push_back(pointer_key(shop_, *variant));
      }
    }
    std::ranges::sort(gone);
    gone.erase(std::ranges::unique(gone).begin(), gone.end());
    sweep_away(shop_, gone);
  }

 private:
  Result<std::vector<Item>> items_beginning(std::string_view prefix) const {
    return shop_.client.query({.table = shop_.tables.products,
                               .keys = {"#pk = :pk AND begins_with(#sk, :prefix)", {{"pk", id_}, {"prefix", prefix}}},
                               .limit = kMostItems});
  }

  Result<std::vector<std::string>> slugs_of_product() const {
    TRY(const auto rows, items_beginning("slug#"));
    std::vector<std::string> slugs;
    slugs.reserve(rows.size());
    for (const Item& row : rows) slugs.push_back(ItemFields(row).text("sk").substr(std::string_view("slug#").size()));
    return slugs;
  }

  Action free(const std::string& slug) const {
    return Delete{.key = slug_key(shop_, slug),
                  .only_if = {"attribute_not_exists(#pk) OR #product = :product", {{"product", id_}}}};
  }

  Result<bool> free_surplus(std::vector<std::string>& slugs) const {
    while (slugs.size() > kSlugsAtOnce) {
      std::vector<Action> actions{
          Check{.key = product_key(shop_, id_), .only_if = {"#version = :version", {{"version", if_version_}}}}};
      for (std::size_t i = 0; i < kSlugsAtOnce && !slugs.empty(); ++i) {
        actions.push_back(free(slugs.back()));
        slugs.pop_back();
      }
      TRY(const Transacted freed, shop_.client.transact(actions));
      if (!freed.committed) return false;
    }
    return true;
  }

  std::vector<Action> actions(const StoredProduct& stored, const std::vector<std::string>& slugs) const {
    std::vector<Action> actions{
        Delete{.key = product_key(shop_, id_), .only_if = {"#version = :version", {{"version", if_version_}}}},
        Delete{.key = product_place_key(shop_, id_)}, feed_.touch({id_})};
    for (const std::string& slug : slugs) actions.push_back(free(slug));
    for (const CategoryId& category : categories_joined({}, stored.product.categories))
      actions.push_back(count_use(shop_, category, -1));
    return actions;
  }

  const DynamoShop& shop_;
  CatalogFeed& feed_;
  const ProductId id_;
  const std::int64_t if_version_;
  bool lost_ = false;  // perhaps it is erased already
};

}  // namespace

Result<void> erase_product(const DynamoShop& shop, CatalogFeed& feed, const ProductId& id, std::int64_t if_version) {
  ProductErasing erasing(shop, feed, id, if_version);
  TRY(in_rounds(shop, [&] { return erasing.round(); }));
  erasing.sweep();
  return {};
}

}  // namespace souk::aws
