#pragma once

#include <string>
#include <string_view>

#include "commerce/error/error.h"
#include "ports/signer.h"

namespace souk::http {

/// Cursors: a position in a list, signed together with the query that gave it and who asked, so that none can be forged, nor
/// used for another list.
class Cursors {
 public:
  explicit Cursors(const ports::Signer& signer) : signer_(signer) {}

  /// `query`: the canonical target without its cursor. `principal`: "guest" or an API key's name.
  std::string encode(std::string_view position, std::string_view query, std::string_view principal) const;
  /// The position. Errors: invalid_parameter at "cursor".
  Result<std::string> decode(std::string_view cursor, std::string_view query, std::string_view principal) const;

 private:
  const ports::Signer& signer_;
};

}  // namespace souk::http
