#include "http/read_cart.h"

#include "http/json_fields.h"
#include "http/read_address.h"

namespace souk::http {
namespace {

// Names of providers and of their tokens: short words of ours, short words of theirs.
constexpr std::size_t kMaxProviderBytes = 40;
constexpr std::size_t kMaxTokenBytes = 500;

bool is_provider_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxProviderBytes && name.front() >= 'a' && name.front() <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

struct PaymentBody {
  std::string provider;
  std::string token;
};

Result<PaymentBody> as_payment(JsonValue value) {
  TRY(const Fields fields, Fields::of(value, {"provider", "token"}));
  TRY(const JsonValue provider, fields.require("provider"));
  PaymentBody payment;
  TRY(payment.provider, as_text(provider));
  if (!is_provider_name(payment.provider)) return std::unexpected(wrong_type(provider, "the name of a payment provider"));
  TRY(payment.token, fields.text_or("token", ""));
  if (payment.token.size() > kMaxTokenBytes)
    return fail_at("/payment/token", ErrorCode::too_long, "A token has at most 500 bytes");
  return payment;
}

}  // namespace

Result<NewLine> read_new_line(JsonValue body) {
  TRY(const Fields fields, Fields::of(body, {"variant_id", "quantity"}));
  TRY(const VariantId variant, fields.required("variant_id", &as_id<VariantId>));
  TRY(const std::int64_t quantity, fields.integer("quantity"));
  return NewLine{variant, quantity};
}

Result<std::int64_t> read_quantity(JsonValue body) {
  TRY(const Fields fields, Fields::of(body, {"quantity"}));
  return fields.integer("quantity");
}

Result<usecases::CartCustomer> read_customer(JsonValue body) {
  TRY(const Fields fields, Fields::of(body, {"email", "shipping_address", "billing_address"}));
  usecases::CartCustomer customer;
  TRY(customer.email, fields.text("email"));
  TRY(customer.shipping_address, fields.nullable("shipping_address", &as_address));
  TRY(customer.billing_address, fields.nullable("billing_address", &as_address));
  return customer;
}

Result<std::string> read_shipping_choice(JsonValue body) {
  TRY(const Fields fields, Fields::of(body, {"code"}));
  return fields.text("code");
}

Result<usecases::CheckoutRequest> read_checkout(const usecases::CartAccess& cart, JsonValue body) {
  TRY(const Fields fields, Fields::of(body, {"payment", "expected_total"}));
  TRY(PaymentBody payment, fields.required("payment", &as_payment));
  usecases::CheckoutRequest request{cart, std::move(payment.provider), std::move(payment.token), std::nullopt};
  TRY(request.expected_total, fields.optional("expected_total", &as_money));
  if (request.expected_total && request.expected_total->minor < 0)
    return fail_at("/expected_total/amount", ErrorCode::validation_failed, "This must not be negative");
  return request;
}

}  // namespace souk::http
