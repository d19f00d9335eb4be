#include "records/address_record.h"

namespace souk::records {

void write_address(Members& members, std::string_view name, const Address& address) {
  members.object(name, [&](Members& m) {
    m.text("name", address.name).text("company", address.company).text("line1", address.line1).text("line2", address.line2);
    m.text("city", address.city).text("region", address.region).text("postal_code", address.postal_code);
    m.text("country", address.country).text("phone", address.phone);
  });
}

void write_address(Members& members, std::string_view name, const std::optional<Address>& address) {
  if (address) write_address(members, name, *address);
}

Address read_address(const Fields& fields) {
  return {.name = fields.text("name"),
          .company = fields.text("company"),
          .line1 = fields.text("line1"),
          .line2 = fields.text("line2"),
          .city = fields.text("city"),
          .region = fields.text("region"),
          .postal_code = fields.text("postal_code"),
          .country = fields.text("country"),
          .phone = fields.text("phone")};
}

std::optional<Address> read_optional_address(const Fields& parent, std::string_view name) {
  return parent.has(name) ? std::optional(read_address(parent.object(name))) : std::nullopt;
}

}  // namespace souk::records
