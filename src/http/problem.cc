#include "http/problem.h"

#include <string>
#include <string_view>
#include <utility>

#include "http/json_writer.h"

namespace souk::http {
namespace {

struct Kind {
  int status;
  std::string_view title;  // the same for every occurrence
};

Kind kind_of(ErrorCode code) {
  using enum ErrorCode;
  switch (code) {  // no default: a new code does not compile until it has a status
    case bad_framing: return {400, "Badly framed request"};
    case bad_header: return {400, "Bad header"};
    case headers_too_large: return {431, "Headers too large"};
    case uri_too_long: return {414, "Address too long"};
    case payload_too_large: return {413, "Body too large"};
    case unsupported_encoding: return {415, "Unsupported content encoding"};
    case request_timeout: return {408, "Request timed out"};
    case method_not_allowed: return {405, "Method not allowed"};
    case unsupported_media_type: return {415, "Unsupported media type"};
    case malformed_json: return {400, "Malformed JSON"};
    case too_complex: return {400, "Too complex"};
    case invalid_unicode: return {400, "Invalid Unicode"};
    case invalid_parameter: return {400, "Invalid parameter"};
    case validation_failed: return {422, "Validation failed"};
    case unknown_field: return {422, "Unknown field"};
    case invalid_quantity: return {422, "Invalid quantity"};
    case invalid_characters: return {422, "Invalid characters"};
    case too_long: return {422, "Too long"};
    case not_implemented: return {501, "Not implemented"};

    case unauthorized: return {401, "Unauthorized"};
    case invalid_credentials: return {401, "Invalid credentials"};
    case invalid_token: return {401, "Invalid token"};
    case token_reused: return {401, "Token reused"};
    case forbidden: return {403, "Forbidden"};
    case second_factor_required: return {403, "Second factor required"};
    case step_up_required: return {403, "Step-up required"};
    case csrf_failed: return {403, "Request from another site"};
    case reauthentication_required: return {403, "Reauthentication required"};
    case weak_password: return {422, "Weak password"};
    case link_expired: return {410, "Link expired"};
    case too_many_entries: return {422, "Too many entries"};
    case email_taken: return {409, "E-mail address taken"};
    case not_found: return {404, "Not found"};
    case gone: return {410, "Gone"};
    case rate_limited: return {429, "Too many requests"};

    case idempotency_key_required: return {400, "Idempotency key required"};
    case idempotency_key_reused: return {422, "Idempotency key reused"};
    case precondition_required: return {428, "Precondition required"};
    case version_conflict: return {412, "Version conflict"};
    case request_in_progress: return {409, "Request in progress"};

    case slug_taken: return {409, "Slug taken"};
    case category_in_use: return {409, "Category in use"};
    case invalid_argument: return {422, "Invalid argument"};
    case unsupported_media: return {415, "Unsupported media"};
    case image_too_large: return {413, "Image too large"};
    case currency_fixed: return {409, "Currency fixed"};

    case cart_full: return {422, "Cart full"};
    case cart_empty: return {409, "Cart empty"};
    case cart_already_ordered: return {409, "Cart already ordered"};
    case cart_expired: return {410, "Cart expired"};
    case customer_required: return {409, "Customer required"};
    case shipping_required: return {409, "Shipping required"};
    case variant_unavailable: return {409, "Variant unavailable"};
    case out_of_stock: return {409, "Out of stock"};
    case price_changed: return {409, "Price changed"};
    case promotion_exhausted: return {409, "Promotion exhausted"};
    case promotion_not_applicable: return {422, "Promotion not applicable"};
    case too_many_holds: return {429, "Too many holds"};
    case payment_attempts_exceeded: return {429, "Too many payment attempts"};
    case payment_declined: return {402, "Payment declined"};
    case payment_mismatch: return {409, "Payment mismatch"};
    case payment_provider_unknown: return {422, "Payment provider unknown"};
    case payment_failed: return {402, "Payment failed"};
    case order_expired: return {409, "Order expired"};
    case invalid_state: return {409, "Invalid state"};

    case overloaded: return {503, "Overloaded"};
    case unavailable: return {503, "Unavailable"};
    case storage_full: return {503, "Storage full"};
    case commit_unknown: return {503, "Outcome unknown"};
    case corrupt: return {500, "Corrupt"};
    case internal: return {500, "Internal error"};
  }
  std::unreachable();
}

/// What the world may read: of our own faults nothing but that they happened.
std::string_view shown_detail(const Error& error, int status) {
  return status == 500 ? std::string_view{"Something went wrong on our side"} : std::string_view{error.detail};
}

/// RFC 6750 section 3: what to show instead.
std::string challenge(ErrorCode code) {
  return code == ErrorCode::invalid_token ? R"(Bearer realm="souk", error="invalid_token")" : R"(Bearer realm="souk")";
}

}  // namespace

int http_status(ErrorCode code) { return kind_of(code).status; }

std::string problem_document(const Error& error) {
  const Kind kind = kind_of(error.code);
  const std::string_view code = name_of(error.code);
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  json.key("type").text("/docs/problems/" + std::string(code));
  json.key("title").text(kind.title);
  json.key("status").integer(kind.status);
  json.key("detail").text(shown_detail(error, kind.status));
  json.key("code").text(code);
  if (!error.pointer.empty()) json.key("pointer").text(error.pointer);
  json.end_object();
  return body;
}

Response problem(const Error& error) {
  Response response{.status = http_status(error.code), .body = problem_document(error)};
  response.headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "private, no-store"}};
  // A second lets a full queue drain; a limit counts over a minute.
  if (response.status == 503) response.headers.emplace_back("Retry-After", "1");
  if (response.status == 429) response.headers.emplace_back("Retry-After", "60");
  if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", challenge(error.code));
  return response;
}

}  // namespace souk::http
