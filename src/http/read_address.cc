#include "http/read_address.h"

#include "http/json_fields.h"

namespace souk::http {
namespace {

Result<Fields> address_fields(JsonValue value) {
  return Fields::of(value, {"name", "company", "line1", "line2", "city", "region", "postal_code", "country", "phone"});
}

}  // namespace

Result<Address> as_seller(JsonValue value) {
  TRY(const Fields fields, address_fields(value));
  Address address;
  TRY(address.name, fields.text_or("name", ""));
  TRY(address.company, fields.text_or("company", ""));
  TRY(address.line1, fields.text_or("line1", ""));
  TRY(address.line2, fields.text_or("line2", ""));
  TRY(address.city, fields.text_or("city", ""));
  TRY(address.region, fields.text_or("region", ""));
  TRY(address.postal_code, fields.text_or("postal_code", ""));
  TRY(address.country, fields.text_or("country", ""));
  TRY(address.phone, fields.text_or("phone", ""));
  return address;
}

Result<Address> as_address(JsonValue value) {
  TRY(const Fields fields, address_fields(value));
  for (const std::string_view name : {"name", "line1", "city", "country"}) TRY(fields.require(name));
  return as_seller(value);
}

}  // namespace souk::http
