#include "usecases/resume_captures.h"

namespace souk::usecases {

Result<DueRound> ResumeCaptures::operator()() {
  return uncaptured_.round(clock_.now() - after_, [this](const OrderId& id) -> Result<bool> {
    TRY(capture_.capture(id));
    TRY(const Order order, ledger_.find(id));
    return order.payment_state != PaymentState::authorized;
  });
}

}  // namespace souk::usecases
