#include "commerce/payment/return_url.h"

#include <algorithm>
#include <charconv>

namespace souk {
namespace {

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// RFC 3986, appendix A: what a URL is made of; percent signs are followed by two hexadecimal digits.
bool is_url_text(std::string_view text) {
  constexpr std::string_view kOthers = "-._~:/?#[]@!$&'()*+,;=%";
  constexpr std::string_view kHexadecimal = "0123456789abcdefABCDEF";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_alphanumeric(text[i]) && kOthers.find(text[i]) == std::string_view::npos) return false;
    if (text[i] != '%') continue;
    const std::string_view digits = text.substr(i + 1, 2);
    if (digits.size() != 2 || digits.find_first_not_of(kHexadecimal) != std::string_view::npos) return false;
  }
  return true;
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

/// A host with or without a port, and nobody's name and password before it.
bool is_authority(std::string_view text) {
  const bool literal = text.starts_with('[');
  const auto end = literal ? text.find(']') + 1 : std::min(text.find(':'), text.size());
  if (literal && end == 0) return false;
  const std::string_view host = text.substr(0, end);
  const std::string_view rest = text.substr(end);
  const auto belongs = [literal](char c) {
    return is_alphanumeric(c) || c == '.' || (literal ? c == ':' || c == '[' || c == ']' : c == '-');
  };
  return !host.empty() && std::ranges::all_of(host, belongs) && host.front() != '-' && host.front() != '.' &&
         (rest.empty() || (rest.front() == ':' && is_port(rest.substr(1))));
}

std::string_view authority_of(std::string_view url, std::string_view scheme) {
  const std::string_view rest = url.substr(scheme.size());
  return rest.substr(0, rest.find_first_of("/?#"));
}

}  // namespace

Result<void> check_return_url(std::string_view url, std::string_view own_origin) {
  constexpr std::string_view kHttps = "https://";
  constexpr std::string_view kHttp = "http://";
  if (url.size() > kMaxReturnUrl) return fail(ErrorCode::too_long, "An address has at most 2048 characters");
  const auto refused = fail(ErrorCode::validation_failed, "An https address to which the shopper comes back");
  if (!is_url_text(url)) return refused;
  if (url.starts_with(kHttps) && is_authority(authority_of(url, kHttps))) return {};
  const bool ours = url.starts_with(kHttp) && own_origin.starts_with(kHttp) &&
                    authority_of(url, kHttp) == authority_of(own_origin, kHttp) && is_authority(authority_of(url, kHttp));
  if (ours) return {};
  return refused;
}

}  // namespace souk
