#include "http/read_admin.h"

#include "http/json_fields.h"
#include "http/read_address.h"

namespace souk::http {
namespace {

/// Sales and imports write their own movements.
Result<MovementReason> as_reason(JsonValue value) {
  TRY(const MovementReason reason, as_named<MovementReason>(value));
  if (reason == MovementReason::sold || reason == MovementReason::imported)
    return std::unexpected(wrong_type(value, "received, adjusted or restocked"));
  return reason;
}

Result<Currency> as_currency(JsonValue value) {
  TRY(const std::string letters, as_text(value));
  const auto currency = Currency::parse(letters);
  if (!currency) return std::unexpected(wrong_type(value, "an ISO 4217 currency"));
  return *currency;
}

Result<ManualPayment> as_manual_payment(JsonValue value) {
  TRY(const Fields fields, Fields::of(value, {"enabled", "title", "instructions"}));
  ManualPayment manual;
  TRY(manual.enabled, fields.boolean("enabled"));
  TRY(manual.title, fields.text_or("title", ""));
  TRY(manual.instructions, fields.text_or("instructions", ""));
  return manual;
}

Result<ManualPayment> as_payment_methods(JsonValue value) {
  TRY(const Fields fields, Fields::of(value, {"manual"}));
  return fields.required("manual", &as_manual_payment);
}

Result<HoldLimits> as_hold_limits(JsonValue value) {
  TRY(const Fields fields, Fields::of(value, {"per_client", "per_client_and_item"}));
  HoldLimits limits;
  TRY(limits.per_client, fields.integer("per_client"));
  TRY(limits.per_client_and_item, fields.integer("per_client_and_item"));
  return limits;
}

Result<std::vector<std::string>> as_countries(JsonValue value) { return as_array_of<std::string>(value, &as_text); }

}  // namespace

Result<ports::StockChange> read_stock_change(JsonValue body) {
  TRY(const Fields fields, Fields::of(body, {"delta", "on_hand", "policy", "low_stock_threshold", "reason", "reference"}));
  ports::StockChange change;
  TRY(change.delta, fields.optional("delta", &as_integer));
  TRY(change.set_on_hand, fields.optional("on_hand", &as_integer));
  TRY(change.policy, fields.optional("policy", &as_named<StockPolicy>));
  TRY(change.low_stock_threshold, fields.optional("low_stock_threshold", &as_integer));
  TRY(change.reason, fields.either("reason", &as_reason, MovementReason::adjusted));
  TRY(change.reference, fields.text_or("reference", ""));
  return change;
}

Result<ShopSettings> read_settings(JsonValue body) {
  TRY(const Fields fields, Fields::of(body, {"name", "currency", "ship_to_countries", "time_zone", "seller", "sender_email",
                                             "prices_include_tax", "tax_rate_basis_points", "flat_shipping", "payment_methods",
                                             "hold_limits", "order_number_prefix", "terms_version", "terms_url"}));
  ShopSettings settings;
  TRY(settings.name, fields.text("name"));
  TRY(settings.currency, fields.required("currency", &as_currency));
  TRY(settings.ship_to_countries, fields.required("ship_to_countries", &as_countries));
  TRY(settings.time_zone, fields.text("time_zone"));
  TRY(settings.seller, fields.required("seller", &as_seller));
  TRY(settings.sender_email, fields.text("sender_email"));
  TRY(settings.prices_include_tax, fields.boolean("prices_include_tax"));
  TRY(settings.tax_rate_basis_points, fields.integer("tax_rate_basis_points"));
  TRY(const Money flat_shipping, fields.required("flat_shipping", &as_money));
  if (flat_shipping.currency != settings.currency)
    return fail_at("/flat_shipping/currency", ErrorCode::validation_failed, "This must be the shop's currency");
  if (flat_shipping.minor < 0)
    return fail_at("/flat_shipping/amount", ErrorCode::validation_failed, "This must not be negative");
  settings.flat_shipping_minor = flat_shipping.minor;
  TRY(settings.manual_payment, fields.required("payment_methods", &as_payment_methods));
  TRY(settings.hold_limits, fields.required("hold_limits", &as_hold_limits));
  TRY(settings.order_number_prefix, fields.text("order_number_prefix"));
  TRY(settings.terms_version, fields.text("terms_version"));
  TRY(settings.terms_url, fields.text("terms_url"));
  return settings;
}

}  // namespace souk::http
