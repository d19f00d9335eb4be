#pragma once

#include "http/call.h"
#include "http/cursor.h"
#include "http/service_parts.h"

namespace souk::http {

/// What a shop in development would have mailed. In production there is no such thing: not_found.
Result<Response> list_mailbox(const ServiceParts& parts, const Cursors& cursors, const Call& call);

}  // namespace souk::http
