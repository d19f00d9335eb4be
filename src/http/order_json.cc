#include "http/order_json.h"

#include "commerce/text/names.h"
#include "http/value_json.h"

namespace souk::http {
namespace {

void write_states(JsonWriter& json, OrderState state, PaymentState payment, FulfillmentState fulfillment) {
  json.key("state").text(name_of(state));
  json.key("payment_state").text(name_of(payment));
  json.key("fulfillment_state").text(name_of(fulfillment));
}

void write_line(JsonWriter& json, const PricedLine& line) {
  json.begin_object();
  json.key("id").text(line.id.text());
  json.key("variant_id").text(line.variant.text());
  json.key("product_id").text(line.product.text());
  json.key("product_slug").text(line.product_slug);
  json.key("title").text(line.title);
  json.key("variant_title").text(line.variant_title);
  json.key("sku").text(line.sku);
  json.key("image");
  write_image(json, image_url(line.image), line.title);
  json.key("quantity").integer(line.quantity);
  json.key("unit_price");
  write(json, line.unit_price);
  json.key("total");
  write(json, line.total);
  json.end_object();
}

/// Neither the provider's token nor its reference: both are the provider's business and ours.
void write_payment(JsonWriter& json, const PaymentAttempt& attempt) {
  json.begin_object();
  json.key("id").text(attempt.id.text());
  json.key("provider").text(attempt.provider);
  json.key("state").text(name_of(attempt.state));
  json.key("amount");
  write(json, attempt.amount);
  json.key("refusal").text_or_null(attempt.refusal);
  json.key("created_at");
  write(json, attempt.created_at);
  json.end_object();
}

void write_history(JsonWriter& json, const HistoryEntry& entry) {
  json.begin_object().key("version").integer(entry.version);
  write_states(json, entry.state, entry.payment_state, entry.fulfillment_state);
  json.key("what").text(entry.what).key("at");
  write(json, entry.at);
  json.end_object();
}

void write_next_action(JsonWriter& json, const Order& order) {
  if (order.undecided() && !order.current_attempt().action_url.empty())
    json.begin_object().key("type").text("redirect").key("url").text(order.current_attempt().action_url).end_object();
  else
    json.null();
}

/// An order whose goods are not shipped has no shipping address.
std::optional<Address> shipping_address(const Order& order) {
  if (order.shipping_address == Address{}) return std::nullopt;
  return order.shipping_address;
}

void write_members(JsonWriter& json, const Order& order) {
  json.key("id").text(order.id.text());
  json.key("number").text(order.number);
  write_states(json, order.state, order.payment_state, order.fulfillment_state);
  json.key("currency").text(order.quote.currency.code());
  json.key("customer_id").text_or_null(order.customer ? order.customer->text() : std::string{});
  json.key("email").text(order.email);
  json.key("addresses").begin_object().key("shipping");
  write(json, shipping_address(order));
  json.key("billing");
  write(json, order.billing_address);
  json.end_object().key("lines");
  write_array(json, order.quote.lines, [&](const PricedLine& line) { write_line(json, line); });
  json.key("adjustments");
  write_array(json, order.quote.adjustments, [&](const Adjustment& adjustment) { write(json, adjustment); });
  json.key("totals");
  write(json, order.quote.totals);
  json.key("payments");
  write_array(json, order.attempts, [&](const PaymentAttempt& attempt) { write_payment(json, attempt); });
  json.key("fulfillments").begin_array().end_array();
  json.key("history");
  write_array(json, order.history, [&](const HistoryEntry& entry) { write_history(json, entry); });
  json.key("refusal").text_or_null(order.refusal ? name_of(*order.refusal) : std::string_view{});
  json.key("next_action");
  write_next_action(json, order);
  json.key("created_at");
  write(json, order.created_at);
  json.key("updated_at");
  write(json, order.updated_at);
  json.key("version").integer(order.version);
}

}  // namespace

void write(JsonWriter& json, const Order& order) {
  json.begin_object();
  write_members(json, order);
  json.end_object();
}

std::string order_json(const Order& order) {
  std::string body;
  body.reserve(2048);
  JsonWriter json(body);
  write(json, order);
  return body;
}

std::string placed_order_json(const Order& order, std::string_view order_token) {
  std::string body;
  body.reserve(2048);
  JsonWriter json(body);
  json.begin_object();
  write_members(json, order);
  json.key("order_token").text(order_token);
  json.end_object();
  return body;
}

std::string order_list_json(const std::vector<Order>& orders, const std::optional<std::string>& next_cursor) {
  return list_json(orders, next_cursor, [](JsonWriter& json, const Order& order) { write(json, order); });
}

}  // namespace souk::http
