#include "usecases/capture_payment.h"

#include <algorithm>

#include "records/event_message.h"

namespace souk::usecases {
namespace {

constexpr std::int64_t kBatch = 10;

/// 15 s, 1, 4, 16 minutes.
std::chrono::seconds pause_before_next(std::int64_t receive_count) {
  return std::chrono::seconds{15} * (1 << 2 * std::clamp<std::int64_t>(receive_count - 1, 0, 3));
}

/// Whether the message has nothing more to say: it is done, or it came so often that it would be a dead letter next, although
/// nothing is wrong with it. The order itself says that its money is not taken.
bool is_spent(const Result<void>& handled, const ports::Message& message) {
  if (handled) return true;
  const bool readable = handled.error().code != ErrorCode::corrupt && handled.error().code != ErrorCode::not_found;
  return readable && message.receive_count >= ports::Queue::kMaxReceives;
}

/// nullptr: captured before, free of charge, paid by hand, or canceled since. A capture that failed may come through later: it
/// resolves the review.
const PaymentAttempt* attempt_to_capture(const Order& order) {
  const bool stands = order.state == OrderState::confirmed || order.state == OrderState::needs_review;
  if (!stands || order.payment_state != PaymentState::authorized) return nullptr;
  const PaymentAttempt& attempt = order.current_attempt();
  const bool held = attempt.state == AttemptState::authorized || attempt.state == AttemptState::capturing;
  return held && !attempt.void_due ? &attempt : nullptr;
}

}  // namespace

Result<std::int64_t> CapturePayment::operator()() const {
  TRY(const auto messages, queue_.receive(kOrderProcessingQueue, kBatch, kCaptureVisibility));
  for (const ports::Message& message : messages) {
    if (is_spent(handle(message), message)) {
      TRY(queue_.remove(kOrderProcessingQueue, message));
    } else {
      TRY(queue_.release(kOrderProcessingQueue, message, pause_before_next(message.receive_count)));
    }
  }
  return static_cast<std::int64_t>(messages.size());
}

Result<void> CapturePayment::handle(const ports::Message& message) const {
  TRY(const records::EventMessage event, records::read_event_message(message.body));
  if (event.type != "order.confirmed") return {};
  const auto order = OrderId::parse(event.aggregate);
  if (!order) return fail(ErrorCode::corrupt, "The event is about no order", event.aggregate);
  return capture(*order);
}

Result<void> CapturePayment::capture(const OrderId& id) const {
  TRY(const Order order, ledger_.find(id));
  const PaymentAttempt* attempt = attempt_to_capture(order);
  if (!attempt) return {};
  TRY(ports::PaymentGateway & gateway, providers_.of(*attempt));
  const PaymentFact fact = gateway.capture(order, *attempt);
  if (fact.kind == FactKind::unknown) return fail(ErrorCode::unavailable, "The payment provider did not answer");
  TRY(ledger_.apply(id, fact));
  return {};
}

}  // namespace souk::usecases
