#include "providers/oidc/id_token.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include <boost/json.hpp>
#include <openssl/crypto.h>

#include "commerce/text/base64url.h"
#include "providers/json_members.h"

namespace souk::providers::oidc {
namespace {

constexpr std::size_t kMaxTokenBytes = 16 << 10;
constexpr std::size_t kMaxSubjectBytes = 255;  // OpenID Connect Core, section 2
// Two clocks of two houses.
constexpr std::chrono::seconds kLeeway{60};

std::unexpected<Error> refused(std::string cause) {
  return fail(ErrorCode::invalid_grant, "The provider's answer does not hold: start the login again", std::move(cause));
}

/// A NumericDate.
std::optional<Instant> time_of(const boost::json::object& claims, std::string_view name) {
  const auto* value = claims.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const double seconds = value->to_number<double>();
  if (seconds < 0 || seconds > 1e11) return std::nullopt;
  return Instant{std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)}};
}

/// `aud` may be one text or a list; a token for several must say which of them it was made for.
bool is_for(const boost::json::object& claims, const std::string& client_id) {
  const auto* audience = claims.if_contains("aud");
  if (audience == nullptr) return false;
  const std::string party = text_of(claims, "azp");
  if (claims.contains("azp") && party != client_id) return false;
  if (audience->is_string()) return audience->get_string() == client_id;
  if (!audience->is_array()) return false;
  const auto& all = audience->get_array();
  const bool named =
      std::ranges::any_of(all, [&](const auto& each) { return each.is_string() && each.get_string() == client_id; });
  return named && (all.size() == 1 || party == client_id);
}

bool is_same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && !a.empty() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

Result<IdToken> IdToken::parse(std::string_view text) {
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (text.size() > kMaxTokenBytes || second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos)
    return refused("the ID token is no signed JWT");
  const auto header_text = from_base64url(text.substr(0, first));
  auto payload = from_base64url(text.substr(first + 1, second - first - 1));
  auto signature = from_base64url(text.substr(second + 1));
  const auto header = header_text ? read_object(*header_text) : std::nullopt;
  if (!header || !payload || !signature) return refused("the ID token is no signed JWT");
  // What `crit` names must be understood, and we understand none of it.
  if (header->contains("crit")) return refused("the ID token has a critical extension");
  return IdToken{text_of(*header, "alg"), text_of(*header, "kid"), std::string(text.substr(0, second)), *std::move(payload),
                 *std::move(signature)};
}

Result<ports::SocialIdentity> identity_in(const IdToken& token, const Expected& expected) {
  const auto claims = read_object(token.payload);
  if (!claims) return refused("the ID token has no claims");
  ports::SocialIdentity identity{text_of(*claims, "iss"), text_of(*claims, "sub")};
  if (identity.issuer != expected.issuer) return refused("the ID token is of another issuer");
  if (!is_for(*claims, expected.client_id)) return refused("the ID token is for another client");
  const auto expires = time_of(*claims, "exp");
  const auto issued = time_of(*claims, "iat");
  if (!expires || !issued || *expires + kLeeway <= expected.now) return refused("the ID token has run out");
  const auto not_before = claims->contains("nbf") ? time_of(*claims, "nbf") : issued;
  if (!not_before || *issued > expected.now + kLeeway || *not_before > expected.now + kLeeway)
    return refused("the ID token is from the future");
  if (identity.subject.empty() || identity.subject.size() > kMaxSubjectBytes) return refused("the ID token is of nobody");
  if (!is_same_secret(text_of(*claims, "nonce"), expected.nonce))
    return fail(ErrorCode::oauth_state_mismatch, "This answer belongs to another login: start again", "another nonce");
  read_profile(token.payload, identity);
  return identity;
}

void read_profile(std::string_view document, ports::SocialIdentity& identity) {
  const auto claims = read_object(document);
  if (!claims) return;
  identity.email = text_of(*claims, "email");
  identity.name = text_of(*claims, "name");
  const auto* verified = claims->if_contains("email_verified");
  // Some providers write the word.
  identity.email_verified = !identity.email.empty() && verified != nullptr &&
                            (verified->is_bool() ? verified->get_bool() : text_of(*claims, "email_verified") == "true");
}

}  // namespace souk::providers::oidc
