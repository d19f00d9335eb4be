#include "identity/password_rules.h"

#include <algorithm>
#include <string>

#include "commerce/text/utf8.h"

namespace souk::identity {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_ignoring_case(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

std::unexpected<Error> weak(std::string_view pointer, std::string detail) {
  return fail_at(std::string(pointer), ErrorCode::weak_password, std::move(detail));
}

}  // namespace

Result<void> check_password_size(std::string_view password, std::string_view pointer) {
  if (password.size() <= kMaxPasswordBytes) return {};
  return fail_at(std::string(pointer), ErrorCode::too_long,
                 "A password has at most " + std::to_string(kMaxPasswordBytes) + " bytes");
}

Result<void> check_new_password(std::string_view password, std::string_view email, std::size_t minimum,
                                const BreachList& breached, std::string_view pointer) {
  TRY(check_password_size(password, pointer));
  if (length_of(password) < minimum)
    return weak(pointer, "A password has at least " + std::to_string(minimum) + " characters");
  if (same_ignoring_case(password, email)) return weak(pointer, "The e-mail address is no password");
  if (breached.contains(password))
    return weak(pointer, "This password is on the list of those that everyone tries first: choose another");
  return {};
}

}  // namespace souk::identity
