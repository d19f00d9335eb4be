#include "embedded/access_tokens.h"

#include <cstring>

#include <sodium.h>

namespace souk::embedded {

namespace {

using identity::TokenKeySchedule;

// 16,384 logged-in shoppers within ten minutes, 200 bytes each.
constexpr std::size_t kMostCheckedAShard = 1024;

Result<TokenKeySchedule> read_schedule(sqlite::Connection& connection) {
  TRY(const auto rows, (connection.all<std::int64_t, std::optional<Instant>>(
                           "SELECT generation, signs_from FROM token_keys ORDER BY generation")));
  TokenKeySchedule schedule;
  for (const auto& [generation, signs_from] : rows) schedule.push_back({generation, signs_from});
  return schedule;
}

Result<void> write_schedule(sqlite::Connection& connection, const TokenKeySchedule& schedule) {
  TRY(connection.run("DELETE FROM token_keys"));
  for (const identity::TokenKeyEntry& entry : schedule)
    TRY(connection.run("INSERT INTO token_keys (generation, signs_from) VALUES (?, ?)", entry.generation, entry.signs_from));
  return {};
}

}  // namespace

std::size_t OwnAccessTokens::FirstBytes::operator()(const Hash& hash) const {
  std::size_t value = 0;
  std::memcpy(&value, hash.data(), sizeof value);
  return value;
}

Result<std::unique_ptr<OwnAccessTokens>> OwnAccessTokens::open(const Parts& parts, std::string issuer) {
  std::unique_ptr<OwnAccessTokens> tokens(new OwnAccessTokens(parts, std::move(issuer)));
  const Instant now = parts.clock.now();
  TRY(TokenKeySchedule schedule, parts.database.read([](sqlite::Connection& connection) { return read_schedule(connection); }));
  if (schedule.empty()) {
    schedule = identity::first_schedule(now);
    TRY(parts.database.write([&](sqlite::Connection& connection) { return write_schedule(connection, schedule); }));
  }
  const std::lock_guard lock(tokens->mutex_);
  tokens->keys_ = std::make_shared<identity::TokenKeys>(parts.secrets, schedule);
  tokens->schedule_ = std::move(schedule);
  return tokens;
}

std::shared_ptr<const identity::TokenKeys> OwnAccessTokens::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

Result<ports::AccessClaims> OwnAccessTokens::check(std::string_view token) const {
  const Instant now = parts_.clock.now();
  Hash hash{};
  if (token.size() <= identity::kMaxTokenBytes)
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(token.data()), token.size());

  std::optional<ports::AccessClaims> known;
  {
    Checked& shard = checked_[hash.back() % kShards];
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.claims.find(hash); found != shard.claims.end()) known = found->second;
  }
  if (known) {
    TRY(identity::check_time(*known, now));
  } else {
    TRY(known, identity::read_access_token(*keys(), issuer_, token, now));
    remember(hash, *known);
  }
  if (parts_.ended.contains(known->session))
    return fail(ErrorCode::invalid_token, "This access token is not valid", "its session has ended");
  return *known;
}

void OwnAccessTokens::remember(const Hash& hash, const ports::AccessClaims& claims) const {
  Checked& shard = checked_[hash.back() % kShards];
  const std::lock_guard lock(shard.mutex);
  if (shard.claims.size() >= kMostCheckedAShard) {
    const Instant now = parts_.clock.now();
    std::erase_if(shard.claims, [now](const auto& entry) { return entry.second.expires_at <= now; });
    if (shard.claims.size() >= kMostCheckedAShard) shard.claims.clear();
  }
  shard.claims.insert_or_assign(hash, claims);
}

std::string OwnAccessTokens::key_set() const { return keys()->key_set(); }

ports::AccessToken OwnAccessTokens::sign(const Session& session) const {
  const std::string token_id = encode_id(parts_.ids.next());
  identity::SignedToken token =
      identity::sign_access_token(*keys(), issuer_, session, token_id, parts_.clock.now());
  return {std::move(token.text), token.expires_at};
}

Result<void> OwnAccessTokens::rotate() {
  const Instant now = parts_.clock.now();
  TRY(TokenKeySchedule schedule, parts_.database.write([&](sqlite::Connection& connection) -> Result<TokenKeySchedule> {
    TRY(TokenKeySchedule stored, read_schedule(connection));
    stored = identity::rotated(std::move(stored), now);
    TRY(write_schedule(connection, stored));
    return stored;
  }));
  auto keys = std::make_shared<identity::TokenKeys>(parts_.secrets, schedule);
  const std::lock_guard lock(mutex_);
  keys_ = std::move(keys);
  schedule_ = std::move(schedule);
  return {};
}

Result<bool> OwnAccessTokens::rotate_if_due() {
  {
    const std::lock_guard lock(mutex_);
    if (!identity::rotation_is_due(schedule_, parts_.clock.now())) return false;
  }
  TRY(rotate());
  return true;
}

}  // namespace souk::embedded
