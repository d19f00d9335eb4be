#include "aws/customer_cart.h"

#include <utility>
#include <vector>

#include "aws/cart_items.h"
#include "aws/item_fields.h"
#include "aws/order_items.h"
#include "aws/rounds.h"

namespace souk::aws {
namespace {

std::unexpected<Error> overtaken() { return fail(ErrorCode::version_conflict, "The cart has changed since it was read"); }

Result<std::optional<CartId>> named_in(const ItemSet& read, const ItemKey& key) {
  const auto found = read.find(key);
  if (found == read.end()) return std::nullopt;
  ItemFields fields(found->second);
  return fields.finish(std::optional(fields.id<CartId>("cart")), "pointer to a cart");
}

}  // namespace

ItemKey customer_cart_key(const DynamoShop& shop, const CustomerId& customer) {
  return {shop.tables.cart, customer.text(), "cart"};
}

Result<std::optional<Cart>> open_cart_of(const DynamoShop& shop, const CustomerId& customer) {
  const ItemKey place = customer_cart_key(shop, customer);
  TRY(const ItemSet pointers, shop.client.get_all({place}));
  TRY(const auto id, named_in(pointers, place));
  if (!id) return std::nullopt;
  TRY(const ItemSet read, shop.client.get_all({cart_key(shop, *id), live_order_key(shop, *id)}));
  TRY(auto stored, cart_in(shop, read, *id, shop.clock.now()));
  if (!stored || read.contains(live_order_key(shop, *id))) return std::nullopt;
  return std::move(stored->cart);
}

Result<void> CartHandOver::expect_no_other() const {
  TRY(const auto open, open_cart_of(shop_, *cart_.customer));
  return !open || open->id == cart_.id ? Result<void>{} : overtaken();
}

Result<std::optional<Cart>> CartHandOver::round() {
  const ItemKey place = customer_cart_key(shop_, *cart_.customer);
  TRY(const ItemSet read, shop_.client.get_all({place, cart_key(shop_, cart_.id), live_order_key(shop_, cart_.id)}));
  TRY(const auto stored, cart_in(shop_, read, cart_.id, now_));
  if (stored && stored->write == write_) return std::optional(stored->cart);
  const bool at_version = cart_.version == 0 ? !read.contains(cart_key(shop_, cart_.id))
                                             : stored && stored->cart.version == cart_.version;
  const bool of_another = stored && stored->cart.customer && stored->cart.customer != cart_.customer;
  if (!at_version || of_another || read.contains(live_order_key(shop_, cart_.id))) return overtaken();
  TRY(expect_no_other());
  TRY(const auto before, named_in(read, place));

  Cart made = cart_;
  ++made.version;
  made.order.reset();
  if (stored) made.created_at = stored->cart.created_at;
  Put pointer{.key = place, .attributes = {{"cart", made.id}}, .only_if = absent()};
  if (before) pointer.only_if = {"#cart = :before", {{"before", *before}}};
  std::vector<Action> actions{put_cart(shop_, {.cart = made, .write = write_}, cart_.version), std::move(pointer),
                              Check{.key = live_order_key(shop_, made.id), .only_if = absent()}};
  if (source_) {
    actions.emplace_back(
        Delete{.key = cart_key(shop_, source_->id),
               .only_if = {"#version = :version AND attribute_not_exists(#customer)", {{"version", source_->version}}}});
    actions.emplace_back(Check{.key = live_order_key(shop_, source_->id), .only_if = absent()});
  }
  TRY(const Transacted written, shop_.client.transact(actions));
  if (!written.committed) return overtaken();
  return std::optional(std::move(made));
}

}  // namespace souk::aws
