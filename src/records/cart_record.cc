#include "records/address_record.h"
#include "records/records.h"

namespace souk::records {

std::string write(const Cart& cart) {
  return record([&](Members& members) {
    members.id("id", cart.id).id("customer", cart.customer).integer("version", cart.version).currency("currency", cart.currency);
    members.items("lines", cart.lines, [](Members& m, const CartLine& line) {
      m.id("id", line.id).id("variant", line.variant).integer("quantity", line.quantity, 1);
    });
    members.text("email", cart.email);
    write_address(members, "shipping_address", cart.shipping_address);
    write_address(members, "billing_address", cart.billing_address);
    members.text("shipping_option", cart.shipping_option).money("shown_total", cart.shown_total).id("order", cart.order);
    members.instant("created_at", cart.created_at).instant("expires_at", cart.expires_at);
  });
}

Result<Cart> read_cart(std::string_view text) {
  Document document(text);
  const Fields fields = document.root();
  Cart cart;
  cart.id = fields.id<CartId>("id");
  cart.customer = fields.optional_id<CustomerId>("customer");
  cart.version = fields.natural("version");
  cart.currency = fields.currency("currency");
  cart.lines = fields.items<CartLine>("lines", [](const Fields& line) {
    return CartLine{line.id<LineId>("id"), line.id<VariantId>("variant"), line.natural("quantity", 1)};
  });
  cart.email = fields.text("email");
  cart.shipping_address = read_optional_address(fields, "shipping_address");
  cart.billing_address = read_optional_address(fields, "billing_address");
  cart.shipping_option = fields.text("shipping_option");
  cart.shown_total = fields.optional_money("shown_total", cart.currency);
  cart.order = fields.optional_id<OrderId>("order");
  cart.created_at = fields.instant("created_at");
  cart.expires_at = fields.instant("expires_at");
  return document.finish(std::move(cart), "cart");
}

}  // namespace souk::records
