#include "records/address_record.h"
#include "records/records.h"

namespace souk::records {

std::string write(const Cart& cart) {
  return record([&](Members& members) {
    members.id("id", cart.id).integer("version", cart.version).currency("currency", cart.currency);
    members.items("lines", cart.lines, [](Members& m, const CartLine& line) {
      m.id("id", line.id).id("variant", line.variant).integer("quantity", line.quantity);
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
  cart.version = fields.integer("version");
  cart.currency = fields.currency("currency");
  cart.lines = fields.items<CartLine>("lines", [](const Fields& line) {
    return CartLine{line.id<LineId>("id"), line.id<VariantId>("variant"), line.integer("quantity")};
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

std::string write(const ShopSettings& settings) {
  return record([&](Members& members) {
    members.text("name", settings.name).currency("currency", settings.currency).texts("ship_to_countries", settings.ship_to_countries);
    members.text("time_zone", settings.time_zone);
    write_address(members, "seller", settings.seller);
    members.text("sender_email", settings.sender_email).boolean("prices_include_tax", settings.prices_include_tax, true);
    // Always there, zero too: their defaults in a new shop are not zero.
    members.writer().key("tax_rate_basis_points").integer(settings.tax_rate_basis_points);
    members.writer().key("flat_shipping_minor").integer(settings.flat_shipping_minor);
    members.text("order_number_prefix", settings.order_number_prefix).text("terms_version", settings.terms_version);
    members.text("terms_url", settings.terms_url).integer("version", settings.version);
  });
}

Result<ShopSettings> read_settings(std::string_view text) {
  Document document(text);
  const Fields fields = document.root();
  ShopSettings settings;
  settings.name = fields.text("name");
  settings.currency = fields.currency("currency");
  settings.ship_to_countries = fields.texts("ship_to_countries");
  settings.time_zone = fields.text("time_zone");
  settings.seller = read_address(fields.object("seller"));
  settings.sender_email = fields.text("sender_email");
  settings.prices_include_tax = fields.boolean("prices_include_tax", true);
  settings.tax_rate_basis_points = fields.integer("tax_rate_basis_points", settings.tax_rate_basis_points);
  settings.flat_shipping_minor = fields.integer("flat_shipping_minor", settings.flat_shipping_minor);
  settings.order_number_prefix = fields.text("order_number_prefix");
  settings.terms_version = fields.text("terms_version");
  settings.terms_url = fields.text("terms_url");
  settings.version = fields.integer("version");
  return document.finish(std::move(settings), "shop settings record");
}

}  // namespace souk::records
