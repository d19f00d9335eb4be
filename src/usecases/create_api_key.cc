#include "usecases/create_api_key.h"

#include <array>

#include <sodium.h>

#include "commerce/text/utf8.h"

namespace souk::usecases {

namespace {

Result<void> check(const ApiKeyWish& wish, Instant now) {
  if (!is_staff(wish.role) && wish.role != Role::service)
    return fail_at("/role", ErrorCode::validation_failed, "A key has a role of staff, or is a service");
  if (wish.role == Role::service && wish.scopes.empty())
    return fail_at("/scopes", ErrorCode::validation_failed, "A service may do what its scopes name: name some");
  if (wish.label.size() > 200 || !is_valid_utf8(wish.label) || has_control_characters(wish.label))
    return fail_at("/label", ErrorCode::validation_failed, "A label has at most 200 bytes and no control characters");
  if (wish.expires_at && *wish.expires_at <= now)
    return fail_at("/expires_at", ErrorCode::validation_failed, "This has passed already");
  return {};
}

}  // namespace

Result<NewApiKey> CreateApiKey::operator()(const ApiKeyWish& wish, const Act& act) const {
  const Instant now = clock_.now();
  TRY(check(wish, now));
  std::array<std::uint8_t, 32> secret;
  ids_.fill(secret);
  NewApiKey made;
  made.key = {.id = ids_.fresh<ApiKeyId>(),
              .role = wish.role,
              .scopes = wish.scopes,
              .label = wish.label,
              .created_at = now,
              .created_by = act.actor,
              .expires_at = wish.expires_at};
  crypto_hash_sha256(made.key.secret_hash.data(), secret.data(), secret.size());

  std::array<char, secret.size() * 2 + 1> text;
  sodium_bin2hex(text.data(), text.size(), secret.data(), secret.size());
  made.text = made.key.id.text() + '.' + text.data();
  TRY(keys_.add(made.key, act));
  return made;
}

Result<void> may_make(const Principal& maker, const ApiKeyWish& wish) {
  if (!maker.is_api_key()) return {};
  const bool as_weak = wish.role == maker.role && !wish.scopes.empty() && maker.scopes.covers(wish.scopes);
  if (as_weak) return {};
  return fail(ErrorCode::forbidden, "A key makes keys of its own role, with scopes that it has itself");
}

}  // namespace souk::usecases
