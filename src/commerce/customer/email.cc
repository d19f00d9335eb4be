#include <algorithm>

#include "commerce/customer/address.h"
#include "commerce/text/utf8.h"

namespace souk {
namespace {

constexpr std::size_t kMaxEmailBytes = 254;  // RFC 5321, erratum 1690
constexpr std::size_t kMaxLocalBytes = 64;   // RFC 5321, section 4.5.3.1.1
constexpr std::size_t kMaxLabelBytes = 63;   // RFC 1035

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// What HTML's <input type="email"> accepts before the @. Quotes, commas, brackets and white space are out: in a mail header
// they begin another recipient.
bool is_local_character(char c) {
  return is_alphanumeric(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kMaxLabelBytes && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return c == '-' || is_alphanumeric(c); });
}

/// At least two labels: mail to a bare host name reaches nobody outside.
bool is_domain(std::string_view domain) {
  std::size_t labels = 0;
  for (bool last = false; !last; ++labels) {
    const std::size_t dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    last = dot == std::string_view::npos;
    if (!last) domain.remove_prefix(dot + 1);
  }
  return labels >= 2;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

Result<std::string> validated_email(std::string_view text) {
  const std::string_view trimmed_text = trimmed(text);
  const auto refuse = [](ErrorCode code) { return fail(code, "Not an e-mail address"); };
  if (trimmed_text.empty() || trimmed_text.size() > kMaxEmailBytes) return refuse(ErrorCode::validation_failed);
  const std::size_t at = trimmed_text.find('@');
  if (at == std::string_view::npos) return refuse(ErrorCode::validation_failed);
  const std::string_view local = trimmed_text.substr(0, at);
  const std::string_view domain = trimmed_text.substr(at + 1);
  const auto is_address_character = [](char c) { return c == '@' || is_local_character(c); };
  // "=?" begins an encoded word of RFC 2047, which would be decoded where an address is shown.
  if (!std::ranges::all_of(trimmed_text, is_address_character) || local.find("=?") != std::string_view::npos)
    return refuse(ErrorCode::invalid_characters);
  if (local.empty() || local.size() > kMaxLocalBytes || local.front() == '.' || local.back() == '.' ||
      local.find("..") != std::string_view::npos || !is_domain(domain))
    return refuse(ErrorCode::validation_failed);
  std::string email{local};
  email += '@';
  std::ranges::transform(domain, std::back_inserter(email), lower);
  return email;
}

}  // namespace souk
