#include "identity/link_token.h"

#include <openssl/crypto.h>

#include "commerce/text/base64url.h"

namespace souk::identity {
namespace {

constexpr char kSeparator = '.';

std::string signature_of(const ports::Signer& signer, const LetterId& letter) {
  return base64url(signer.sign("letter", letter.text()));
}

}  // namespace

std::string link_token(const ports::Signer& signer, const LetterId& letter) {
  return letter.text() + kSeparator + signature_of(signer, letter);
}

std::optional<LetterId> letter_of(const ports::Signer& signer, std::string_view token) {
  const auto separator = token.find(kSeparator);
  if (separator == std::string_view::npos) return std::nullopt;
  const auto letter = LetterId::parse(token.substr(0, separator));
  if (!letter) return std::nullopt;
  const std::string expected = signature_of(signer, *letter);
  const std::string_view shown = token.substr(separator + 1);
  if (shown.size() != expected.size() || CRYPTO_memcmp(shown.data(), expected.data(), expected.size()) != 0)
    return std::nullopt;
  return letter;
}

}  // namespace souk::identity
