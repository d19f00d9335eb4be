#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/operations.h"
#include "commerce/access/audit.h"
#include "commerce/access/principal.h"
#include "http/json_reader.h"
#include "http/request.h"
#include "http/router.h"

namespace souk::http {

/// A request for one operation, with everything checked that the policy asks for.
struct Call {
  const Request& request;
  const OperationRow& row;
  PathParameters path{};
  Principal principal{};
  std::optional<std::string> idempotency_key{};
  std::optional<std::int64_t> if_version{};  // always there where the policy requires If-Match
  std::optional<JsonDocument> document{};    // of an operation that takes a body

  JsonValue body() const { return document->root(); }
  /// For the audit log; nullopt when no one of the shop acts, or does what any guest may.
  std::optional<Act> act() const;
};

}  // namespace souk::http
