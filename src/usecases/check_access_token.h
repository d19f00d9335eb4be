#pragma once

#include <string_view>

#include "commerce/access/principal.h"
#include "ports/access_tokens.h"

namespace souk::usecases {

/// Who shows this access token? Always decided from the token itself, never from what a request says beside it.
class CheckAccessToken {
 public:
  explicit CheckAccessToken(const ports::AccessTokens& tokens) : tokens_(tokens) {}

  /// Errors: invalid_token, unavailable.
  Result<Principal> operator()(std::string_view token) const;

 private:
  const ports::AccessTokens& tokens_;
};

}  // namespace souk::usecases
