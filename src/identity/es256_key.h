#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "json/writer.h"

struct evp_pkey_st;

namespace souk::identity {

/// A key pair on P-256 for ES256 (RFC 7518 section 3.4). Thread-safe.
class Es256Key {
 public:
  static constexpr std::size_t kSignatureBytes = 64;  // r and s

  /// From 32 secret bytes. nullopt for the one in four billion that is no key.
  static std::optional<Es256Key> from_secret(std::span<const std::uint8_t, 32> secret);

  /// Names the key: its thumbprint (RFC 7638).
  const std::string& id() const { return id_; }
  std::string sign(std::string_view message) const;
  bool verifies(std::string_view message, std::string_view signature) const;
  /// The public half as a JSON Web Key.
  void write_jwk(json::Writer& writer) const;

 private:
  struct FreePkey {
    void operator()(evp_pkey_st* pkey) const;
  };
  Es256Key() = default;

  std::unique_ptr<evp_pkey_st, FreePkey> pkey_;
  std::string x_, y_;  // base64url
  std::string id_;
};

}  // namespace souk::identity
