#include "aws/product_reading.h"

#include <algorithm>
#include <map>
#include <utility>

#include "aws/item_fields.h"
#include "aws/product_items.h"
#include "aws/rounds.h"
#include "aws/stock_items.h"
#include "aws/text_pieces.h"

namespace souk::aws {
namespace {

std::unexpected<Error> no_such_product() { return fail(ErrorCode::not_found, "There is no such product"); }

Product with_variants(Product product, StoredVariants stored) {
  std::vector<StoredVariant> ordered;
  for (auto& [id, variant] : stored) ordered.push_back(std::move(variant));
  std::ranges::sort(ordered, {}, &StoredVariant::position);
  for (StoredVariant& variant : ordered) product.variants.push_back(std::move(variant.variant));
  return product;
}

std::optional<Image> picture_of(const Variant& variant, const Product& product) {
  if (variant.image || product.images.empty()) return variant.image;
  return product.images.front();
}

/// Where each of the wanted variants is, and what was read of it so far.
class ForSale {
 public:
  ForSale(const DynamoShop& shop, std::span<const VariantId> ids) : shop_(shop), ids_(ids) {}

  Result<std::vector<ports::VariantForSale>> find() {
    TRY(read_pointers());
    std::vector<ItemKey> wanted;
    for (const auto& [id, pointer] : pointers_) {
      wanted.push_back(product_key(shop_, pointer.product));
      wanted.push_back(stock_key(shop_, pointer.stock_item));
      wanted.push_back(variant_key(shop_, pointer.product, pointer.generation, id));
    }
    TRY(read_, shop_.client.get_all(std::move(wanted)));
    TRY(read_other_generations());
    TRY(read_other_stock());
    std::vector<ports::VariantForSale> found;
    for (const VariantId& id : ids_) {
      TRY(auto one, find_one(id));
      if (one) found.push_back(*std::move(one));
    }
    return found;
  }

 private:
  Result<void> read_pointers() {
    std::vector<ItemKey> wanted;
    for (const VariantId& id : ids_) wanted.push_back(pointer_key(shop_, id));
    TRY(const ItemSet read, shop_.client.get_all(std::move(wanted)));
    for (const VariantId& id : ids_) {
      const auto item = read.find(pointer_key(shop_, id));
      if (item == read.end()) continue;
      TRY(pointers_[id], read_pointer(item->second));
    }
    return {};
  }

  Result<void> read_other_generations() {
    std::vector<ItemKey> wanted;
    for (auto& [id, pointer] : pointers_) {
      TRY(const auto product, product_in(shop_, read_, pointer.product));
      if (!product || product->generation == pointer.generation) continue;
      pointer.generation = product->generation;
      wanted.push_back(variant_key(shop_, pointer.product, pointer.generation, id));
    }
    if (wanted.empty()) return {};
    TRY(ItemSet more, shop_.client.get_all(std::move(wanted)));
    read_.merge(std::move(more));
    return {};
  }

  /// A variant that was given another stock item may say so before its pointer does.
  Result<void> read_other_stock() {
    std::vector<ItemKey> wanted;
    for (const auto& [id, pointer] : pointers_) {
      const auto item = read_.find(variant_key(shop_, pointer.product, pointer.generation, id));
      if (item == read_.end()) continue;
      TRY(const StoredVariant stored, read_stored_variant(item->second));
      if (stored.variant.stock_item != pointer.stock_item) wanted.push_back(stock_key(shop_, stored.variant.stock_item));
    }
    if (wanted.empty()) return {};
    TRY(ItemSet more, shop_.client.get_all(std::move(wanted)));
    read_.merge(std::move(more));
    return {};
  }

  Result<std::optional<ports::VariantForSale>> find_one(const VariantId& id) const {
    const auto pointer = pointers_.find(id);
    if (pointer == pointers_.end()) return std::nullopt;
    TRY(const auto stored, product_in(shop_, read_, pointer->second.product));
    const auto item = read_.find(variant_key(shop_, pointer->second.product, pointer->second.generation, id));
    if (!stored || item == read_.end()) return std::nullopt;
    TRY(StoredVariant variant, read_stored_variant(item->second));
    TRY(const auto stock, stock_in(shop_, read_, variant.variant.stock_item));
    if (!stock) return fail(ErrorCode::corrupt, "The shop's storage is damaged", "no stock item of variant " + id.text());
    const Product& product = stored->product;
    auto image = picture_of(variant.variant, product);
    return ports::VariantForSale{.variant = std::move(variant.variant),
                                 .product = product.id,
                                 .product_slug = product.slug,
                                 .product_title = product.title,
                                 .image = std::move(image),
                                 .status = product.status,
                                 .publish_at = product.publish_at,
                                 .stock = stock->item};
  }

  const DynamoShop& shop_;
  const std::span<const VariantId> ids_;
  std::map<VariantId, VariantPointer> pointers_;
  ItemSet read_;
};

}  // namespace

Result<Product> find_product(const DynamoShop& shop, const ProductId& id) {
  return in_rounds(shop, [&]() -> Result<std::optional<Product>> {
    TRY(const auto item, shop.client.get(product_key(shop, id)));
    if (!item) return no_such_product();
    TRY(StoredProduct stored, read_stored_product(*item));
    TRY(auto variants, variants_of(shop, stored));
    if (!variants) return std::nullopt;
    return with_variants(std::move(stored.product), *std::move(variants));
  });
}

Result<ProductId> owner_of_slug(const DynamoShop& shop, const std::string& slug) {
  TRY(const auto item, shop.client.get(slug_key(shop, slug)));
  if (!item) return no_such_product();
  ItemFields fields(*item);
  return fields.finish(fields.id<ProductId>("product"), "slug");
}

Result<ports::FoundProduct> find_product_by_slug(const DynamoShop& shop, const std::string& slug) {
  TRY(const ProductId id, owner_of_slug(shop, slug));
  TRY(Product product, find_product(shop, id));
  const bool moved = product.slug != slug;
  return ports::FoundProduct{.product = std::move(product), .moved = moved};
}

Result<std::vector<Product>> list_products(const DynamoShop& shop, std::optional<ProductId> after, std::int64_t limit) {
  std::vector<Product> products;
  while (std::ssize(products) < limit) {
    const std::int64_t left = limit - std::ssize(products);
    TRY(const auto places,
        shop.client.query({.table = shop.tables.products,
                           .keys = {"#pk = :pk AND #sk > :after", {{"pk", "products"}, {"after", after.value_or(ProductId{})}}},
                           .limit = left}));
    for (const Item& place : places) {
      ItemFields fields(place);
      TRY(after, fields.finish(std::optional(fields.id<ProductId>("sk")), "place in the list of products"));
      auto product = find_product(shop, *after);
      if (product) {
        products.push_back(*std::move(product));
      } else if (product.error().code != ErrorCode::not_found) {
        return std::unexpected(std::move(product).error());
      }
    }
    if (std::ssize(places) < left) break;
  }
  return products;
}

Result<std::vector<ports::VariantForSale>> find_for_sale(const DynamoShop& shop, std::span<const VariantId> ids) {
  return ForSale(shop, ids).find();
}

Result<std::optional<ports::ImportedProduct>> find_import(const DynamoShop& shop, const std::string& handle) {
  const auto product = owner_of_slug(shop, handle);
  if (!product && product.error().code == ErrorCode::not_found) return std::nullopt;
  if (!product) return std::unexpected(product.error());
  const ItemKey key = import_key(shop, *product, handle);
  TRY(const auto item, shop.client.get(key));
  if (!item) return std::nullopt;
  ItemFields fields(*item);
  ports::ImportedProduct imported{.handle = handle, .rows_hash = fields.hash("rows_hash"), .source = {}};
  TRY(imported.source, joined_pieces(shop, key, *item, "source"));
  return fields.finish(std::optional(std::move(imported)), "import record");
}

std::vector<Action> put_import(const DynamoShop& shop, const ProductId& product, const ports::ImportedProduct& imported) {
  return put_in_pieces(
      {.key = import_key(shop, product, imported.handle), .attributes = {{"rows_hash", binary(imported.rows_hash)}}}, "source",
      imported.source);
}

}  // namespace souk::aws
