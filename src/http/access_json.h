#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commerce/access/api_key.h"
#include "commerce/access/audit.h"
#include "http/json_reader.h"
#include "usecases/create_api_key.h"

namespace souk::http {

std::string api_key_list_json(const std::vector<ApiKey>& keys, const std::optional<std::string>& next_cursor);
/// The only answer that holds a key's text.
std::string new_api_key_json(const usecases::NewApiKey& made);
Result<usecases::ApiKeyWish> read_api_key_wish(JsonValue body);

std::string audit_log_json(const std::vector<AuditEntry>& entries, const std::optional<std::string>& next_cursor);

}  // namespace souk::http
