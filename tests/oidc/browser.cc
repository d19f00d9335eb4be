#include "oidc/browser.h"

#include <charconv>
#include <stdexcept>
#include <string_view>

namespace souk::oidc_test {
namespace {

constexpr int kMostRedirects = 8;

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned byte = 0;
    if (text[at] == '%' && at + 2 < text.size() &&
        std::from_chars(text.data() + at + 1, text.data() + at + 3, byte, 16).ec == std::errc{}) {
      out += static_cast<char>(byte);
      at += 2;
    } else {
      out += text[at] == '+' ? ' ' : text[at];
    }
  }
  return out;
}

std::map<std::string, std::string> parameters_of(std::string_view address) {
  std::map<std::string, std::string> parameters;
  const auto question = address.find('?');
  if (question == std::string_view::npos) return parameters;
  std::string_view query = address.substr(question + 1);
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const auto equals = pair.find('=');
    parameters[decoded(pair.substr(0, equals))] = equals == std::string_view::npos ? "" : decoded(pair.substr(equals + 1));
  }
  return parameters;
}

}  // namespace

std::map<std::string, std::string> Browser::visit(const std::string& address, const std::string& redirect_uri) {
  std::string at = address;
  for (int hops = 0; hops < kMostRedirects; ++hops) {
    std::string cookies;
    for (const auto& [name, value] : cookies_)
      cookies.append(cookies.empty() ? "" : "; ").append(name).append("=").append(value);
    net::OutgoingRequest request{.url = at, .timeout = std::chrono::seconds{30}};
    if (!cookies.empty()) request.headers.emplace_back("Cookie", cookies);
    const auto response = client_.send(request);
    if (!response) throw std::runtime_error(at + ": " + response.error().detail + " " + response.error().cause);
    keep_cookies(*response);
    const auto location = response->header("location");
    if (!location) return {{"status", std::to_string(response->status)}};
    if (location->starts_with(redirect_uri)) return parameters_of(*location);
    const auto next = net::Url::parse(at)->at(*location);
    if (!next) throw std::runtime_error("sent to " + std::string(*location));
    at = next->origin() + next->target;
  }
  throw std::runtime_error("sent around in circles");
}

void Browser::keep_cookies(const net::HttpResponse& response) {
  for (const auto& [name, value] : response.headers) {
    if (name != "set-cookie") continue;
    const auto equals = value.find('=');
    cookies_[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
  }
}

}  // namespace souk::oidc_test
