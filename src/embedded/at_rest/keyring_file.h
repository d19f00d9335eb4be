#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "commerce/error/error.h"
#include "embedded/at_rest/locked_key.h"
#include "ports/secrets.h"

namespace souk::embedded {

/// What a keyring's file says before any key is there: three lines, and a fourth with the rest in hexadecimal digits, plain or
/// sealed.
///
///     souk-keyring 1
///     key 9f86d081884c7d65        (or: key none)
///     generation 3
///     2b7e1516...
struct KeyringHead {
  std::string fingerprint;  // empty: not encrypted
  std::int64_t generation = 0;

  std::string text() const;
};

/// The rest.
struct KeyringBody {
  ports::SecretKey root;
  bool media_pending = false;
  std::optional<ports::SecretKey> previous_media{};
};

struct KeyringFile {
  KeyringHead head;
  std::string body;  // as in the file, without the digits
};

/// Errors: corrupt.
Result<KeyringFile> parse_keyring(std::string_view text);
/// `key`: null when the head says that nothing is encrypted. Errors: corrupt (also a head that was tampered with).
Result<KeyringBody> open_body(const KeyringFile& file, const LockedKey* key);
std::string keyring_text(const KeyringHead& head, const KeyringBody& body, const LockedKey* key);

}  // namespace souk::embedded
