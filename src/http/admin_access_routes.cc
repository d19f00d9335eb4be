#include "http/admin_access_routes.h"

#include <charconv>
#include <utility>

#include "http/access_json.h"
#include "http/answer.h"
#include "http/paging.h"
#include "http/path_id.h"
#include "http/query.h"

namespace souk::http {
namespace {

constexpr std::size_t kMaxName = 64;  // of actors, operations and targets; ids have 42 characters at most

Result<std::optional<Instant>> read_instant(const Query& query, std::string_view name) {
  TRY(const auto text, query.text(name, 1, kMaxName));
  if (!text) return std::optional<Instant>{};
  const auto instant = parse_rfc3339(*text);
  if (!instant)
    return fail_at(std::string(name), ErrorCode::invalid_parameter, "This must be a time such as 2026-01-31T12:00:00Z");
  return instant;
}

Result<ports::AuditFilter> read_audit_filter(const Query& query) {
  ports::AuditFilter filter;
  TRY(filter.actor, query.text("actor", 1, kMaxName));
  TRY(filter.operation, query.text("operation", 1, kMaxName));
  TRY(filter.target, query.text("target", 1, kMaxName));
  TRY(filter.from, read_instant(query, "from"));
  TRY(filter.until, read_instant(query, "until"));
  return filter;
}

CanonicalTarget canonical(std::string path, const ports::AuditFilter& filter) {
  CanonicalTarget target(std::move(path));
  if (filter.actor) target.add("actor", *filter.actor);
  if (filter.operation) target.add("operation", *filter.operation);
  if (filter.target) target.add("target", *filter.target);
  if (filter.from) target.add("from", to_rfc3339(*filter.from));
  if (filter.until) target.add("until", to_rfc3339(*filter.until));
  return target;
}

std::optional<std::int64_t> read_sequence(const std::string& position) {
  std::int64_t sequence = 0;
  const auto read = std::from_chars(position.data(), position.data() + position.size(), sequence);
  return read.ec == std::errc{} ? std::optional{sequence} : std::nullopt;
}

}  // namespace

Result<Response> list_api_keys(const ServiceParts& parts, const Cursors& cursors, const Call& call) {
  TRY(const Query query, Query::parse(call.request.query(), {{"limit"}, {"cursor"}}));
  const std::string asking = call.principal.name();
  TRY(const Paging paging, read_paging(query, CanonicalTarget(std::string(call.row.path)), cursors, asking));
  TRY(std::vector<ApiKey> keys, parts.api_keys.all());
  if (const auto after = ApiKeyId::parse(paging.position))
    std::erase_if(keys, [&](const ApiKey& key) { return key.id <= *after; });
  const auto next = cut(keys, paging, cursors, asking, [](const ApiKey& key) { return key.id.text(); });
  return private_response(json_answer(200, api_key_list_json(keys, next)));
}

Result<Response> create_api_key(const ServiceParts& parts, const Call& call) {
  TRY(const usecases::ApiKeyWish wish, read_api_key_wish(call.body()));
  TRY(usecases::may_make(call.principal, wish));
  TRY(const usecases::NewApiKey made, parts.verbs.create_api_key(wish, call.act().value()));
  return private_response(json_answer(201, new_api_key_json(made)));
}

Result<Response> revoke_api_key(const ServiceParts& parts, const Call& call) {
  TRY(const ApiKeyId id, path_id<ApiKeyId>(call.path[0]));
  TRY(parts.api_keys.revoke(id, call.act().value()));
  return no_content();
}

Result<Response> list_audit_log(const ServiceParts& parts, const Cursors& cursors, const Call& call) {
  TRY(const Query query,
      Query::parse(call.request.query(), {{"actor"}, {"operation"}, {"target"}, {"from"}, {"until"}, {"limit"}, {"cursor"}}));
  TRY(const ports::AuditFilter filter, read_audit_filter(query));
  const std::string asking = call.principal.name();
  TRY(const Paging paging, read_paging(query, canonical(std::string(call.row.path), filter), cursors, asking));
  TRY(std::vector<AuditEntry> entries, parts.audit_log.entries(filter, read_sequence(paging.position), paging.limit + 1));
  const auto next =
      cut(entries, paging, cursors, asking, [](const AuditEntry& entry) { return std::to_string(entry.sequence); });
  return private_response(json_answer(200, audit_log_json(entries, next)));
}

}  // namespace souk::http
