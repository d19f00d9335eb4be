#include "http/own_site.h"

#include <algorithm>
#include <cctype>

#include "commerce/text/utf8.h"

namespace souk::http {
namespace {

bool same_ignoring_case(std::string_view text, std::string_view lower_case) {
  return std::ranges::equal(text, lower_case, [](unsigned char a, char b) { return std::tolower(a) == b; });
}

/// "https://shop.example:8443" -> "shop.example:8443"
std::string_view host_of(std::string_view origin) {
  const auto scheme_end = origin.find("://");
  return scheme_end == std::string_view::npos ? std::string_view{} : origin.substr(scheme_end + 3);
}

bool comes_from_own_site(const Request& request, const std::vector<std::string>& trusted_origins) {
  const auto origin = request.header("origin");
  if (origin && *origin != "null" && std::ranges::find(trusted_origins, *origin) != trusted_origins.end()) return true;
  // No page can set this header, nor leave it out where its browser sends it.
  if (const auto site = request.header("sec-fetch-site")) return *site == "same-origin" || *site == "none";
  if (!origin) return true;
  const std::string_view host = host_of(*origin);
  return !host.empty() && host == request.header("host").value_or("");
}

}  // namespace

bool is_json(std::string_view content_type) {
  const auto semicolon = content_type.find(';');
  if (!same_ignoring_case(trimmed(content_type.substr(0, semicolon)), "application/json")) return false;
  if (semicolon == std::string_view::npos) return true;
  const std::string_view parameter = trimmed(content_type.substr(semicolon + 1));
  return same_ignoring_case(parameter, "charset=utf-8") || same_ignoring_case(parameter, "charset=\"utf-8\"");
}

Result<void> check_own_site(const Request& request, const std::vector<std::string>& trusted_origins, bool carries_cookie) {
  const bool may_be_a_form = !request.body.empty() && !is_json(request.header("content-type").value_or(""));
  if (!comes_from_own_site(request, trusted_origins) || (carries_cookie && may_be_a_form))
    return fail(ErrorCode::csrf_failed, "This was sent by a page of another site");
  return {};
}

}  // namespace souk::http
