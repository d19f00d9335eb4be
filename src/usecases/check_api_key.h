#pragma once

#include <string_view>

#include "commerce/access/principal.h"
#include "ports/api_keys.h"

namespace souk::usecases {

/// Whose key is this? The secret is compared in constant time.
class CheckApiKey {
 public:
  explicit CheckApiKey(const ports::ApiKeys& keys) : keys_(keys) {}

  /// `text`: as CreateApiKey showed it. Errors: unauthorized (malformed, unknown, wrong or revoked: one answer for all),
  /// unavailable.
  Result<Principal> operator()(std::string_view text) const;

 private:
  const ports::ApiKeys& keys_;
};

}  // namespace souk::usecases
