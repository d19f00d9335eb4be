#pragma once

#include "http/call.h"
#include "http/cursor.h"
#include "http/service_parts.h"

/// What a customer keeps here: addresses, a wishlist, orders.
namespace souk::http {

Result<Response> list_addresses(const ServiceParts& parts, const Call& call);
Result<Response> create_address(const ServiceParts& parts, const Call& call);
Result<Response> get_address(const ServiceParts& parts, const Call& call);
Result<Response> replace_address(const ServiceParts& parts, const Call& call);
Result<Response> delete_address(const ServiceParts& parts, const Call& call);
Result<Response> list_wishlist(const ServiceParts& parts, const Call& call);
Result<Response> add_wish(const ServiceParts& parts, const Call& call);
Result<Response> remove_wish(const ServiceParts& parts, const Call& call);
Result<Response> list_my_orders(const ServiceParts& parts, const Cursors& cursors, const Call& call);

}  // namespace souk::http
