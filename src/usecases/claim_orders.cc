#include "usecases/claim_orders.h"

#include "records/event_message.h"

namespace souk::usecases {
namespace {

constexpr std::int64_t kMessages = 10;
constexpr std::int64_t kOrders = 50;  // of one transaction
constexpr std::chrono::minutes kVisibility{2};
constexpr std::chrono::seconds kPause{30};

}  // namespace

Result<void> ClaimOrders::claim(const Customer& customer) const {
  for (std::int64_t claimed = kOrders; claimed == kOrders;) {
    TRY(claimed, ledger_.claim(customer.email, customer.id, kOrders));
  }
  return {};
}

Result<std::int64_t> ClaimOrders::operator()() const {
  TRY(const auto messages, queue_.receive(kNewCustomersQueue, kMessages, kVisibility));
  for (const ports::Message& message : messages) {
    if (handle(message)) {
      TRY(queue_.remove(kNewCustomersQueue, message));
    } else {
      TRY(queue_.release(kNewCustomersQueue, message, kPause * message.receive_count));
    }
  }
  return static_cast<std::int64_t>(messages.size());
}

Result<void> ClaimOrders::handle(const ports::Message& message) const {
  TRY(const records::EventMessage event, records::read_event_message(message.body));
  const auto id = CustomerId::parse(event.aggregate);
  if (!id) return fail(ErrorCode::corrupt, "The event is about no customer", event.aggregate);
  const auto customer = customers_.find(*id);
  if (!customer && customer.error().code == ErrorCode::not_found) return {};  // erased since
  if (!customer) return std::unexpected(customer.error());
  return claim(*customer);
}

}  // namespace souk::usecases
