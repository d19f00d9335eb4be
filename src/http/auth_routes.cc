#include "http/auth_routes.h"

#include "http/account_json.h"
#include "http/answer.h"
#include "http/device.h"
#include "http/json_fields.h"
#include "http/session_cookie.h"
#include "identity/password_rules.h"

namespace souk::http {
namespace {

constexpr AccountPool kPool = AccountPool::customers;

SessionCookie cookie_of(const Call& call) { return {kPool, call.request.secure}; }

std::optional<identity::RefreshToken> shown_token(const Call& call) {
  const auto value = cookie_of(call).value(call.request);
  return value ? identity::RefreshToken::parse(*value) : std::nullopt;
}

usecases::Browser browser_of(const Call& call) {
  return {.device = device_label(call.request.header("user-agent").value_or("")), .refresh_token = shown_token(call)};
}

Response with_cookie(Response response, const Call& call, const usecases::LiveSession& live, Instant now) {
  response.headers.emplace_back(
      "Set-Cookie", cookie_of(call).set(live.refresh_token.text(), live.session.expires_at, now));
  return response;
}

Response without_cookie(Response response, const Call& call) {
  response.headers.emplace_back("Set-Cookie", cookie_of(call).clear());
  return response;
}

/// With what they put together before; that it could not be merged now is no reason to send them away.
Response logged_in(const ServiceParts& parts, const Call& call, const usecases::LoggedIn& who,
                   const std::optional<CartId>& brought) {
  const Instant now = parts.clock.now();
  const auto kept = parts.accounts.own_cart.with(who.customer.id, brought);
  const auto cart = kept && *kept ? std::optional{(*kept)->id} : std::nullopt;
  return with_cookie(private_response(json_answer(200, logged_in_json(who, cart, now))), call, who.live, now);
}

Response mail_sent(const std::string& email) { return private_response(json_answer(202, mail_sent_json(email))); }

}  // namespace

Result<Response> register_customer(const ServiceParts& parts, const Call& call) {
  TRY(const Fields fields, Fields::of(call.body(), {"email", "password", "name"}));
  ports::SignUp sign_up;
  TRY(sign_up.email, fields.text("email"));
  TRY(sign_up.password, fields.text("password"));
  TRY(sign_up.name, fields.text_or("name", ""));
  TRY(parts.accounts.register_customer(sign_up));
  return mail_sent(sign_up.email);
}

Result<Response> verify_customer(const ServiceParts& parts, const Call& call) {
  TRY(const Fields fields, Fields::of(call.body(), {"token", "password", "cart_id"}));
  TRY(const std::string token, fields.text("token"));
  TRY(const std::string password, fields.text("password"));
  TRY(const auto cart, fields.nullable("cart_id", &as_id<CartId>));
  TRY(const usecases::LoggedIn who, parts.accounts.verify(token, password, browser_of(call)));
  return logged_in(parts, call, who, cart);
}

Result<Response> log_in(const ServiceParts& parts, const Call& call) {
  TRY(const Fields fields, Fields::of(call.body(), {"email", "password", "cart_id"}));
  TRY(const std::string email, fields.text("email"));
  TRY(const std::string password, fields.text("password"));
  TRY(const auto cart, fields.nullable("cart_id", &as_id<CartId>));
  TRY(const usecases::LoggedIn who, parts.accounts.log_in(email, password, browser_of(call)));
  return logged_in(parts, call, who, cart);
}

Result<Response> refresh_session(const ServiceParts& parts, const Call& call) {
  if (call.document) TRY(Fields::of(call.body(), {}));
  const auto token = shown_token(call);
  if (!token) return fail(ErrorCode::unauthorized, "There is no session to renew: log in");
  TRY(const usecases::LiveSession live, parts.accounts.refresh_session(kPool, *token));
  const Instant now = parts.clock.now();
  return with_cookie(private_response(json_answer(200, access_token_json(live.access_token, now))), call, live, now);
}

Result<Response> log_out(const ServiceParts& parts, const Call& call) {
  bool everywhere = false;
  if (call.document) {
    TRY(const Fields fields, Fields::of(call.body(), {"everywhere"}));
    TRY(everywhere, fields.boolean_or("everywhere", false));
  }
  const auto customer = call.principal.customer();
  if (everywhere) {
    if (!customer) return fail(ErrorCode::unauthorized, "Say who you are: Authorization: Bearer and an access token");
    TRY(parts.accounts.log_out.everywhere(kPool, {customer->bytes}));
  }
  if (const auto token = shown_token(call)) TRY(parts.accounts.log_out(*token));
  return without_cookie(no_content(), call);
}

Result<Response> forgot_password(const ServiceParts& parts, const Call& call) {
  TRY(const Fields fields, Fields::of(call.body(), {"email"}));
  TRY(const std::string email, fields.text("email"));
  TRY(const std::string checked, usecases::email_at("/email", email));
  TRY(parts.identity.forgot(checked));
  return mail_sent(email);
}

Result<Response> reset_password(const ServiceParts& parts, const Call& call) {
  TRY(const Fields fields, Fields::of(call.body(), {"token", "password"}));
  TRY(const std::string token, fields.text("token"));
  TRY(const std::string password, fields.text("password"));
  TRY(parts.accounts.reset_password(kPool, token, password, identity::kCustomerMinimum));
  return without_cookie(no_content(), call);
}

Result<Response> confirm_email_change(const ServiceParts& parts, const Call& call) {
  TRY(const Fields fields, Fields::of(call.body(), {"token"}));
  TRY(const std::string token, fields.text("token"));
  TRY(parts.accounts.change_email(token));
  return no_content();
}

}  // namespace souk::http
