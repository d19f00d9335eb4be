#include "http/receive.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

#include "commerce/text/utf8.h"
#include "http/access.h"
#include "http/own_site.h"
#include "http/query.h"
#include "http/session_cookie.h"

namespace souk::http {
namespace {

constexpr std::string_view kBearer = "bearer ";

bool same_ignoring_case(std::string_view text, std::string_view lower_case) {
  return std::ranges::equal(text, lower_case, [](unsigned char a, char b) { return std::tolower(a) == b; });
}

/// nullopt for an operation without a body, and where it may be left out.
Result<std::optional<JsonDocument>> read_body(const Request& request, const OperationRow& row) {
  if (row.body == Requirement::none) {
    // Two readers of one connection may not agree on such a body: the seam that smuggling lives in.
    if (!request.body.empty()) return fail(ErrorCode::bad_framing, "This method takes no body");
    return std::nullopt;
  }
  if (static_cast<std::int64_t>(request.body.size()) > row.body_limit_bytes)
    return fail(ErrorCode::payload_too_large, "The body is too large");
  if (const auto encoding = request.header("content-encoding"); encoding && !same_ignoring_case(*encoding, "identity"))
    return fail(ErrorCode::unsupported_encoding, "Send the body without a content encoding");
  if (request.body.empty() && row.body == Requirement::optional) return std::nullopt;
  // Also what keeps a form on another site from posting here: it cannot send this type without asking first.
  if (!is_json(request.header("content-type").value_or("")))
    return fail(ErrorCode::unsupported_media_type, "The Content-Type must be application/json");
  TRY(JsonDocument document, JsonDocument::parse(request.body));
  return std::optional{std::move(document)};
}

/// 16 to 255 visible ASCII characters: shorter ones are counters and words, which two clients hit upon.
bool is_strong_key(std::string_view key) {
  return key.size() >= 16 && key.size() <= 255 && std::ranges::all_of(key, [](char c) { return c >= '!' && c <= '~'; });
}

Result<std::optional<std::string>> read_idempotency_key(const Request& request, const OperationRow& row) {
  const auto key = request.header("idempotency-key");
  if (row.idempotency_key == Requirement::none || (!key && row.idempotency_key == Requirement::optional)) return std::nullopt;
  if (!key || !is_strong_key(*key))
    return fail_at("Idempotency-Key", ErrorCode::idempotency_key_required,
                   "An Idempotency-Key has 16 to 255 visible ASCII characters");
  return std::string(*key);
}

/// The version in `"7"`. A `*` would name no version at all.
Result<std::optional<std::int64_t>> read_if_match(const Request& request, const OperationRow& row) {
  if (row.if_match == Requirement::none) return std::nullopt;
  const auto header = request.header("if-match");
  if (!header) {
    if (row.if_match == Requirement::optional) return std::nullopt;
    return fail_at("If-Match", ErrorCode::precondition_required, "Name the version that was read: If-Match with its ETag");
  }
  const std::string_view tag = *header;
  std::int64_t version = 0;
  if (tag.size() > 2 && tag.front() == '"' && tag.back() == '"' && tag[1] >= '1' && tag[1] <= '9') {
    const char* const end = tag.data() + tag.size() - 1;
    const auto read = std::from_chars(tag.data() + 1, end, version);
    if (read.ec == std::errc{} && read.ptr == end) return std::optional{version};
  }
  return fail_at("If-Match", ErrorCode::invalid_parameter, "This must be the one ETag that was read, such as \"7\"");
}

/// A cookie takes part in these: nobody else's page may send them.
Result<void> check_site(const Request& request, const OperationRow& row, const ServiceConfig& config) {
  if (row.site == RequestSite::any) return {};
  const bool carries_cookie = SessionCookie(AccountPool::customers, request.secure).value(request).has_value() ||
                              SessionCookie(AccountPool::staff, request.secure).value(request).has_value();
  return check_own_site(request, config.allowed_origins, carries_cookie);
}

}  // namespace

Result<Principal> authenticated(const Request& request, const Verbs& verbs) {
  const auto header = request.header("authorization");
  if (!header) return Principal{};
  if (!same_ignoring_case(header->substr(0, kBearer.size()), kBearer))
    return fail(ErrorCode::unauthorized, "The Authorization header must say Bearer and a credential");
  const std::string_view credential = trimmed(header->substr(kBearer.size()));
  return credential.starts_with(ApiKeyTag::prefix) ? verbs.check_api_key(credential) : verbs.check_access_token(credential);
}

Result<Call> receive(const Request& request, const OperationRow& row, const PathParameters& path, const ServiceParts& parts) {
  Call call{.request = request, .row = row, .path = path};
  TRY(check_site(request, row, parts.config));
  TRY(call.principal, authenticated(request, parts.verbs));
  TRY(check_access(row, call.principal, parts.clock.now()));
  if (row.method != "GET") TRY(Query::parse(request.query(), {}));  // reads know their own parameters
  TRY(call.idempotency_key, read_idempotency_key(request, row));
  TRY(call.if_version, read_if_match(request, row));
  TRY(call.document, read_body(request, row));
  return call;
}

}  // namespace souk::http
