#include <memory>
#include <optional>
#include <utility>

#include "http/admin_catalog_routes.h"
#include "http/admin_desk_routes.h"
#include "http/admin_mailbox_routes.h"
#include "http/admin_variant_routes.h"
#include "http/auth_routes.h"
#include "http/cart_routes.h"
#include "http/catalog_reads.h"
#include "http/checkout_routes.h"
#include "http/cors.h"
#include "http/cursor.h"
#include "http/me_list_routes.h"
#include "http/me_routes.h"
#include "http/problem.h"
#include "http/public_answers.h"
#include "http/query.h"
#include "http/receive.h"
#include "http/router.h"
#include "http/service_parts.h"
#include "http/site.h"

namespace souk::http {
namespace {

// Of what no policy row speaks for: refusals and pages.
constexpr std::int64_t kDefaultBodyLimit = 256 << 10;

class ShopService final : public Service {
 public:
  explicit ShopService(const ServiceParts& parts)
      : parts_(parts),
        cursors_(parts_.signer),
        reads_(parts_.catalog, parts_.index, parts_.inventory, parts_.settings, parts_.clock, parts_.payment_providers,
               cursors_),
        answers_(parts_.catalog, parts_.index, parts_.settings, parts_.clock, parts_.config.cache_bytes),
        site_(parts_, reads_, answers_, cursors_),
        cors_(parts_.config.allowed_origins) {}

  Admission admit(std::string_view method, std::string_view target) const override;
  Response answer(const Request& request) const override;

 private:
  /// The public read that an operation is; nullopt for all others.
  std::optional<Result<PublicRead>> public_read(Operation operation, const PathParameters& path, std::string_view query) const;
  Lane lane_of(Operation operation, const PathParameters& path, std::string_view query) const;
  Response api_answer(const Request& request) const;
  Result<Response> operation_answer(Operation operation, const PathParameters& path, const Request& request) const;
  Result<Response> run(Operation operation, const Call& call) const;

  const ServiceParts parts_;
  const Cursors cursors_;
  const CatalogReads reads_;
  const PublicAnswers answers_;
  const Site site_;
  const Cors cors_;
  const Router router_{};
};

bool hashes_a_password(Operation operation) {
  switch (operation) {
    case Operation::registerCustomer:
    case Operation::verifyCustomer:
    case Operation::logIn:
    case Operation::resetPassword:
    case Operation::changePassword:
    case Operation::askEmailChange: return true;
    default: return false;
  }
}

/// Lists that are put together from many rows.
bool is_long_read(Operation operation) {
  switch (operation) {
    case Operation::listAdminProducts:
    case Operation::listAdminCategories:
    case Operation::listAdminVariants:
    case Operation::listOrders:
    case Operation::listMailbox:
    case Operation::listWishlist:
    case Operation::listMyOrders:
    case Operation::exportMe: return true;
    default: return false;
  }
}

Result<PublicRead> open_api(std::string_view query) {
  TRY(Query::parse(query, {}));
  PublicRead read{.target = "/v1/openapi.json"};
  read.compute = []() -> Result<PublicAnswer> { return PublicAnswer{.body = std::string(openapi_json())}; };
  return read;
}

std::optional<Result<PublicRead>> ShopService::public_read(Operation operation, const PathParameters& path,
                                                           std::string_view query) const {
  switch (operation) {
    case Operation::listProducts: return reads_.list_products(query);
    case Operation::getProduct: return reads_.get_product(path[0], query);
    case Operation::listProductVariants: return reads_.list_product_variants(path[0], query);
    case Operation::listCategories: return reads_.list_categories(query);
    case Operation::getCategory: return reads_.get_category(path[0], query);
    case Operation::suggestSearches: return reads_.suggest_searches(query);
    case Operation::getShop: return reads_.get_shop(query);
    case Operation::getOpenApi: return open_api(query);
    default: return std::nullopt;
  }
}

Lane ShopService::lane_of(Operation operation, const PathParameters& path, std::string_view query) const {
  if (operation == Operation::placeOrder) return Lane::payments;
  if (hashes_a_password(operation)) return Lane::hashing;
  // A look at a cart also writes down which total was shown.
  if (row_of(operation).method != "GET" || operation == Operation::getCart) return Lane::commits;
  if (const auto read = public_read(operation, path, query))
    return *read && (*read)->heavy && !answers_.has(**read) ? Lane::reads : Lane::inline_io;
  return is_long_read(operation) ? Lane::reads : Lane::inline_io;
}

Service::Admission ShopService::admit(std::string_view method, std::string_view target) const {
  // What is refused anyway may still bring a body; one of the usual size is read, so that the refusal can be sent on the same
  // connection.
  Admission admission{.body_limit_bytes = kDefaultBodyLimit};
  const std::string_view path = target.substr(0, target.find('?'));
  const std::string_view query = path.size() < target.size() ? target.substr(path.size() + 1) : std::string_view{};
  if (const SitePlace place = site_place(path); place.page != SitePage::none) {
    admission.route = place.route;
    admission.lane = site_.lane(place, query);
    return admission;
  }
  const Router::Match match = router_.match(method, path);
  if (!match.operation) return admission;
  const OperationRow& row = row_of(*match.operation);
  admission.route = row.path;
  admission.rate = row.rate;
  admission.body_limit_bytes = row.body_limit_bytes;
  admission.lane = lane_of(*match.operation, match.parameters, query);
  return admission;
}

Response ShopService::answer(const Request& request) const {
  if (const SitePlace place = site_place(request.path()); place.page != SitePage::none) return site_.answer(place, request);
  Response response = api_answer(request);
  cors_.allow(request, response);
  return response;
}

Response ShopService::api_answer(const Request& request) const {
  const Router::Match match = router_.match(request.method, request.path());
  if (!match.path_known) return problem({ErrorCode::not_found, "There is nothing here"});
  if (!match.operation) {
    if (request.method == "OPTIONS") return cors_.options(request, match.allow);
    Response response = problem({ErrorCode::method_not_allowed, "This cannot be done here; see Allow"});
    response.headers.emplace_back("Allow", match.allow);
    return response;
  }
  auto response = operation_answer(*match.operation, match.parameters, request);
  return response ? *std::move(response) : problem(response.error());
}

Result<Response> ShopService::operation_answer(Operation operation, const PathParameters& path, const Request& request) const {
  TRY(const Call call, receive(request, row_of(operation), path, parts_));
  if (const auto understood = public_read(operation, path, request.query())) {
    TRY(const PublicRead read, *understood);
    return answers_.answer(read, request);
  }
  return run(operation, call);
}

Result<Response> ShopService::run(Operation operation, const Call& call) const {
  switch (operation) {  // no default: an operation of the contract does not compile until it has its code
    case Operation::createCart: return create_cart(parts_, call);
    case Operation::getCart: return get_cart(parts_, call);
    case Operation::addCartLine: return add_cart_line(parts_, call);
    case Operation::changeCartLine: return change_cart_line(parts_, call);
    case Operation::removeCartLine: return remove_cart_line(parts_, call);
    case Operation::setCartCustomer: return set_cart_customer(parts_, call);
    case Operation::listShippingOptions: return list_shipping_options(parts_, call);
    case Operation::chooseShippingOption: return choose_shipping_option(parts_, call);
    case Operation::placeOrder: return place_order(parts_, call);
    case Operation::getOrder: return get_order(parts_, call);
    case Operation::registerCustomer: return register_customer(parts_, call);
    case Operation::verifyCustomer: return verify_customer(parts_, call);
    case Operation::logIn: return log_in(parts_, call);
    case Operation::refreshSession: return refresh_session(parts_, call);
    case Operation::logOut: return log_out(parts_, call);
    case Operation::forgotPassword: return forgot_password(parts_, call);
    case Operation::resetPassword: return reset_password(parts_, call);
    case Operation::confirmEmailChange: return confirm_email_change(parts_, call);
    case Operation::getMe: return get_me(parts_, call);
    case Operation::changeMe: return change_me(parts_, call);
    case Operation::changePassword: return change_password(parts_, call);
    case Operation::askEmailChange: return ask_email_change(parts_, call);
    case Operation::listSessions: return list_sessions(parts_, call);
    case Operation::endSession: return end_session(parts_, call);
    case Operation::deleteMe: return delete_me(parts_, call);
    case Operation::exportMe: return export_me(parts_, call);
    case Operation::listAddresses: return list_addresses(parts_, call);
    case Operation::createAddress: return create_address(parts_, call);
    case Operation::getAddress: return get_address(parts_, call);
    case Operation::replaceAddress: return replace_address(parts_, call);
    case Operation::deleteAddress: return delete_address(parts_, call);
    case Operation::listWishlist: return list_wishlist(parts_, call);
    case Operation::addWish: return add_wish(parts_, call);
    case Operation::removeWish: return remove_wish(parts_, call);
    case Operation::listMyOrders: return list_my_orders(parts_, cursors_, call);
    case Operation::listMailbox: return list_mailbox(parts_, cursors_, call);
    case Operation::listAdminProducts: return list_admin_products(parts_, cursors_, call);
    case Operation::createProduct: return create_product(parts_, call);
    case Operation::getAdminProduct: return get_admin_product(parts_, call);
    case Operation::replaceProduct: return replace_product(parts_, call);
    case Operation::changeProduct: return change_product(parts_, call);
    case Operation::deleteProduct: return delete_product(parts_, call);
    case Operation::listAdminVariants: return list_admin_variants(parts_, cursors_, call);
    case Operation::createVariant: return create_variant(parts_, call);
    case Operation::getAdminVariant: return get_admin_variant(parts_, call);
    case Operation::changeVariant: return change_variant(parts_, call);
    case Operation::deleteVariant: return delete_variant(parts_, call);
    case Operation::listAdminCategories: return list_admin_categories(parts_, cursors_, call);
    case Operation::createCategory: return create_category(parts_, call);
    case Operation::getAdminCategory: return get_admin_category(parts_, call);
    case Operation::replaceCategory: return replace_category(parts_, call);
    case Operation::deleteCategory: return delete_category(parts_, call);
    case Operation::getStockItem: return get_stock_item(parts_, call);
    case Operation::changeStock: return change_stock(parts_, call);
    case Operation::listStockMovements: return list_stock_movements(parts_, cursors_, call);
    case Operation::listOrders: return list_orders(parts_, cursors_, call);
    case Operation::getAdminOrder: return get_admin_order(parts_, call);
    case Operation::getSettings: return get_settings(parts_, call);
    case Operation::changeSettings: return change_settings(parts_, call);
    case Operation::listProducts:
    case Operation::getProduct:
    case Operation::listProductVariants:
    case Operation::listCategories:
    case Operation::getCategory:
    case Operation::suggestSearches:
    case Operation::getShop:
    case Operation::getOpenApi: break;  // public reads, answered before
  }
  std::unreachable();
}

}  // namespace

std::unique_ptr<Service> make_service(const ServiceParts& parts) { return std::make_unique<ShopService>(parts); }

}  // namespace souk::http
