#pragma once

#include "commerce/error/error.h"

namespace souk::usecases {

/// Whether a store failed for a reason of its own, which the next write would meet as well.
constexpr bool is_store_trouble(ErrorCode code) {
  switch (code) {
    case ErrorCode::overloaded:
    case ErrorCode::unavailable:
    case ErrorCode::storage_full:
    case ErrorCode::commit_unknown:
    case ErrorCode::corrupt:
    case ErrorCode::internal: return true;
    default: return false;
  }
}

}  // namespace souk::usecases
