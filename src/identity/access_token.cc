#include "identity/access_token.h"

#include "commerce/text/base64url.h"
#include "records/fields.h"

namespace souk::identity {
namespace {

using std::chrono::seconds;

constexpr std::string_view kAudience = "/v1";  // of the issuer: its API

std::unexpected<Error> invalid(std::string why) {
  return fail(ErrorCode::invalid_token, "This access token is not valid", std::move(why));
}

// NumericDate of RFC 7519: seconds, rounded down.
std::int64_t numeric_date(Instant instant) {
  return std::chrono::floor<seconds>(instant).time_since_epoch().count();
}
Instant instant_of(std::int64_t numeric_date) { return Instant{seconds{numeric_date}}; }

std::chrono::minutes token_life(AccountPool pool) {
  return pool == AccountPool::customers ? kCustomerTokenLife : kStaffTokenLife;
}

std::string subject_of(const Session& session) {
  return session.pool == AccountPool::customers ? session.customer().text() : session.staff().text();
}

std::optional<AccountId> account_of(AccountPool pool, std::string_view subject) {
  if (pool == AccountPool::customers) {
    const auto customer = CustomerId::parse(subject);
    return customer ? std::optional{AccountId{customer->bytes}} : std::nullopt;
  }
  const auto staff = StaffId::parse(subject);
  return staff ? std::optional{AccountId{staff->bytes}} : std::nullopt;
}

struct Payload {
  std::string issuer, audience, client, subject, session;
  std::int64_t issued = 0, not_before = 0, expires = 0, authenticated = 0, second_factor = 0;
};

Result<Payload> parse(std::string_view json) {
  records::Document document(json);
  const records::Fields fields = document.root();
  Payload payload{.issuer = fields.text("iss"),
                  .audience = fields.text("aud"),
                  .client = fields.text("client_id"),
                  .subject = fields.text("sub"),
                  .session = fields.text("sid"),
                  .issued = fields.natural("iat"),
                  .not_before = fields.natural("nbf"),
                  .expires = fields.natural("exp"),
                  .authenticated = fields.natural("auth_time"),
                  .second_factor = fields.natural("second_factor_time")};
  return document.finish(std::move(payload), "token");
}

Result<ports::AccessClaims> claims_of(const Payload& payload, const std::string& issuer) {
  if (payload.issuer != issuer || payload.audience != issuer + std::string(kAudience)) return invalid("issuer or audience");
  const auto pool = named<AccountPool>(payload.client);
  if (!pool) return invalid("client");
  const auto account = account_of(*pool, payload.subject);
  const auto session = SessionId::parse(payload.session);
  if (!account || !session) return invalid("subject or session");
  ports::AccessClaims claims{.pool = *pool,
                             .account = *account,
                             .session = *session,
                             .authenticated_at = instant_of(payload.authenticated),
                             .expires_at = instant_of(payload.expires)};
  if (payload.second_factor != 0) claims.second_factor_at = instant_of(payload.second_factor);
  return claims;
}

}  // namespace

SignedToken sign_access_token(const TokenKeys& keys, const std::string& issuer, const Session& session,
                              const std::string& token_id, Instant now) {
  const Instant expires_at = std::min(now + token_life(session.pool), session.expires_at);
  std::string payload;
  json::Writer writer(payload);
  writer.begin_object();
  writer.key("iss").text(issuer).key("aud").text(issuer + std::string(kAudience));
  writer.key("client_id").text(name_of(session.pool));
  writer.key("sub").text(subject_of(session)).key("sid").text(session.id.text()).key("jti").text(token_id);
  writer.key("iat").integer(numeric_date(now)).key("nbf").integer(numeric_date(now));
  writer.key("exp").integer(numeric_date(expires_at)).key("auth_time").integer(numeric_date(session.authenticated_at));
  if (session.second_factor_at) writer.key("second_factor_time").integer(numeric_date(*session.second_factor_at));
  writer.end_object();

  const TokenKeys::Key& key = keys.signing();
  std::string text = key.header + '.' + base64url(payload);
  text += '.' + base64url(key.pair.sign(text));
  return {std::move(text), instant_of(numeric_date(expires_at))};
}

Result<ports::AccessClaims> read_access_token(const TokenKeys& keys, const std::string& issuer, std::string_view token,
                                              Instant now) {
  if (token.size() > kMaxTokenBytes) return invalid("size");
  const auto header_end = token.find('.');
  const auto payload_end = token.rfind('.');
  if (header_end == std::string_view::npos || header_end == payload_end) return invalid("shape");
  const TokenKeys::Key* const key = keys.of_header(token.substr(0, header_end));
  if (!key) return invalid("header");
  if (key->retired && *key->retired + kLongestTokenLife <= now) return invalid("retired key");
  const auto signature = from_base64url(token.substr(payload_end + 1));
  if (!signature || !key->pair.verifies(token.substr(0, payload_end), *signature)) return invalid("signature");

  // From here on the text is ours.
  const auto json = from_base64url(token.substr(header_end + 1, payload_end - header_end - 1));
  if (!json) return invalid("payload");
  const auto payload = parse(*json);
  if (!payload) return invalid("payload");
  if (instant_of(std::max(payload->issued, payload->not_before)) > now + kClockLeeway) return invalid("not yet");
  TRY(const ports::AccessClaims claims, claims_of(*payload, issuer));
  TRY(check_time(claims, now));
  return claims;
}

Result<void> check_time(const ports::AccessClaims& claims, Instant now) {
  if (claims.expires_at <= now) return invalid("expired");
  return {};
}

}  // namespace souk::identity
