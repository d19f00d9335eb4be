#include "http/access_json.h"

#include <fmt/format.h>

#include "http/json_fields.h"
#include "http/value_json.h"

namespace souk::http {
namespace {

void write_scopes(JsonWriter& json, Scopes scopes) {
  json.begin_array();
  for (std::size_t i = 0; i < kNames<Scope>.size(); ++i)
    if (scopes.contains(static_cast<Scope>(i))) json.text(kNames<Scope>[i]);
  json.end_array();
}

void write_key(JsonWriter& json, const ApiKey& key) {
  json.begin_object();
  json.key("id").text(key.id.text());
  json.key("role").text(name_of(key.role));
  json.key("scopes");
  write_scopes(json, key.scopes);
  json.key("label").text(key.label);
  json.key("created_at");
  write(json, key.created_at);
  json.key("created_by").text(key.created_by);
  json.key("expires_at");
  write(json, key.expires_at);
  constexpr std::size_t kDateLength = 10;  // "2026-11-23"
  json.key("last_used_on").text_or_null(key.last_used_day ? to_rfc3339(*key.last_used_day).substr(0, kDateLength) : "");
  json.key("revoked").boolean(key.revoked);
  json.end_object();
}

std::string hexadecimal(const AuditHash& hash) {
  std::string text;
  for (const std::uint8_t byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

void write_entry(JsonWriter& json, const AuditEntry& entry) {
  json.begin_object();
  json.key("sequence").integer(entry.sequence);
  json.key("at");
  write(json, entry.at);
  json.key("actor").text(entry.act.actor);
  json.key("role").text_or_null(entry.act.role ? name_of(*entry.act.role) : std::string_view{});
  json.key("operation").text(entry.act.operation);
  json.key("target").text(entry.target);
  json.key("request_id").text(entry.act.request_id);
  json.key("changes").written(entry.changes);
  json.key("omitted_changes").integer(entry.omitted);
  json.key("hash").text(hexadecimal(entry.hash));
  json.end_object();
}

Result<Scope> as_scope(JsonValue value) { return as_named<Scope>(value); }
Result<std::vector<Scope>> as_scopes(JsonValue value) { return as_array_of<Scope>(value, &as_scope); }

}  // namespace

std::string api_key_list_json(const std::vector<ApiKey>& keys, const std::optional<std::string>& next_cursor) {
  return list_json(keys, next_cursor, &write_key);
}

std::string new_api_key_json(const usecases::NewApiKey& made) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("api_key");
  write_key(json, made.key);
  json.key("key").text(made.text).end_object();
  return body;
}

Result<usecases::ApiKeyWish> read_api_key_wish(JsonValue body) {
  TRY(const Fields fields, Fields::of(body, {"role", "scopes", "label", "expires_at"}));
  usecases::ApiKeyWish wish;
  TRY(wish.role, fields.required("role", &as_named<Role>));
  TRY(const std::vector<Scope> scopes, fields.either("scopes", &as_scopes, {}));
  for (const Scope scope : scopes) wish.scopes.insert(scope);
  TRY(wish.label, fields.text_or("label", ""));
  TRY(wish.expires_at, fields.nullable("expires_at", &as_instant));
  return wish;
}

std::string audit_log_json(const std::vector<AuditEntry>& entries, const std::optional<std::string>& next_cursor) {
  return list_json(entries, next_cursor, &write_entry);
}

}  // namespace souk::http
