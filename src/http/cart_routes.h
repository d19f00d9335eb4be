#pragma once

#include "http/call.h"
#include "http/request.h"
#include "http/service_parts.h"

/// A shopper's cart, and the way from it to an order.
namespace souk::http {

Result<Response> create_cart(const ServiceParts& parts, const Call& call);
Result<Response> get_cart(const ServiceParts& parts, const Call& call);
Result<Response> add_cart_line(const ServiceParts& parts, const Call& call);
Result<Response> change_cart_line(const ServiceParts& parts, const Call& call);
Result<Response> remove_cart_line(const ServiceParts& parts, const Call& call);
Result<Response> set_cart_customer(const ServiceParts& parts, const Call& call);
Result<Response> list_shipping_options(const ServiceParts& parts, const Call& call);
Result<Response> choose_shipping_option(const ServiceParts& parts, const Call& call);

}  // namespace souk::http
