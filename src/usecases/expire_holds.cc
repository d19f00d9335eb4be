#include "usecases/expire_holds.h"

#include "usecases/settle_attempt.h"

namespace souk::usecases {

Result<DueRound> ExpireHolds::operator()() {
  return lapsed_.round(clock_.now(), [&](const OrderId& id) -> Result<bool> {
    TRY(const Order found, ledger_.find(id));
    if (found.hold_expires_at > clock_.now()) return false;  // checked out again since the list was made
    TRY(const Order settled, settle_attempt(ledger_, providers_, found, clock_.now()));
    if (settled.state != OrderState::pending || settled.undecided()) return false;
    const auto expired = ledger_.expire(id);
    if (!expired && expired.error().code == ErrorCode::invalid_state) return false;  // checked out again in this very moment
    TRY(const Order order, expired);
    return order.state == OrderState::expired;
  });
}

}  // namespace souk::usecases
