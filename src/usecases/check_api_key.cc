#include "usecases/check_api_key.h"

#include <array>
#include <optional>

#include <sodium.h>

namespace souk::usecases {
namespace {

std::optional<std::array<std::uint8_t, 32>> hash_of(std::string_view secret) {
  std::array<std::uint8_t, 32> bytes;
  std::size_t length = 0;
  if (secret.size() != bytes.size() * 2) return std::nullopt;
  if (sodium_hex2bin(bytes.data(), bytes.size(), secret.data(), secret.size(), nullptr, &length, nullptr) != 0 ||
      length != bytes.size())
    return std::nullopt;
  std::array<std::uint8_t, 32> hash;
  crypto_hash_sha256(hash.data(), bytes.data(), bytes.size());
  return hash;
}

}  // namespace

Result<Principal> CheckApiKey::operator()(std::string_view text) const {
  const auto refused = [] { return fail(ErrorCode::unauthorized, "This API key is not valid"); };
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return refused();
  const auto id = ApiKeyId::parse(text.substr(0, dot));
  const auto hash = hash_of(text.substr(dot + 1));
  if (!id || !hash) return refused();

  const auto key = keys_.find(*id);
  if (!key && key.error().code != ErrorCode::not_found) return std::unexpected(key.error());
  if (!key || key->revoked || sodium_memcmp(hash->data(), key->secret_hash.data(), hash->size()) != 0) return refused();
  return Principal{.subject = key->id, .role = key->role};
}

}  // namespace souk::usecases
