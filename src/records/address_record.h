#pragma once

#include <optional>
#include <string_view>

#include "commerce/customer/address.h"
#include "records/fields.h"
#include "records/members.h"

namespace souk::records {

void write_address(Members& members, std::string_view name, const Address& address);
void write_address(Members& members, std::string_view name, const std::optional<Address>& address);
Address read_address(const Fields& fields);
std::optional<Address> read_optional_address(const Fields& parent, std::string_view name);

}  // namespace souk::records
