#pragma once

#include <string_view>

#include "commerce/error/error.h"

namespace souk::http {

/// An id from the path: whatever is none names nothing. Errors: not_found.
template <class Typed>
Result<Typed> path_id(std::string_view segment) {
  const auto id = Typed::parse(segment);
  if (!id) return fail(ErrorCode::not_found, "There is nothing here");
  return *id;
}

}  // namespace souk::http
