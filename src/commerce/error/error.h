#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace souk {

/// What a shopper, a merchant or a network can cause. The name is the wire's `code`: clients branch on it, it is never renamed.
enum class ErrorCode {
  // the request itself
  bad_framing,
  bad_header,
  headers_too_large,
  uri_too_long,
  payload_too_large,
  unsupported_encoding,
  request_timeout,
  method_not_allowed,
  unsupported_media_type,
  malformed_json,
  too_complex,
  invalid_unicode,
  invalid_parameter,
  validation_failed,
  unknown_field,
  invalid_quantity,
  invalid_characters,
  too_long,
  not_implemented,
  // who asks, and what for
  unauthorized,
  invalid_credentials,
  invalid_token,
  token_reused,
  forbidden,
  second_factor_required,
  step_up_required,
  csrf_failed,
  reauthentication_required,
  weak_password,
  link_expired,
  too_many_entries,
  email_taken,
  not_found,
  gone,
  rate_limited,
  // repetition and concurrency
  idempotency_key_required,
  idempotency_key_reused,
  precondition_required,
  version_conflict,
  request_in_progress,
  // catalog
  slug_taken,
  category_in_use,
  invalid_argument,
  unsupported_media,
  image_too_large,
  currency_fixed,
  // cart and checkout
  cart_full,
  cart_empty,
  cart_already_ordered,
  cart_expired,
  customer_required,
  shipping_required,
  variant_unavailable,
  out_of_stock,
  price_changed,
  promotion_exhausted,
  promotion_not_applicable,
  too_many_holds,
  payment_attempts_exceeded,
  payment_declined,
  payment_mismatch,
  payment_provider_unknown,
  payment_failed,
  order_expired,
  invalid_state,
  // the shop's own condition
  overloaded,
  unavailable,
  storage_full,
  commit_unknown,
  corrupt,
  internal,
};

inline constexpr ErrorCode kLastErrorCode = ErrorCode::internal;

std::string_view name_of(ErrorCode code);
/// The code of that name, for reading stored records.
std::optional<ErrorCode> error_code_named(std::string_view name);

struct Error {
  ErrorCode code;         // stable
  std::string detail;     // safe to show anyone: no SQL, no upstream text, nothing of another shopper
  std::string cause{};    // for the log alone
  std::string pointer{};  // JSON pointer or parameter name of the offending input, when there is one

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorCode code, std::string detail, std::string cause = {}) {
  return std::unexpected(Error{code, std::move(detail), std::move(cause)});
}
/// The same, naming the input that is wrong: `/lines/0/quantity` in a body, `limit` in a query.
inline std::unexpected<Error> fail_at(std::string pointer, ErrorCode code, std::string detail) {
  return std::unexpected(Error{code, std::move(detail), {}, std::move(pointer)});
}

}  // namespace souk

/// `TRY(const Money total, add(goods, shipping));` names the value or returns the error; `TRY(check(x));` only the latter.
#define TRY(first, ...) SOUK_TRY_##__VA_OPT__(VALUE)(first __VA_OPT__(, ) __VA_ARGS__)
#define SOUK_TRY_VALUE(declaration, ...) SOUK_TRY_NAMED(SOUK_TRY_CONCAT(try_result_, __LINE__), declaration, __VA_ARGS__)
#define SOUK_TRY_(expression)                                                                               \
  do {                                                                                                      \
    if (auto try_result = (expression); !try_result) return std::unexpected(std::move(try_result).error()); \
  } while (false)
#define SOUK_TRY_NAMED(name, declaration, ...)                \
  auto name = (__VA_ARGS__);                                  \
  if (!name) return std::unexpected(std::move(name).error()); \
  declaration = *std::move(name)
#define SOUK_TRY_CONCAT(a, b) SOUK_TRY_CONCAT_(a, b)
#define SOUK_TRY_CONCAT_(a, b) a##b
