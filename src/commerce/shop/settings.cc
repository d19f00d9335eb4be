#include "commerce/shop/settings.h"

#include <algorithm>

#include "commerce/customer/country.h"
#include "commerce/money/money.h"
#include "commerce/text/text_rule.h"

namespace souk {
namespace {

constexpr std::size_t kMaxPrefixBytes = 8;
constexpr std::int64_t kWholeInBasisPoints = 10'000;

std::unexpected<Error> invalid(std::string pointer, std::string detail) {
  return fail_at(std::move(pointer), ErrorCode::validation_failed, std::move(detail));
}

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The shape of a name such as "America/Argentina/Buenos_Aires"; whether it exists is known where times are shown.
bool is_time_zone(std::string_view name) {
  const auto allowed = [](char c) { return is_alphanumeric(c) || c == '/' || c == '_' || c == '-' || c == '+'; };
  return !name.empty() && name.size() <= 64 && name.front() != '/' && name.back() != '/' &&
         name.find("//") == std::string_view::npos && std::ranges::all_of(name, allowed);
}

bool is_order_number_prefix(std::string_view prefix) {
  return prefix.size() <= kMaxPrefixBytes && std::ranges::all_of(prefix, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

Result<void> check_countries(const std::vector<std::string>& countries) {
  for (std::size_t i = 0; i < countries.size(); ++i) {
    const auto here = countries.begin() + static_cast<std::ptrdiff_t>(i);
    if (!is_country(*here)) return invalid(pointer_to("/ship_to_countries", i), "Two upper-case letters of ISO 3166-1");
    if (std::find(countries.begin(), here, *here) != here)
      return invalid(pointer_to("/ship_to_countries", i), "An earlier country is the same");
  }
  return {};
}

Result<void> check_terms(const ShopSettings& settings) {
  TRY(check_text(settings.terms_version, {.max_characters = 64, .required = true}, "", "terms_version"));
  TRY(check_text(settings.terms_url, {.max_characters = 2048}, "", "terms_url"));
  const std::string_view url = settings.terms_url;
  if (!url.empty() && !url.starts_with("https://") && !url.starts_with("http://"))
    return invalid("/terms_url", "An http or https address");
  return {};
}

Result<void> check_manual_payment(const ManualPayment& manual) {
  const std::string_view here = "/payment_methods/manual";
  TRY(check_text(manual.title, {.max_characters = 80, .required = manual.enabled}, here, "title"));
  TRY(check_text(manual.instructions, {.max_characters = 2000, .lines = true}, here, "instructions"));
  return {};
}

Result<void> check_hold_limit(std::int64_t limit, std::string_view member) {
  if (limit >= 1 && limit <= kMaxHoldLimit) return {};
  return invalid(pointer_to("/hold_limits", member), "Between 1 and " + std::to_string(kMaxHoldLimit));
}

/// The seller's address, which a new shop does not have yet.
Result<Address> validated_seller(const Address& seller) {
  if (seller == Address{}) return seller;
  auto result = validated(seller);
  if (!result) result.error().pointer.insert(0, "/seller");
  return result;
}

}  // namespace

Result<ShopSettings> validated(ShopSettings settings) {
  TRY(check_text(settings.name, {.required = true}, "", "name"));
  if (settings.currency == Currency{}) return invalid("/currency", "A shop needs a currency");
  TRY(check_countries(settings.ship_to_countries));
  if (!is_time_zone(settings.time_zone)) return invalid("/time_zone", "A name such as Europe/Berlin");
  TRY(settings.seller, validated_seller(settings.seller));
  auto sender = validated_email(settings.sender_email);
  if (!sender) return fail_at("/sender_email", sender.error().code, sender.error().detail);
  settings.sender_email = *std::move(sender);
  if (settings.tax_rate_basis_points < 0 || settings.tax_rate_basis_points > kWholeInBasisPoints)
    return invalid("/tax_rate_basis_points", "Between 0 and 10000, which is 100 %");
  if (settings.flat_shipping_minor < 0 || settings.flat_shipping_minor > kMaxMinor)
    return invalid("/flat_shipping_minor", "Not negative");
  TRY(check_manual_payment(settings.manual_payment));
  TRY(check_hold_limit(settings.hold_limits.per_client, "per_client"));
  TRY(check_hold_limit(settings.hold_limits.per_client_and_item, "per_client_and_item"));
  if (!is_order_number_prefix(settings.order_number_prefix))
    return invalid("/order_number_prefix", "At most 8 letters, digits and hyphens");
  TRY(check_terms(settings));
  return settings;
}

}  // namespace souk
