#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "commerce/access/role.h"
#include "commerce/id/id.h"
#include "commerce/time/instant.h"

namespace souk {

// How long a second factor lets dangerous things be done before it is asked for again (RELIABILITY.md section 5).
inline constexpr std::chrono::minutes kStepUpLifetime{5};

/// Who asks, as far as it was proven by a credential; a guest proved nothing.
struct Principal {
  using Subject = std::variant<std::monostate, CustomerId, StaffId, ApiKeyId>;

  Subject subject{};
  Role role = Role::guest;
  Scopes scopes{};                            // of an API key that is confined to them; none: whatever its role may do
  std::optional<SessionId> session{};         // of a customer or of staff
  std::optional<Instant> authenticated_at{};  // when this session's password, or whatever stood for it, was given
  std::optional<Instant> second_factor_at{};  // when a second factor was last given in it

  bool is_guest() const { return std::holds_alternative<std::monostate>(subject); }
  bool is_staff() const { return std::holds_alternative<StaffId>(subject); }
  bool is_api_key() const { return std::holds_alternative<ApiKeyId>(subject); }
  std::optional<CustomerId> customer() const {
    const auto* const id = std::get_if<CustomerId>(&subject);
    return id ? std::optional{*id} : std::nullopt;
  }

  /// Unique among all who ask, for ever: the id's text, "guest" for guests.
  std::string name() const;
  /// Whether a second factor was given recently enough for dangerous things.
  bool stepped_up(Instant now) const { return second_factor_at && now - *second_factor_at <= kStepUpLifetime; }

  friend bool operator==(const Principal&, const Principal&) = default;
};

}  // namespace souk
