#include "records/address_record.h"
#include "records/records.h"

namespace souk::records {
namespace {

void write_line(Members& members, const PricedLine& line) {
  members.id("id", line.id).id("variant", line.variant).id("product", line.product).text("product_slug", line.product_slug);
  members.text("title", line.title).text("variant_title", line.variant_title).text("sku", line.sku).text("image", line.image);
  members.integer("quantity", line.quantity, 1).money("unit_price", line.unit_price).money("total", line.total);
  members.boolean("taxable", line.taxable, true)
      .boolean("requires_shipping", line.requires_shipping, true)
      .id("stock_item", line.stock_item);
}

PricedLine read_line(const Fields& fields, const Currency& currency) {
  PricedLine line;
  line.id = fields.id<LineId>("id");
  line.variant = fields.id<VariantId>("variant");
  line.product = fields.id<ProductId>("product");
  line.product_slug = fields.text("product_slug");
  line.title = fields.text("title");
  line.variant_title = fields.text("variant_title");
  line.sku = fields.text("sku");
  line.image = fields.text("image");
  line.quantity = fields.natural("quantity", 1);
  line.unit_price = fields.money("unit_price", currency);
  line.total = fields.money("total", currency);
  line.taxable = fields.boolean("taxable", true);
  line.requires_shipping = fields.boolean("requires_shipping", true);
  line.stock_item = fields.id<StockItemId>("stock_item");
  return line;
}

void write_adjustment(Members& members, const Adjustment& adjustment) {
  members.name("kind", adjustment.kind, AdjustmentKind::discount).text("code", adjustment.code).text("label", adjustment.label);
  members.money("amount", adjustment.amount)
      .boolean("included", adjustment.included, false)
      .money("on_shipping", adjustment.on_shipping);
  members.amounts("per_line", adjustment.per_line);
}

Adjustment read_adjustment(const Fields& fields, const Currency& currency) {
  Adjustment adjustment;
  adjustment.kind = fields.name("kind", AdjustmentKind::discount);
  adjustment.code = fields.text("code");
  adjustment.label = fields.text("label");
  adjustment.amount = fields.money("amount", currency);
  adjustment.included = fields.boolean("included", false);
  adjustment.on_shipping = fields.money("on_shipping", currency);
  adjustment.per_line = fields.amounts("per_line", currency);
  return adjustment;
}

void write_quote(Members& members, const Quote& quote) {
  members.currency("currency", quote.currency)
      .items("lines", quote.lines, write_line)
      .items("adjustments", quote.adjustments, write_adjustment);
  members.money("goods", quote.totals.goods).money("discount", quote.totals.discount).money("shipping", quote.totals.shipping);
  members.money("tax", quote.totals.tax).money("included_tax", quote.totals.included_tax).money("total", quote.totals.total);
}

Quote read_quote(const Fields& fields) {
  Quote quote;
  const Currency currency = fields.currency("currency");
  quote.currency = currency;
  quote.lines = fields.items<PricedLine>("lines", [&](const Fields& line) { return read_line(line, currency); });
  quote.adjustments =
      fields.items<Adjustment>("adjustments", [&](const Fields& each) { return read_adjustment(each, currency); });
  quote.totals = {fields.money("goods", currency), fields.money("discount", currency),     fields.money("shipping", currency),
                  fields.money("tax", currency),   fields.money("included_tax", currency), fields.money("total", currency)};
  return quote;
}

void write_attempt(Members& members, const PaymentAttempt& attempt) {
  members.id("id", attempt.id)
      .integer("number", attempt.number, 1)
      .text("provider", attempt.provider)
      .text("token", attempt.token);
  members.money("amount", attempt.amount).name("state", attempt.state, AttemptState::open).money("taken", attempt.taken);
  if (attempt.taken && attempt.taken->currency != attempt.amount.currency)
    members.currency("taken_currency", attempt.taken->currency);
  members.text("provider_reference", attempt.provider_reference)
      .text("refusal", attempt.refusal)
      .text("action_url", attempt.action_url);
  members.boolean("void_due", attempt.void_due, false)
      .boolean("refund_due", attempt.refund_due, false)
      .instant("created_at", attempt.created_at);
}

PaymentAttempt read_attempt(const Fields& fields, const Currency& currency) {
  PaymentAttempt attempt;
  attempt.id = fields.id<AttemptId>("id");
  attempt.number = fields.natural("number", 1);
  attempt.provider = fields.text("provider");
  attempt.token = fields.text("token");
  attempt.amount = fields.money("amount", currency);
  attempt.state = fields.name("state", AttemptState::open);
  attempt.taken = fields.optional_money("taken", fields.has("taken_currency") ? fields.currency("taken_currency") : currency);
  attempt.provider_reference = fields.text("provider_reference");
  attempt.refusal = fields.text("refusal");
  attempt.action_url = fields.text("action_url");
  attempt.void_due = fields.boolean("void_due", false);
  attempt.refund_due = fields.boolean("refund_due", false);
  attempt.created_at = fields.instant("created_at");
  return attempt;
}

void write_step(Members& members, const HistoryEntry& entry) {
  members.integer("version", entry.version).name("state", entry.state, OrderState::pending);
  members.name("payment_state", entry.payment_state, PaymentState::none);
  members.name("fulfillment_state", entry.fulfillment_state, FulfillmentState::unfulfilled)
      .text("what", entry.what)
      .instant("at", entry.at);
}

HistoryEntry read_step(const Fields& fields) {
  return {fields.natural("version"),
          fields.name("state", OrderState::pending),
          fields.name("payment_state", PaymentState::none),
          fields.name("fulfillment_state", FulfillmentState::unfulfilled),
          fields.text("what"),
          fields.instant("at")};
}

void write_reservation(Members& members, const Reservation& reservation) {
  members.id("stock_item", reservation.stock_item)
      .integer("quantity", reservation.quantity)
      .name("state", reservation.state, HoldState::held);
}

Reservation read_reservation(const Fields& fields) {
  return {fields.id<StockItemId>("stock_item"), fields.natural("quantity"), fields.name("state", HoldState::held)};
}

/// What no step of the order changes, unless the shopper places it anew.
void write_agreed(Members& members, const Order& order) {
  members.text("email", order.email);
  write_address(members, "shipping_address", order.shipping_address);
  write_address(members, "billing_address", order.billing_address);
  members.text("terms_version", order.terms_version);
  write_quote(members, order.quote);
}

std::optional<ErrorCode> read_refusal(const Fields& fields) {
  if (!fields.has("refusal")) return std::nullopt;
  const auto code = error_code_named(fields.text("refusal"));
  if (!code) fields.spoil();
  return code;
}

}  // namespace

std::string write_agreement(const Order& order) {
  return record([&](Members& members) { write_agreed(members, order); });
}

std::string write(const Order& order) {
  return record([&](Members& members) {
    members.id("id", order.id).text("number", order.number).id("cart", order.cart).integer("version", order.version);
    members.id("customer", order.customer).instant("erasure_asked_at", order.erasure_asked_at);
    members.name("state", order.state, OrderState::pending).name("payment_state", order.payment_state, PaymentState::none);
    members.name("fulfillment_state", order.fulfillment_state, FulfillmentState::unfulfilled);
    write_agreed(members, order);
    members.items("reservations", order.reservations, write_reservation).items("attempts", order.attempts, write_attempt);
    members.items("history", order.history, write_step);
    if (order.refusal) members.text("refusal", name_of(*order.refusal));
    members.text("refusal_detail", order.refusal_detail).instant("hold_expires_at", order.hold_expires_at);
    members.instant("created_at", order.created_at).instant("updated_at", order.updated_at);
  });
}

Result<Order> read_order(std::string_view text) {
  Document document(text);
  const Fields fields = document.root();
  Order order;
  order.id = fields.id<OrderId>("id");
  order.number = fields.text("number");
  order.cart = fields.id<CartId>("cart");
  order.customer = fields.optional_id<CustomerId>("customer");
  order.erasure_asked_at = fields.optional_instant("erasure_asked_at");
  order.version = fields.natural("version");
  order.state = fields.name("state", OrderState::pending);
  order.payment_state = fields.name("payment_state", PaymentState::none);
  order.fulfillment_state = fields.name("fulfillment_state", FulfillmentState::unfulfilled);
  order.email = fields.text("email");
  order.shipping_address = read_address(fields.object("shipping_address"));
  order.billing_address = read_optional_address(fields, "billing_address");
  order.terms_version = fields.text("terms_version");
  order.quote = read_quote(fields);
  order.reservations = fields.items<Reservation>("reservations", read_reservation);
  order.attempts =
      fields.items<PaymentAttempt>("attempts", [&](const Fields& each) { return read_attempt(each, order.quote.currency); });
  order.history = fields.items<HistoryEntry>("history", read_step);
  order.refusal = read_refusal(fields);
  order.refusal_detail = fields.text("refusal_detail");
  order.hold_expires_at = fields.instant("hold_expires_at");
  order.created_at = fields.instant("created_at");
  order.updated_at = fields.instant("updated_at");
  return document.finish(std::move(order), "order");
}

std::string order_event_data(const Order& order) {
  return record([&](Members& members) {
    members.id("id", order.id)
        .text("number", order.number)
        .integer("version", order.version)
        .text("state", name_of(order.state));
    members.text("payment_state", name_of(order.payment_state)).text("fulfillment_state", name_of(order.fulfillment_state));
    members.currency("currency", order.quote.currency);
    members.object("totals", [&](Members& m) {
      const Totals& totals = order.quote.totals;
      m.money("goods", totals.goods)
          .money("discount", totals.discount)
          .money("shipping", totals.shipping)
          .money("tax", totals.tax);
      m.money("included_tax", totals.included_tax).money("total", totals.total);
    });
    if (order.refusal) members.text("refusal", name_of(*order.refusal));
  });
}

}  // namespace souk::records
