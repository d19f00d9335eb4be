#include "commerce/customer/address.h"

#include "commerce/customer/country.h"
#include "commerce/text/text_rule.h"
#include "commerce/text/utf8.h"

namespace souk {
namespace {

constexpr std::size_t kMaxFieldBytes = 200;  // labels and carriers cut far earlier

Result<void> tidy(std::string& field, std::string_view member, bool required) {
  field = trimmed(field);
  if (field.size() > kMaxFieldBytes)
    return fail_at(pointer_to("", member), ErrorCode::validation_failed, "Longer than 200 bytes");
  return check_text(field, {.max_characters = kMaxFieldBytes, .required = required}, "", member);
}

}  // namespace

Result<Address> validated(Address address) {
  TRY(tidy(address.name, "name", true));
  TRY(tidy(address.company, "company", false));
  TRY(tidy(address.line1, "line1", true));
  TRY(tidy(address.line2, "line2", false));
  TRY(tidy(address.city, "city", true));
  TRY(tidy(address.region, "region", false));
  TRY(tidy(address.postal_code, "postal_code", false));  // some countries have none
  TRY(tidy(address.country, "country", true));
  TRY(tidy(address.phone, "phone", false));
  if (!is_country(address.country))
    return fail_at("/country", ErrorCode::validation_failed, "Two upper-case letters of ISO 3166-1");
  return address;
}

}  // namespace souk
