#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace souk::providers::oidc {

/// The public keys by which a provider signs (RFC 7517): RSA from 2048 bits for RS256, P-256 for ES256. What else stands in the
/// document is left out. A key's own type says which algorithm it is for; a token's header is never asked.
class Keys {
 public:
  /// nullopt when the document is none.
  static std::optional<Keys> parse(std::string_view document);

  enum class Verdict { good, bad, unknown_key };
  /// `algorithm`, `key_id`: as the token names them; without a key id there must be one key of that algorithm alone.
  Verdict verify(std::string_view algorithm, std::string_view key_id, std::string_view message,
                 std::string_view signature) const;

 private:
  struct FreePkey {
    void operator()(evp_pkey_st* pkey) const;
  };
  struct Key {
    std::string id;
    std::string_view algorithm;
    std::unique_ptr<evp_pkey_st, FreePkey> pkey;
  };
  std::vector<Key> keys_{};
};

}  // namespace souk::providers::oidc
