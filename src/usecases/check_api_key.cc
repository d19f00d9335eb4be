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

Instant midnight_before(Instant now) { return std::chrono::floor<std::chrono::days>(now); }

}  // namespace

void ApiKeyUses::note(const ApiKey& key, Instant now) {
  const Instant today = midnight_before(now);
  if (key.last_used_day && *key.last_used_day >= today) return;
  const std::lock_guard lock(mutex_);
  if (waiting_.size() < kMaxWaiting) waiting_.insert_or_assign(key.id, today);
}

Result<std::int64_t> ApiKeyUses::store() {
  std::vector<ports::ApiKeyUse> uses;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, day] : waiting_) uses.push_back({id, day});
    waiting_.clear();
  }
  if (!uses.empty()) TRY(keys_.remember_uses(uses));
  return static_cast<std::int64_t>(uses.size());
}

Result<Principal> CheckApiKey::operator()(std::string_view text) const {
  const auto refused = [] { return fail(ErrorCode::unauthorized, "This API key is not valid"); };
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return refused();
  const auto id = ApiKeyId::parse(text.substr(0, dot));
  const auto hash = hash_of(text.substr(dot + 1));
  if (!id || !hash) return refused();

  const auto key = keys_.find(*id);
  if (!key && key.error().code != ErrorCode::not_found) return std::unexpected(key.error());
  if (!key || sodium_memcmp(hash->data(), key->secret_hash.data(), hash->size()) != 0) return refused();
  const Instant now = clock_.now();
  if (key->revoked || key->has_expired(now)) return refused();
  uses_.note(*key, now);
  return Principal{.subject = key->id, .role = key->role, .scopes = key->scopes};
}

}  // namespace souk::usecases
