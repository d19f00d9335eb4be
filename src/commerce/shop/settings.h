#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "commerce/customer/address.h"
#include "commerce/error/error.h"
#include "commerce/money/currency.h"
#include "commerce/order/hold_limits.h"
#include "commerce/text/names.h"

namespace souk {

enum class ShopMode { development, production };  // fixed when the folder is made
template <>
inline constexpr auto kNames<ShopMode> = names({"development", "production"});

/// Payment outside the shop: a transfer, cash on delivery. Its orders stand before any money has come, so that only a merchant
/// who wants that offers it.
struct ManualPayment {
  bool enabled = false;
  std::string title{};         // what shoppers choose: "Bank transfer"
  std::string instructions{};  // what they are told to do: the account to pay to
  friend bool operator==(const ManualPayment&, const ManualPayment&) = default;
};

/// What a merchant says once about the shop. The currency is fixed as soon as a product or an order exists.
struct ShopSettings {
  std::string name = "My shop";
  Currency currency{};                           // EUR in a new shop
  std::vector<std::string> ship_to_countries{};  // ISO 3166-1 alpha-2; empty: everywhere
  std::string time_zone = "Europe/Berlin";       // IANA name
  Address seller{};
  std::string sender_email = "shop@example.com";
  bool prices_include_tax = true;
  std::int64_t tax_rate_basis_points = 1900;  // one rate until tax zones arrive; 0: no tax
  std::int64_t flat_shipping_minor = 490;     // one option until shipping zones arrive
  ManualPayment manual_payment{};
  HoldLimits hold_limits{};
  std::string order_number_prefix = "S";
  std::string terms_version = "1";
  std::string terms_url{};
  std::int64_t version = 1;
  friend bool operator==(const ShopSettings&, const ShopSettings&) = default;
};
/// Lengths, shapes and ranges; an empty seller's address stands for none yet. Errors: validation_failed, invalid_characters,
/// with a pointer.
Result<ShopSettings> validated(ShopSettings settings);

}  // namespace souk
