#include "http/cart_json.h"

#include "http/value_json.h"

namespace souk::http {
namespace {

void write_gone_line(JsonWriter& json) {
  json.key("product_id").null().key("product_slug").null();
  json.key("title").text("").key("variant_title").text("").key("sku").text("").key("image").null();
}

void write_line_goods(JsonWriter& json, const PricedLine& line) {
  json.key("product_id").text(line.product.text());
  json.key("product_slug").text(line.product_slug);
  json.key("title").text(line.title);
  json.key("variant_title").text(line.variant_title);
  json.key("sku").text(line.sku);
  json.key("image");
  write_image(json, image_url(line.image), line.title);
}

void write_line(JsonWriter& json, const usecases::ShownLine& shown, const Quote& quote) {
  const PricedLine* const priced = shown.priced ? &quote.lines[*shown.priced] : nullptr;
  json.begin_object();
  json.key("id").text(shown.line.id.text());
  json.key("variant_id").text(shown.line.variant.text());
  if (priced)
    write_line_goods(json, *priced);
  else
    write_gone_line(json);
  json.key("quantity").integer(shown.line.quantity);
  json.key("unit_price");
  write(json, priced ? std::optional{priced->unit_price} : std::nullopt);
  json.key("total");
  write(json, priced ? std::optional{priced->total} : std::nullopt);
  json.key("available").boolean(priced != nullptr);
  json.key("in_stock").boolean(shown.in_stock);
  json.end_object();
}

}  // namespace

std::string cart_json(const usecases::PricedCart& priced) {
  const Cart& cart = priced.cart;
  std::string body;
  body.reserve(1024 + priced.lines.size() * 512);
  JsonWriter json(body);
  json.begin_object();
  json.key("id").text(cart.id.text());
  json.key("version").integer(cart.version);
  json.key("currency").text(cart.currency.code());
  json.key("lines");
  write_array(json, priced.lines, [&](const usecases::ShownLine& line) { write_line(json, line, priced.quote); });
  json.key("adjustments");
  write_array(json, priced.quote.adjustments, [&](const Adjustment& adjustment) { write(json, adjustment); });
  json.key("totals");
  write(json, priced.quote.totals);
  json.key("email").text_or_null(cart.email);
  json.key("shipping_address");
  write(json, cart.shipping_address);
  json.key("billing_address");
  write(json, cart.billing_address);
  json.key("shipping_option").text_or_null(cart.shipping_option);
  json.key("order_id").text_or_null(cart.order ? cart.order->text() : std::string{});
  json.key("created_at");
  write(json, cart.created_at);
  json.key("expires_at");
  write(json, cart.expires_at);
  json.end_object();
  return body;
}

std::string shipping_options_json(const std::vector<usecases::ShippingOption>& options) {
  return list_json(options, std::nullopt, [](JsonWriter& json, const usecases::ShippingOption& option) {
    json.begin_object().key("code").text(option.code).key("label").text(option.label).key("amount");
    write(json, option.amount);
    json.end_object();
  });
}

}  // namespace souk::http
