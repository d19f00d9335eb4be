#include "usecases/edit_customer.h"

#include <utility>

namespace souk::usecases {
namespace {

// Two tabs of one shopper collide once; whoever loses three times in a row is not a shopper.
constexpr int kEditAttempts = 3;

}  // namespace

Result<Customer> EditCustomer::operator()(const ports::Repeatable<Customer>& repeatable, const CustomerId& id,
                                          const Change& change) const {
  for (int attempt = 0; attempt < kEditAttempts; ++attempt) {
    TRY(const Customer known, customers_.find(id));
    TRY(const Customer changed, change(known));
    auto saved = customers_.save(repeatable, changed);
    if (saved || saved.error().code != ErrorCode::version_conflict) return saved;
  }
  return fail(ErrorCode::overloaded, "This is being changed by other requests; try again");
}

}  // namespace souk::usecases
