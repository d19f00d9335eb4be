#include "usecases/resume_captures.h"

namespace souk::usecases {

Result<DueRound> ResumeCaptures::operator()() {
  return uncaptured_.round(clock_.now() - after_, [this](const OrderId& id) -> Result<bool> {
    TRY(capture_.capture(id));
    return true;
  });
}

}  // namespace souk::usecases
