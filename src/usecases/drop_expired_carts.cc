#include "usecases/drop_expired_carts.h"

namespace souk::usecases {

Result<std::int64_t> DropExpiredCarts::operator()() const {
  constexpr std::int64_t limit = 1000;  // short enough for the one writer not to keep checkouts waiting
  return carts_.drop_expired(clock_.now(), limit);
}

}  // namespace souk::usecases
