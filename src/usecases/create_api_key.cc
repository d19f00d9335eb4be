#include "usecases/create_api_key.h"

#include <array>

#include <sodium.h>

#include "commerce/text/utf8.h"

namespace souk::usecases {

Result<NewApiKey> CreateApiKey::operator()(Role role, const std::string& label) const {
  if (label.size() > 200 || !is_valid_utf8(label) || has_control_characters(label))
    return fail_at("/label", ErrorCode::validation_failed, "A label has at most 200 bytes and no control characters");

  std::array<std::uint8_t, 32> secret;
  ids_.fill(secret);
  NewApiKey made;
  made.key.id = ids_.fresh<ApiKeyId>();
  made.key.role = role;
  made.key.label = label;
  made.key.created_at = clock_.now();
  crypto_hash_sha256(made.key.secret_hash.data(), secret.data(), secret.size());

  std::array<char, secret.size() * 2 + 1> text;
  sodium_bin2hex(text.data(), text.size(), secret.data(), secret.size());
  made.text = made.key.id.text() + '.' + text.data();
  TRY(keys_.add(made.key));
  return made;
}

}  // namespace souk::usecases
