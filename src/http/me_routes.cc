#include "http/me_routes.h"

#include "http/account_json.h"
#include "http/answer.h"
#include "http/json_fields.h"
#include "http/path_id.h"
#include "http/query.h"
#include "http/repeat.h"
#include "http/session_cookie.h"
#include "identity/password_rules.h"

namespace souk::http {
namespace {

constexpr AccountPool kPool = AccountPool::customers;
// What cannot be undone takes a password that was given this lately, not whatever browser was left open.
constexpr std::chrono::minutes kFreshLogin{10};
// Some megabytes; a page of orders has the rest.
constexpr std::int64_t kExportedOrders = 1000;

/// The policy lets nobody but customers in here.
CustomerId customer_of(const Call& call) { return call.principal.customer().value(); }
AccountId account_of(const Call& call) { return {customer_of(call).bytes}; }

ports::Answer customer_answer(const Customer& customer) { return json_answer(200, customer_json(customer)); }

}  // namespace

Result<Response> get_me(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const Customer customer, parts.customers.find(customer_of(call)));
  return private_response(customer_answer(customer));
}

Result<Response> change_me(const ServiceParts& parts, const Call& call) {
  TRY(const Fields fields, Fields::of(call.body(), {"name", "phone", "accepts_marketing"}));
  usecases::ProfileChange change;
  TRY(change.name, fields.optional("name", &as_text));
  TRY(change.phone, fields.optional("phone", &as_text));
  TRY(change.accepts_marketing, fields.optional("accepts_marketing", &as_boolean));
  return repeatably<Customer>(parts.answers, call, {}, &customer_answer, [&](const ports::Repeatable<Customer>& repeatable) {
    return parts.accounts.change_profile(repeatable, customer_of(call), change);
  });
}

Result<Response> delete_me(const ServiceParts& parts, const Call& call) {
  if (parts.clock.now() - call.principal.authenticated_at.value_or(Instant{}) > kFreshLogin)
    return fail(ErrorCode::reauthentication_required, "Log in again: the password must have been given within ten minutes");
  TRY(parts.accounts.erase(customer_of(call)));
  Response response = no_content();
  response.headers.emplace_back("Set-Cookie", SessionCookie(kPool, call.request.secure).clear());
  return response;
}

Result<Response> export_me(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  CustomerExport all{.current = *call.principal.session, .at = parts.clock.now()};
  TRY(all.customer, parts.customers.find(customer_of(call)));
  TRY(all.sessions, parts.sessions.of_account(kPool, account_of(call)));
  TRY(all.cart, parts.carts.of_customer(customer_of(call)));
  TRY(all.orders, parts.ledger.of_customer(customer_of(call), std::nullopt, kExportedOrders + 1));
  all.orders_complete = std::ssize(all.orders) <= kExportedOrders;
  if (!all.orders_complete) all.orders.resize(static_cast<std::size_t>(kExportedOrders));
  Response response = private_response(json_answer(200, export_json(all)));
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"my-data.json\"");
  return response;
}

Result<Response> change_password(const ServiceParts& parts, const Call& call) {
  TRY(const Fields fields, Fields::of(call.body(), {"current_password", "password"}));
  TRY(const std::string current, fields.text("current_password"));
  TRY(const std::string password, fields.text("password"));
  TRY(parts.accounts.change_password(kPool, account_of(call), *call.principal.session, current, password,
                                     identity::kCustomerMinimum));
  return no_content();
}

Result<Response> ask_email_change(const ServiceParts& parts, const Call& call) {
  TRY(const Fields fields, Fields::of(call.body(), {"email", "password"}));
  TRY(const std::string email, fields.text("email"));
  TRY(const std::string password, fields.text("password"));
  TRY(parts.accounts.change_email.ask(account_of(call), password, email));
  return private_response(json_answer(202, mail_sent_json(email)));
}

Result<Response> list_sessions(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const std::vector<Session> sessions, parts.sessions.of_account(kPool, account_of(call)));
  return private_response(json_answer(200, session_list_json(sessions, *call.principal.session)));
}

Result<Response> end_session(const ServiceParts& parts, const Call& call) {
  TRY(const SessionId session, path_id<SessionId>(call.path[0]));
  TRY(parts.sessions.end(kPool, account_of(call), session));
  return no_content();
}

}  // namespace souk::http
