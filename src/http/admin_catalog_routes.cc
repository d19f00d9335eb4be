#include "http/admin_catalog_routes.h"

#include <utility>

#include "http/access.h"
#include "http/admin_json.h"
#include "http/catalog_json.h"
#include "http/paging.h"
#include "http/path_id.h"
#include "http/query.h"
#include "http/read_product.h"
#include "http/repeat.h"

namespace souk::http {
namespace {

using RepeatableProduct = ports::Repeatable<Product>;
using RepeatableCategory = ports::Repeatable<Category>;

ports::Encode<Product> product_encoder(int status) {
  return [status](const Product& product) {
    ports::Answer answer = versioned_answer(status, admin_product_json(product), product.version);
    if (status == 201) answer.location = "/v1/admin/products/" + product.id.text();
    return answer;
  };
}

ports::Encode<Category> category_encoder(int status) {
  return [status](const Category& category) {
    ports::Answer answer = versioned_answer(status, category_json(category), category.version);
    if (status == 201) answer.location = "/v1/admin/categories/" + category.id.text();
    return answer;
  };
}

/// The domain calls it `parent`, the wire `parent_id`.
Result<Category> with_wire_names(Result<Category> result) {
  if (!result && (result.error().pointer == "/parent" || result.error().code == ErrorCode::invalid_argument))
    result.error().pointer = "/parent_id";
  return result;
}

}  // namespace

Result<Product> product_at(const ServiceParts& parts, const ProductId& id, std::int64_t version) {
  TRY(Product product, parts.catalog.product(id));
  if (product.version != version) return fail(ErrorCode::version_conflict, "The product has changed since it was read");
  return product;
}

Result<Product> replaced(const ServiceParts& parts, const Call& call, const RepeatableProduct& repeatable, const ProductId& id,
                         usecases::ProductInput input) {
  const auto stepped_up = check_step_up(call.row, call.principal, parts.clock.now());
  const auto cuts = stepped_up ? usecases::PriceCuts::any : usecases::PriceCuts::gentle;
  auto written = parts.verbs.replace_product(repeatable, id, *call.if_version, std::move(input), cuts);
  if (!written && written.error().code == ErrorCode::step_up_required) return std::unexpected(stepped_up.error());
  return written;
}

Result<Response> list_admin_products(const ServiceParts& parts, const Cursors& cursors, const Call& call) {
  TRY(const Query query, Query::parse(call.request.query(), {{"limit"}, {"cursor"}}));
  TRY(const Paging paging, read_paging(query, CanonicalTarget(std::string(call.row.path)), cursors, call.principal.name()));
  TRY(std::vector<Product> products, parts.catalog.products(ProductId::parse(paging.position), paging.limit + 1));
  const auto next =
      cut(products, paging, cursors, call.principal.name(), [](const Product& product) { return product.id.text(); });
  return private_response(json_answer(200, admin_product_list_json(products, next)));
}

Result<Response> create_product(const ServiceParts& parts, const Call& call) {
  TRY(const usecases::ProductInput input, read_new_product(call.body()));
  return repeatably<Product>(parts.answers, call, {}, product_encoder(201), [&](const RepeatableProduct& repeatable) {
    return parts.verbs.create_product(repeatable, input);
  });
}

Result<Response> get_admin_product(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const ProductId id, path_id<ProductId>(call.path[0]));
  TRY(const Product product, parts.catalog.product(id));
  return private_response(product_encoder(200)(product));
}

Result<Response> replace_product(const ServiceParts& parts, const Call& call) {
  TRY(const ProductId id, path_id<ProductId>(call.path[0]));
  TRY(const usecases::ProductInput input, read_product_replacement(call.body()));
  return repeatably<Product>(parts.answers, call, {}, product_encoder(200),
                             [&](const RepeatableProduct& repeatable) { return replaced(parts, call, repeatable, id, input); });
}

Result<Response> change_product(const ServiceParts& parts, const Call& call) {
  TRY(const ProductId id, path_id<ProductId>(call.path[0]));
  TRY(with_changes(Product{}, call.body()));  // refuses the body before anything is looked up
  return repeatably<Product>(parts.answers, call, {}, product_encoder(200),
                             [&](const RepeatableProduct& repeatable) -> Result<Product> {
                               TRY(Product product, product_at(parts, id, *call.if_version));
                               TRY(Product changed, with_changes(std::move(product), call.body()));
                               return replaced(parts, call, repeatable, id, {std::move(changed), {}});
                             });
}

Result<Response> delete_product(const ServiceParts& parts, const Call& call) {
  TRY(const ProductId id, path_id<ProductId>(call.path[0]));
  TRY(parts.verbs.delete_product(id, *call.if_version, call.act()));
  return no_content();
}

Result<Response> list_admin_categories(const ServiceParts& parts, const Cursors& cursors, const Call& call) {
  TRY(const Query query, Query::parse(call.request.query(), {{"limit"}, {"cursor"}}));
  TRY(const Paging paging, read_paging(query, CanonicalTarget(std::string(call.row.path)), cursors, call.principal.name()));
  TRY(std::vector<Category> all, parts.catalog.categories());
  std::vector<Category> page = categories_after(std::move(all), paging);
  const auto next = cut(page, paging, cursors, call.principal.name(), &category_position);
  return private_response(json_answer(200, category_list_json(page, next)));
}

Result<Response> create_category(const ServiceParts& parts, const Call& call) {
  TRY(const Category category, read_category(call.body()));
  return repeatably<Category>(parts.answers, call, {}, category_encoder(201), [&](const RepeatableCategory& repeatable) {
    return with_wire_names(parts.verbs.create_category(repeatable, category));
  });
}

Result<Response> get_admin_category(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const CategoryId id, path_id<CategoryId>(call.path[0]));
  TRY(const Category category, parts.catalog.category(id));
  return private_response(category_encoder(200)(category));
}

Result<Response> replace_category(const ServiceParts& parts, const Call& call) {
  TRY(const CategoryId id, path_id<CategoryId>(call.path[0]));
  TRY(const Category category, read_category(call.body()));
  return repeatably<Category>(parts.answers, call, {}, category_encoder(200), [&](const RepeatableCategory& repeatable) {
    return with_wire_names(parts.verbs.replace_category(repeatable, id, *call.if_version, category));
  });
}

Result<Response> delete_category(const ServiceParts& parts, const Call& call) {
  TRY(const CategoryId id, path_id<CategoryId>(call.path[0]));
  TRY(parts.verbs.delete_category(id, *call.if_version, call.act()));
  return no_content();
}

}  // namespace souk::http
