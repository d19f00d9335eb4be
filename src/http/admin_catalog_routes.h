#pragma once

#include "http/call.h"
#include "http/cursor.h"
#include "http/request.h"
#include "http/service_parts.h"

/// Staff's products and categories.
namespace souk::http {

/// The product that a change is made on. Errors: not_found, version_conflict.
Result<Product> product_at(const ServiceParts& parts, const ProductId& id, std::int64_t version);

/// Writes the product as it is wanted. A price that falls by more than half takes what check_step_up asks for. Errors: those of
/// ReplaceProduct and check_step_up.
Result<Product> replaced(const ServiceParts& parts, const Call& call, const ports::Repeatable<Product>& repeatable,
                         const ProductId& id, usecases::ProductInput input);

Result<Response> list_admin_products(const ServiceParts& parts, const Cursors& cursors, const Call& call);
Result<Response> create_product(const ServiceParts& parts, const Call& call);
Result<Response> get_admin_product(const ServiceParts& parts, const Call& call);
Result<Response> replace_product(const ServiceParts& parts, const Call& call);
Result<Response> change_product(const ServiceParts& parts, const Call& call);
Result<Response> delete_product(const ServiceParts& parts, const Call& call);

Result<Response> list_admin_categories(const ServiceParts& parts, const Cursors& cursors, const Call& call);
Result<Response> create_category(const ServiceParts& parts, const Call& call);
Result<Response> get_admin_category(const ServiceParts& parts, const Call& call);
Result<Response> replace_category(const ServiceParts& parts, const Call& call);
Result<Response> delete_category(const ServiceParts& parts, const Call& call);

}  // namespace souk::http
