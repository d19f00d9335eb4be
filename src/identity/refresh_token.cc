#include "identity/refresh_token.h"

#include <algorithm>

#include <openssl/sha.h>

#include "commerce/text/base64url.h"

namespace souk::identity {

RefreshToken RefreshToken::fresh(ports::IdSource& ids) {
  Secret secret;
  ids.fill(secret);
  return RefreshToken(secret);
}

std::optional<RefreshToken> RefreshToken::parse(std::string_view text) {
  Secret secret;
  if (text.size() != (secret.size() * 4 + 2) / 3) return std::nullopt;
  const auto bytes = from_base64url(text);
  if (!bytes || bytes->size() != secret.size()) return std::nullopt;
  std::ranges::copy(*bytes, secret.begin());
  return RefreshToken(secret);
}

RefreshToken RefreshToken::successor(const ports::Signer& signer) const {
  return RefreshToken(
      signer.sign("refresh_token", std::string_view{reinterpret_cast<const char*>(secret_.data()), secret_.size()}));
}

ports::TokenHash RefreshToken::hash() const {
  ports::TokenHash hash;
  SHA256(secret_.data(), secret_.size(), hash.data());
  return hash;
}

std::string RefreshToken::text() const { return base64url(secret_); }

}  // namespace souk::identity
