#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ports/id_source.h"
#include "ports/sessions.h"
#include "ports/signer.h"

namespace souk::identity {

/// 256 bits that renew a session. The shop keeps a hash of them; the browser's cookie has their text.
class RefreshToken {
 public:
  static RefreshToken fresh(ports::IdSource& ids);
  /// nullopt: nothing that `text()` wrote.
  static std::optional<RefreshToken> parse(std::string_view text);

  /// The one that takes its place: always the same, so that a client whose answer got lost can be given it again.
  RefreshToken successor(const ports::Signer& signer) const;
  ports::TokenHash hash() const;
  std::string text() const;

 private:
  using Secret = std::array<std::uint8_t, 32>;
  explicit RefreshToken(const Secret& secret) : secret_(secret) {}

  Secret secret_;
};

}  // namespace souk::identity
