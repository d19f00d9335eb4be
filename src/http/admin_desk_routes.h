#pragma once

#include "http/call.h"
#include "http/cursor.h"
#include "http/request.h"
#include "http/service_parts.h"

/// Staff's stock, orders and settings.
namespace souk::http {

Result<Response> get_stock_item(const ServiceParts& parts, const Call& call);
Result<Response> change_stock(const ServiceParts& parts, const Call& call);
Result<Response> list_stock_movements(const ServiceParts& parts, const Cursors& cursors, const Call& call);

Result<Response> list_orders(const ServiceParts& parts, const Cursors& cursors, const Call& call);
Result<Response> get_admin_order(const ServiceParts& parts, const Call& call);

Result<Response> get_settings(const ServiceParts& parts, const Call& call);
Result<Response> change_settings(const ServiceParts& parts, const Call& call);

}  // namespace souk::http
