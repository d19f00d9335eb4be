#include "aws/cart_items.h"

#include "aws/item_fields.h"
#include "records/records.h"

namespace souk::aws {

ItemKey cart_key(const DynamoShop& shop, const CartId& id) { return {shop.tables.cart, id.text(), "cart"}; }

Result<std::optional<StoredCart>> cart_in(const DynamoShop& shop, const ItemSet& read, const CartId& id, Instant now) {
  const auto found = read.find(cart_key(shop, id));
  if (found == read.end()) return std::nullopt;
  ItemFields fields(found->second);
  TRY(Cart cart, records::read_cart(fields.text("record")));
  cart.id = id;
  cart.version = fields.integer("version");
  if (fields.has("shown_total")) cart.shown_total = Money{fields.integer("shown_total"), cart.currency};
  cart.created_at = fields.instant("created_at");
  cart.expires_at = fields.instant("ends_at");
  TRY(StoredCart stored, fields.finish(StoredCart{.cart = std::move(cart), .write = fields.text("write")}, "cart"));
  if (stored.cart.expires_at <= now) return std::nullopt;
  return stored;
}

Action put_cart(const DynamoShop& shop, const StoredCart& stored, std::int64_t expected_version) {
  Cart record = stored.cart;  // what has an attribute of its own is left out
  record.version = 0;
  record.shown_total.reset();
  record.order.reset();
  Put put{
      .key = cart_key(shop, stored.cart.id),
      .attributes = {{"version", stored.cart.version},
                     {"created_at", stored.cart.created_at},
                     {"ends_at", stored.cart.expires_at},
                     // The table's time to live counts seconds; a cart that is over is not found long before it is deleted.
                     {"expires_at", std::chrono::ceil<std::chrono::seconds>(stored.cart.expires_at).time_since_epoch().count()},
                     {"record", records::write(record)},
                     {"write", stored.write}},
      .only_if = absent()};
  if (stored.cart.customer) put.attributes.emplace("customer", *stored.cart.customer);
  if (stored.cart.shown_total) put.attributes.emplace("shown_total", stored.cart.shown_total->minor);
  if (expected_version > 0) put.only_if = {"#version = :expected", {{"expected", expected_version}}};
  return put;
}

}  // namespace souk::aws
