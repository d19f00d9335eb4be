#pragma once

#include "http/call.h"
#include "http/cursor.h"
#include "http/request.h"
#include "http/service_parts.h"

/// Variants one by one. They belong to their product: its version is theirs, and writing one writes the product.
namespace souk::http {

Result<Response> list_admin_variants(const ServiceParts& parts, const Cursors& cursors, const Call& call);
Result<Response> create_variant(const ServiceParts& parts, const Call& call);
Result<Response> get_admin_variant(const ServiceParts& parts, const Call& call);
Result<Response> change_variant(const ServiceParts& parts, const Call& call);
Result<Response> delete_variant(const ServiceParts& parts, const Call& call);

}  // namespace souk::http
