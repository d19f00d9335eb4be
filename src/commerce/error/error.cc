#include "commerce/error/error.h"

namespace souk {

std::string_view name_of(ErrorCode code) {
  switch (code) {  // no default: a new code does not compile until it has a name
    case ErrorCode::bad_framing: return "bad_framing";
    case ErrorCode::bad_header: return "bad_header";
    case ErrorCode::headers_too_large: return "headers_too_large";
    case ErrorCode::uri_too_long: return "uri_too_long";
    case ErrorCode::payload_too_large: return "payload_too_large";
    case ErrorCode::unsupported_encoding: return "unsupported_encoding";
    case ErrorCode::request_timeout: return "request_timeout";
    case ErrorCode::method_not_allowed: return "method_not_allowed";
    case ErrorCode::unsupported_media_type: return "unsupported_media_type";
    case ErrorCode::malformed_json: return "malformed_json";
    case ErrorCode::too_complex: return "too_complex";
    case ErrorCode::invalid_unicode: return "invalid_unicode";
    case ErrorCode::invalid_parameter: return "invalid_parameter";
    case ErrorCode::validation_failed: return "validation_failed";
    case ErrorCode::unknown_field: return "unknown_field";
    case ErrorCode::invalid_quantity: return "invalid_quantity";
    case ErrorCode::invalid_characters: return "invalid_characters";
    case ErrorCode::too_long: return "too_long";
    case ErrorCode::not_implemented: return "not_implemented";
    case ErrorCode::unauthorized: return "unauthorized";
    case ErrorCode::invalid_credentials: return "invalid_credentials";
    case ErrorCode::invalid_token: return "invalid_token";
    case ErrorCode::token_reused: return "token_reused";
    case ErrorCode::forbidden: return "forbidden";
    case ErrorCode::second_factor_required: return "second_factor_required";
    case ErrorCode::step_up_required: return "step_up_required";
    case ErrorCode::csrf_failed: return "csrf_failed";
    case ErrorCode::reauthentication_required: return "reauthentication_required";
    case ErrorCode::weak_password: return "weak_password";
    case ErrorCode::link_expired: return "link_expired";
    case ErrorCode::too_many_entries: return "too_many_entries";
    case ErrorCode::email_taken: return "email_taken";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::gone: return "gone";
    case ErrorCode::rate_limited: return "rate_limited";
    case ErrorCode::idempotency_key_required: return "idempotency_key_required";
    case ErrorCode::idempotency_key_reused: return "idempotency_key_reused";
    case ErrorCode::precondition_required: return "precondition_required";
    case ErrorCode::version_conflict: return "version_conflict";
    case ErrorCode::request_in_progress: return "request_in_progress";
    case ErrorCode::slug_taken: return "slug_taken";
    case ErrorCode::category_in_use: return "category_in_use";
    case ErrorCode::invalid_argument: return "invalid_argument";
    case ErrorCode::unsupported_media: return "unsupported_media";
    case ErrorCode::image_too_large: return "image_too_large";
    case ErrorCode::currency_fixed: return "currency_fixed";
    case ErrorCode::cart_full: return "cart_full";
    case ErrorCode::cart_empty: return "cart_empty";
    case ErrorCode::cart_already_ordered: return "cart_already_ordered";
    case ErrorCode::cart_expired: return "cart_expired";
    case ErrorCode::customer_required: return "customer_required";
    case ErrorCode::shipping_required: return "shipping_required";
    case ErrorCode::variant_unavailable: return "variant_unavailable";
    case ErrorCode::out_of_stock: return "out_of_stock";
    case ErrorCode::price_changed: return "price_changed";
    case ErrorCode::promotion_exhausted: return "promotion_exhausted";
    case ErrorCode::promotion_not_applicable: return "promotion_not_applicable";
    case ErrorCode::too_many_holds: return "too_many_holds";
    case ErrorCode::payment_attempts_exceeded: return "payment_attempts_exceeded";
    case ErrorCode::payment_declined: return "payment_declined";
    case ErrorCode::payment_mismatch: return "payment_mismatch";
    case ErrorCode::payment_provider_unknown: return "payment_provider_unknown";
    case ErrorCode::payment_failed: return "payment_failed";
    case ErrorCode::order_expired: return "order_expired";
    case ErrorCode::invalid_state: return "invalid_state";
    case ErrorCode::overloaded: return "overloaded";
    case ErrorCode::unavailable: return "unavailable";
    case ErrorCode::storage_full: return "storage_full";
    case ErrorCode::commit_unknown: return "commit_unknown";
    case ErrorCode::corrupt: return "corrupt";
    case ErrorCode::internal: return "internal";
  }
  std::unreachable();
}

std::optional<ErrorCode> error_code_named(std::string_view name) {
  for (int value = 0; value <= static_cast<int>(kLastErrorCode); ++value) {
    const auto code = static_cast<ErrorCode>(value);
    if (name_of(code) == name) return code;
  }
  return std::nullopt;
}

}  // namespace souk
