#include "providers/oidc/metadata.h"

#include <algorithm>

#include <boost/json.hpp>

#include "net/url.h"
#include "providers/json_members.h"

namespace souk::providers::oidc {
namespace {

std::unexpected<Error> refused(std::string cause) {
  return fail(ErrorCode::unavailable, "The login provider cannot be used now", std::move(cause));
}

/// Whether a list has this text; an absent list leaves the standard's default.
bool lists(const boost::json::object& root, std::string_view name, std::string_view text, bool by_default) {
  const auto* list = root.if_contains(name);
  if (list == nullptr || !list->is_array()) return by_default;
  return std::ranges::any_of(list->get_array(),
                             [&](const auto& each) { return each.is_string() && each.get_string() == text; });
}

/// An endpoint is no less protected than its issuer.
bool is_endpoint(const std::string& text, bool issuer_is_secure) {
  const auto url = net::Url::parse(text);
  return url && (url->secure || !issuer_is_secure);
}

}  // namespace

std::string Metadata::url(const std::string& issuer) {
  const bool slash = issuer.ends_with('/');
  return issuer + (slash ? "" : "/") + ".well-known/openid-configuration";
}

Result<Metadata> Metadata::parse(std::string_view document, const std::string& issuer) {
  const auto root = read_object(document);
  if (!root) return refused("the discovery document is no JSON object");
  Metadata metadata{.issuer = text_of(*root, "issuer"),
                    .authorization_endpoint = text_of(*root, "authorization_endpoint"),
                    .token_endpoint = text_of(*root, "token_endpoint"),
                    .jwks_uri = text_of(*root, "jwks_uri"),
                    .user_info_endpoint = text_of(*root, "userinfo_endpoint")};
  if (metadata.issuer != issuer) return refused("the discovery document is of another issuer");
  const bool secure = issuer.starts_with("https://");
  for (const auto& endpoint : {metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri})
    if (!is_endpoint(endpoint, secure)) return refused("the discovery document lacks an endpoint");
  if (!metadata.user_info_endpoint.empty() && !is_endpoint(metadata.user_info_endpoint, secure))
    metadata.user_info_endpoint.clear();
  if (!lists(*root, "code_challenge_methods_supported", "S256", true)) return refused("the provider knows no PKCE with S256");
  const auto* names = root->if_contains("authorization_response_iss_parameter_supported");
  metadata.names_issuer_in_answers = names != nullptr && names->is_bool() && names->get_bool();
  metadata.takes_secret_in_header = lists(*root, "token_endpoint_auth_methods_supported", "client_secret_basic", true);
  return metadata;
}

}  // namespace souk::providers::oidc
