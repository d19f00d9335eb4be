#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace souk {

/// 48 bits of Unix milliseconds, then 128 random bits: ordered by birth, unguessable. Stored as these 22 bytes.
using IdBytes = std::array<std::uint8_t, 22>;

/// 36 Crockford base32 characters, upper case; order of text is order of bytes.
std::string encode_id(const IdBytes& bytes);
/// Reads exactly what encode_id writes (upper case only: one id has one spelling), else nullopt.
std::optional<IdBytes> decode_id(std::string_view text);

/// A type of its own for each thing that has an id. `Tag::prefix` is what the wire shows before the 36 characters.
template <class Tag>
struct Id {
  IdBytes bytes{};

  std::string text() const { return std::string(Tag::prefix) + encode_id(bytes); }
  static std::optional<Id> parse(std::string_view text) {
    if (!text.starts_with(Tag::prefix)) return std::nullopt;
    const auto bytes = decode_id(text.substr(Tag::prefix.size()));
    if (!bytes) return std::nullopt;
    return Id{*bytes};
  }
  /// From 22 stored bytes; nullopt for any other length.
  static std::optional<Id> from_bytes(std::span<const std::uint8_t> stored) {
    if (stored.size() != std::tuple_size_v<IdBytes>) return std::nullopt;
    Id id;
    for (std::size_t i = 0; i < stored.size(); ++i) id.bytes[i] = stored[i];
    return id;
  }
  friend auto operator<=>(const Id&, const Id&) = default;
};

struct ProductTag {
  static constexpr std::string_view prefix = "prod_";
};
struct VariantTag {
  static constexpr std::string_view prefix = "var_";
};
struct StockItemTag {
  static constexpr std::string_view prefix = "stk_";
};
struct CategoryTag {
  static constexpr std::string_view prefix = "cat_";
};
struct CartTag {
  static constexpr std::string_view prefix = "cart_";
};
struct LineTag {
  static constexpr std::string_view prefix = "line_";
};
struct OrderTag {
  static constexpr std::string_view prefix = "ord_";
};
struct AttemptTag {
  static constexpr std::string_view prefix = "pay_";
};
struct MovementTag {
  static constexpr std::string_view prefix = "mov_";
};
struct EventTag {
  static constexpr std::string_view prefix = "evt_";
};
struct ApiKeyTag {
  static constexpr std::string_view prefix = "key_";
};
struct CustomerTag {
  static constexpr std::string_view prefix = "cus_";
};
struct StaffTag {
  static constexpr std::string_view prefix = "staff_";
};
struct SessionTag {
  static constexpr std::string_view prefix = "ses_";
};
struct MessageTag {
  static constexpr std::string_view prefix = "msg_";
};
struct AccountTag {
  static constexpr std::string_view prefix = "acc_";
};
struct LetterTag {
  static constexpr std::string_view prefix = "let_";
};
struct AddressTag {
  static constexpr std::string_view prefix = "adr_";
};

using ProductId = Id<ProductTag>;
using VariantId = Id<VariantTag>;
using StockItemId = Id<StockItemTag>;
using CategoryId = Id<CategoryTag>;
using CartId = Id<CartTag>;
using LineId = Id<LineTag>;
using OrderId = Id<OrderTag>;
using AttemptId = Id<AttemptTag>;
using MovementId = Id<MovementTag>;
using EventId = Id<EventTag>;
using ApiKeyId = Id<ApiKeyTag>;
using CustomerId = Id<CustomerTag>;
using StaffId = Id<StaffTag>;
using SessionId = Id<SessionTag>;
using MessageId = Id<MessageTag>;
using AccountId = Id<AccountTag>;
using LetterId = Id<LetterTag>;
using AddressId = Id<AddressTag>;

}  // namespace souk

template <class Tag>
struct std::hash<souk::Id<Tag>> {
  std::size_t operator()(const souk::Id<Tag>& id) const noexcept {
    std::size_t value = 0;  // the last 8 bytes are random: no mixing needed
    for (std::size_t i = id.bytes.size() - 8; i < id.bytes.size(); ++i) value = value << 8 | id.bytes[i];
    return value;
  }
};
