#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/operations.h"
#include "http/json_reader.h"
#include "http/request.h"
#include "http/router.h"
#include "ports/api_keys.h"

namespace souk::http {

/// Who asks, as far as it was proven.
struct Caller {
  ports::Role role = ports::Role::guest;
  std::string name = "guest";  // "key:<id>" for an API key
};

/// A request for one operation, with everything checked that the policy asks for.
struct Call {
  const Request& request;
  const OperationRow& row;
  PathParameters path{};
  Caller caller{};
  std::optional<std::string> idempotency_key{};
  std::optional<std::int64_t> if_version{};  // always there where the policy requires If-Match
  std::optional<JsonDocument> document{};    // of an operation that takes a body

  JsonValue body() const { return document->root(); }
};

}  // namespace souk::http
