#pragma once

#include <string>
#include <string_view>

#include "commerce/error/error.h"

namespace souk::providers::oidc {

/// What a provider says of itself (OpenID Connect Discovery, RFC 8414).
struct Metadata {
  std::string issuer;
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  std::string user_info_endpoint{};      // empty: none
  bool names_issuer_in_answers = false;  // RFC 9207
  bool takes_secret_in_header = true;    // else in the body

  /// Errors: unavailable (not of this issuer, or without what a login needs).
  static Result<Metadata> parse(std::string_view document, const std::string& issuer);
  /// Where the document is.
  static std::string url(const std::string& issuer);
};

}  // namespace souk::providers::oidc
