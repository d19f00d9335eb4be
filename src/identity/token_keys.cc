#include "identity/token_keys.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include "commerce/text/base64url.h"
#include "identity/access_token.h"

namespace souk::identity {
namespace {

Es256Key derived_key(const ports::Secrets& secrets, std::int64_t generation) {
  for (int attempt = 0;; ++attempt) {
    const std::string name = std::to_string(generation) + '.' + std::to_string(attempt);
    if (auto key = Es256Key::from_secret(secrets.derive("token_key." + name).bytes())) return *std::move(key);
  }
}

std::string header_of(const Es256Key& key) {
  std::string header;
  json::Writer writer(header);
  writer.begin_object().key("alg").text("ES256").key("typ").text("at+jwt").key("kid").text(key.id()).end_object();
  return base64url(header);
}

}  // namespace

TokenKeySchedule first_schedule(Instant now) { return {{.generation = 1, .signs_from = now}, {.generation = 2}}; }

TokenKeySchedule rotated(TokenKeySchedule schedule, Instant now) {
  schedule.back().signs_from = now;
  schedule.push_back({.generation = schedule.back().generation + 1});
  // A key is of use for as long as a token lives that it signed just before its successor began.
  for (std::size_t next = 1; next < schedule.size();) {
    const auto& successor = schedule[next].signs_from;
    if (!successor || *successor + kLongestTokenLife > now) break;
    schedule.erase(schedule.begin());
  }
  return schedule;
}

bool rotation_is_due(const TokenKeySchedule& schedule, Instant now) {
  const TokenKeyEntry& signing = schedule[schedule.size() - 2];
  return *signing.signs_from + kTokenKeyLifetime <= now;
}

TokenKeys::TokenKeys(const ports::Secrets& secrets, const TokenKeySchedule& schedule) {
  for (std::size_t i = 0; i < schedule.size(); ++i) {
    Es256Key pair = derived_key(secrets, schedule[i].generation);
    std::string header = header_of(pair);
    const auto retired = i + 1 < schedule.size() ? schedule[i + 1].signs_from : std::nullopt;
    keys_.push_back({std::move(pair), std::move(header), retired, !schedule[i].signs_from});
  }
}

const TokenKeys::Key& TokenKeys::signing() const { return keys_[keys_.size() - 2]; }

const TokenKeys::Key* TokenKeys::of_header(std::string_view header) const {
  const auto key = std::ranges::find(keys_, header, &Key::header);
  return key == keys_.end() || key->waits ? nullptr : &*key;
}

std::string TokenKeys::key_set() const {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().key("keys").begin_array();
  signing().pair.write_jwk(writer);
  for (const Key& key : keys_ | std::views::reverse)
    if (&key != &signing()) key.pair.write_jwk(writer);
  writer.end_array().end_object();
  return text;
}

}  // namespace souk::identity
