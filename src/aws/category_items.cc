#include "aws/category_items.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "aws/item_fields.h"
#include "aws/rounds.h"
#include "records/records.h"

namespace souk::aws {
namespace {

constexpr std::string_view kCategories = "categories";
// Every reader of the catalog gets all of them in one list.
constexpr std::int64_t kMaxCategories = 5000;

ItemKey category_key(const DynamoShop& shop, const CategoryId& id) {
  return {shop.tables.products, std::string(kCategories), id.text()};
}
ItemKey category_slug_key(const DynamoShop& shop, const std::string& slug) {
  return {shop.tables.products, "category_slug#" + slug, "category"};
}
ItemKey tree_key(const DynamoShop& shop) { return {shop.tables.products, "category_tree", "tree"}; }

std::unexpected<Error> no_such_category() { return fail(ErrorCode::not_found, "There is no such category"); }
std::unexpected<Error> has_changed() { return fail(ErrorCode::version_conflict, "The category has changed since it was read"); }

struct StoredCategory {
  Category category;
  std::string write;  // the last write: how a writer recognises its own
};

Result<StoredCategory> read_stored_category(const Item& item) {
  ItemFields fields(item);
  StoredCategory stored{.category = {}, .write = fields.text("write")};
  const std::string record = fields.text("record");
  TRY(stored, fields.finish(std::move(stored), "category"));
  TRY(stored.category, records::read_category(record));
  return stored;
}

/// The tree as it was at `version`: read before the categories, so that a write in between is noticed by the condition on it.
struct Tree {
  std::int64_t version = 0;
  std::map<CategoryId, StoredCategory> categories;
};

Result<Tree> read_tree(const DynamoShop& shop) {
  Tree tree;
  TRY(const auto item, shop.client.get(tree_key(shop)));
  if (item) {
    ItemFields fields(*item);
    TRY(tree.version, fields.finish(fields.integer("version"), "category tree"));
  }
  TRY(const auto items,
      shop.client.query(
          {.table = shop.tables.products, .keys = {"#pk = :pk", {{"pk", kCategories}}}, .limit = kMaxCategories}));
  for (const Item& each : items) {
    TRY(StoredCategory stored, read_stored_category(each));
    const CategoryId id = stored.category.id;
    tree.categories.emplace(id, std::move(stored));
  }
  return tree;
}

Action move_tree(const DynamoShop& shop, const Tree& tree) {
  Put put{.key = tree_key(shop), .attributes = {{"version", tree.version + 1}}, .only_if = absent()};
  if (tree.version > 0) put.only_if = {"#version = :expected", {{"expected", tree.version}}};
  return put;
}

/// Follows the parents of `category` up to a root; the stored tree has no circle, so only `category` itself can close one.
Result<void> check_parent(const Tree& tree, const Category& category) {
  for (std::optional<CategoryId> above = category.parent; above;) {
    if (*above == category.id) return fail_at("/parent", ErrorCode::invalid_argument, "A category cannot stand under itself");
    const auto found = tree.categories.find(*above);
    if (found == tree.categories.end())
      return fail_at("/parent", ErrorCode::invalid_argument, "There is no such parent category");
    above = found->second.category.parent;
  }
  return {};
}

Result<CategoryId> owner_of_slug(const Item& marker) {
  ItemFields fields(marker);
  return fields.finish(fields.id<CategoryId>("category"), "slug");
}

bool has_children(const Tree& tree, const CategoryId& id) {
  return std::ranges::any_of(tree.categories, [&](const auto& entry) { return entry.second.category.parent == id; });
}

/// One call of put, over all its rounds.
class CategoryWriting {
 public:
  CategoryWriting(const DynamoShop& shop, CatalogFeed& feed, const ports::Repeatable<Category>& repeatable,
                  const Category& category)
      : shop_(shop), feed_(feed), keyed_(shop, repeatable), category_(category) {}

  Result<std::optional<Category>> round() {
    TRY(const Tree tree, read_tree(shop_));
    const auto stored = tree.categories.find(category_.id);
    const StoredCategory* before = stored == tree.categories.end() ? nullptr : &stored->second;
    if (before != nullptr && before->write == write_) return std::optional(before->category);
    std::vector<ItemKey> wanted{category_slug_key(shop_, category_.slug)};
    keyed_.add_key_to(wanted);
    TRY(const ItemSet read, shop_.client.get_all(std::move(wanted)));
    TRY(keyed_.expect_new_in(read));
    TRY(check(tree, before, read));
    return write(tree, before, read);
  }

 private:
  Result<void> check(const Tree& tree, const StoredCategory* before, const ItemSet& read) const {
    TRY(check_parent(tree, category_));
    TRY(const auto owner, owner_in(tree, read));
    if (owner && *owner != category_.id)
      return fail_at("/slug", ErrorCode::slug_taken, "Another category has this slug, or had it");
    if (category_.version > 0 && before == nullptr) return no_such_category();
    if (category_.version != (before == nullptr ? 0 : before->category.version)) return has_changed();
    if (before == nullptr && std::ssize(tree.categories) >= kMaxCategories)
      return fail(ErrorCode::invalid_argument, fmt::format("A shop has at most {} categories", kMaxCategories));
    return {};
  }

  Result<std::optional<Category>> write(const Tree& tree, const StoredCategory* before, const ItemSet& read) {
    Category made = category_;
    ++made.version;
    std::vector<Action> actions{
        Put{.key = category_key(shop_, made.id), .attributes = {{"record", records::write(made)}, {"write", write_}}},
        move_tree(shop_, tree), feed_.touch({})};
    TRY(const auto owner, owner_in(tree, read));
    // Nobody else can take it meanwhile: that would move the tree.
    if (!owner) actions.emplace_back(Put{.key = category_slug_key(shop_, made.slug), .attributes = {{"category", made.id}}});
    if (before == nullptr)
      actions.emplace_back(Put{.key = category_use_key(shop_, made.id), .attributes = {{"products", 0}}, .only_if = absent()});
    keyed_.add_answer_to(actions, made);
    feed_.touched();
    return committed(shop_, actions, made);
  }

  /// Who has the slug that is wanted, or had it. What an erased category once had is free.
  Result<std::optional<CategoryId>> owner_in(const Tree& tree, const ItemSet& read) const {
    const auto marker = read.find(category_slug_key(shop_, category_.slug));
    if (marker == read.end()) return std::nullopt;
    TRY(const CategoryId owner, owner_of_slug(marker->second));
    return tree.categories.contains(owner) ? std::optional(owner) : std::nullopt;
  }

  const DynamoShop& shop_;
  CatalogFeed& feed_;
  const KeyedWrite<Category> keyed_;
  const Category& category_;
  const std::string write_ = encode_id(shop_.ids.next());
};

}  // namespace

ItemKey category_use_key(const DynamoShop& shop, const CategoryId& id) { return {shop.tables.products, id.text(), "use"}; }

Action count_use(const DynamoShop& shop, const CategoryId& id, std::int64_t delta) {
  return Update{.key = category_use_key(shop, id),
                .changes = "SET #products = #products + :delta",
                .values = {{"delta", delta}},
                .only_if = present().text};
}

std::vector<CategoryId> categories_joined(std::span<const CategoryId> before, std::span<const CategoryId> after) {
  const std::set<CategoryId> known(before.begin(), before.end());
  std::set<CategoryId> joined;
  for (const CategoryId& category : after)
    if (!known.contains(category)) joined.insert(category);
  return {joined.begin(), joined.end()};
}

Result<Category> find_category(const DynamoShop& shop, const CategoryId& id) {
  TRY(const auto item, shop.client.get(category_key(shop, id)));
  if (!item) return no_such_category();
  TRY(StoredCategory stored, read_stored_category(*item));
  return std::move(stored.category);
}

Result<ports::FoundCategory> find_category_by_slug(const DynamoShop& shop, const std::string& slug) {
  TRY(const auto item, shop.client.get(category_slug_key(shop, slug)));
  if (!item) return no_such_category();
  TRY(const CategoryId id, owner_of_slug(*item));
  TRY(Category category, find_category(shop, id));
  const bool moved = category.slug != slug;
  return ports::FoundCategory{.category = std::move(category), .moved = moved};
}

Result<std::vector<Category>> list_categories(const DynamoShop& shop) {
  TRY(Tree tree, read_tree(shop));
  std::vector<Category> categories;
  categories.reserve(tree.categories.size());
  for (auto& [id, stored] : tree.categories) categories.push_back(std::move(stored.category));
  std::ranges::sort(categories, {}, [](const Category& each) { return std::tie(each.position, each.title, each.id); });
  return categories;
}

Result<Category> write_category(const DynamoShop& shop, CatalogFeed& feed, const ports::Repeatable<Category>& repeatable,
                                const Category& category) {
  CategoryWriting writing(shop, feed, repeatable, category);
  return in_rounds(shop, [&] { return writing.round(); });
}

Result<void> erase_category(const DynamoShop& shop, CatalogFeed& feed, const CategoryId& id, std::int64_t if_version) {
  bool lost = false;  // perhaps it is erased already
  return without_value(in_rounds(shop, [&]() -> Result<std::optional<Done>> {
    TRY(const Tree tree, read_tree(shop));
    const auto stored = tree.categories.find(id);
    if (stored == tree.categories.end()) {
      if (lost) return Done{};
      return no_such_category();
    }
    if (stored->second.category.version != if_version) return has_changed();
    TRY(const auto use, shop.client.get(category_use_key(shop, id)));
    const bool has_products = use && ItemFields(*use).integer("products") > 0;
    if (has_products || has_children(tree, id))
      return fail(ErrorCode::category_in_use, "The category still has products or categories under it");
    feed.touched();
    const std::vector<Action> actions{
        Delete{.key = category_key(shop, id)}, Delete{.key = category_slug_key(shop, stored->second.category.slug)},
        Delete{.key = category_use_key(shop, id), .only_if = {"#products = :none", {{"none", 0}}}}, move_tree(shop, tree),
        feed.touch({})};
    const auto transacted = shop.client.transact(actions);
    lost = !transacted ? transacted.error().code == ErrorCode::commit_unknown : transacted->perhaps_before;
    if (!transacted) return std::unexpected(transacted.error());
    return transacted->committed ? std::optional(Done{}) : std::nullopt;
  }));
}

}  // namespace souk::aws
