#pragma once

#include "http/call.h"
#include "http/request.h"
#include "http/service_parts.h"

namespace souk::http {

Result<Response> place_order(const ServiceParts& parts, const Call& call);
Result<Response> get_order(const ServiceParts& parts, const Call& call);

}  // namespace souk::http
