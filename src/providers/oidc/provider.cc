#include "providers/oidc/provider.h"

#include <array>
#include <chrono>

#include <boost/json.hpp>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "commerce/text/base64url.h"
#include "providers/json_members.h"

namespace souk::providers::oidc {
namespace {

using Parameters = std::vector<std::pair<std::string_view, std::string_view>>;

constexpr std::chrono::hours kKept{1};
constexpr std::chrono::minutes kBetweenFetches{1};

std::string form_encoded(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  static constexpr std::string_view kPlain = "-._~";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kPlain.contains(c);
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      out += c;
    else
      out.append({'%', kHex[byte >> 4], kHex[byte & 15]});
  }
  return out;
}

std::string form_of(const Parameters& parameters) {
  std::string out;
  for (const auto& [name, value] : parameters)
    out.append(out.empty() ? "" : "&").append(name).append("=").append(form_encoded(value));
  return out;
}

std::string base64(std::string_view text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string challenge_of(std::string_view verifier) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> hash;
  SHA256(reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size(), hash.data());
  return base64url(hash);
}

std::unexpected<Error> unreachable(std::string cause) {
  return fail(ErrorCode::unavailable, "The login provider cannot be used now", std::move(cause));
}

Result<std::string> get(const net::OutgoingClient& client, const std::string& url, net::HeaderList headers = {}) {
  headers.emplace_back("Accept", "application/json");
  const auto response = client.send({.url = url, .headers = std::move(headers)});
  if (!response) return unreachable(url + ": " + response.error().detail + " " + response.error().cause);
  if (response->status != 200) return unreachable(url + " answers with status " + std::to_string(response->status));
  return response->body;
}

}  // namespace

Result<std::string> Provider::authorization_url(const ports::SocialLogin& login, const std::string& redirect_uri) const {
  TRY(const auto known, this->known());
  const std::string challenge = challenge_of(login.verifier);
  const std::string& endpoint = known->metadata.authorization_endpoint;
  return endpoint + (endpoint.contains('?') ? "&" : "?") +
         form_of({{"response_type", "code"},
                  {"client_id", registration_.client_id},
                  {"redirect_uri", redirect_uri},
                  {"scope", "openid email profile"},
                  {"state", login.state},
                  {"nonce", login.nonce},
                  {"code_challenge", challenge},
                  {"code_challenge_method", "S256"}});
}

Result<ports::SocialIdentity> Provider::identity(const ports::SocialAnswer& answer, const ports::SocialLogin& login,
                                                 const std::string& redirect_uri) const {
  TRY(const auto known, this->known());
  const Metadata& metadata = known->metadata;
  // A provider that names itself must; and none may name another, whatever its metadata say.
  const bool silent = answer.issuer.empty() && !metadata.names_issuer_in_answers;
  if (!silent && answer.issuer != metadata.issuer)
    return fail(ErrorCode::oauth_state_mismatch, "This answer is of another provider: start again", "another issuer");
  TRY(const Tokens tokens, exchange(metadata, answer.code, login, redirect_uri));
  TRY(const IdToken token, IdToken::parse(tokens.id_token));
  TRY(check_signature(token, *known));
  TRY(ports::SocialIdentity identity,
      identity_in(token, {metadata.issuer, registration_.client_id, login.nonce, clock_.now()}));
  if (identity.email.empty()) complete(metadata, tokens.access_token, identity);
  return identity;
}

Result<Provider::Tokens> Provider::exchange(const Metadata& metadata, const std::string& code, const ports::SocialLogin& login,
                                            const std::string& redirect_uri) const {
  Parameters form{
      {"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", redirect_uri}, {"code_verifier", login.verifier}};
  net::HeaderList headers{{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}};
  const auto& [issuer, id, secret] = registration_;
  if (!secret.empty() && metadata.takes_secret_in_header) {
    headers.emplace_back("Authorization", "Basic " + base64(form_encoded(id) + ':' + form_encoded(secret)));
  } else {
    form.emplace_back("client_id", id);
    if (!secret.empty()) form.emplace_back("client_secret", secret);
  }
  const auto response =
      client_.send({.url = metadata.token_endpoint, .method = "POST", .headers = std::move(headers), .body = form_of(form)});
  if (!response) return unreachable(response.error().detail + " " + response.error().cause);
  const auto body = read_object(response->body);
  if (response->status == 400 && body && text_of(*body, "error") == "invalid_grant")
    return fail(ErrorCode::invalid_grant, "This login was used or has run out: start again");
  if (response->status != 200 || !body)
    return unreachable("the token endpoint answers with status " + std::to_string(response->status) + " " +
                       (body ? text_of(*body, "error") : std::string{}));
  return Tokens{text_of(*body, "id_token"), text_of(*body, "access_token")};
}

Result<void> Provider::check_signature(const IdToken& token, const Known& known) const {
  auto verdict = known.keys.verify(token.algorithm, token.key_id, token.signed_part, token.signature);
  if (verdict == Keys::Verdict::unknown_key) {
    TRY(const auto newer, fetch_again());
    if (newer) verdict = newer->keys.verify(token.algorithm, token.key_id, token.signed_part, token.signature);
  }
  if (verdict == Keys::Verdict::good) return {};
  return fail(ErrorCode::invalid_grant, "The provider's answer does not hold: start the login again",
              "the ID token's signature");
}

void Provider::complete(const Metadata& metadata, const std::string& access_token, ports::SocialIdentity& identity) const {
  if (metadata.user_info_endpoint.empty() || access_token.empty()) return;
  const auto document = get(client_, metadata.user_info_endpoint, {{"Authorization", "Bearer " + access_token}});
  const auto claims = document ? read_object(*document) : std::nullopt;
  // An access token could be swapped for another's: the ID token alone says who this is.
  if (claims && text_of(*claims, "sub") == identity.subject) read_profile(*document, identity);
}

Result<std::shared_ptr<const Provider::Known>> Provider::known() const {
  {
    const std::lock_guard lock(mutex_);
    if (known_ && clock_.steady() - fetched_at_ < kKept) return known_;
  }
  return fetch();
}

Result<std::shared_ptr<const Provider::Known>> Provider::fetch_again() const {
  {
    const std::lock_guard lock(mutex_);
    if (known_ && clock_.steady() - fetched_at_ < kBetweenFetches) return std::shared_ptr<const Known>{};
  }
  return fetch();
}

Result<std::shared_ptr<const Provider::Known>> Provider::fetch() const {
  TRY(const std::string document, get(client_, Metadata::url(registration_.issuer)));
  TRY(Metadata metadata, Metadata::parse(document, registration_.issuer));
  TRY(const std::string key_set, get(client_, metadata.jwks_uri));
  auto keys = Keys::parse(key_set);
  if (!keys) return unreachable("the provider's keys are no key set");
  auto known = std::make_shared<const Known>(Known{std::move(metadata), *std::move(keys)});
  const std::lock_guard lock(mutex_);
  known_ = known;
  fetched_at_ = clock_.steady();
  return known;
}

}  // namespace souk::providers::oidc
