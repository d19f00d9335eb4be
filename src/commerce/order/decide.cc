#include <algorithm>
#include <ranges>
#include <utility>

#include "commerce/order/order.h"
#include "commerce/order/step.h"

namespace souk {
namespace {

bool covers(Money paid, Money due) { return same_currency(paid, due) && paid.minor >= due.minor; }

/// Applies one fact to a copy of the order. Each method is a row of the table in docs/orders.md, or a part that rows share.
class Reducer {
 public:
  Reducer(const Order& order, const PaymentFact& fact, bool stock_is_free, Instant now)
      : fact_(fact), stock_is_free_(stock_is_free), now_(now) {
    decision_.order = order;
    const auto found = std::ranges::find(decision_.order.attempts, fact.attempt, &PaymentAttempt::id);
    attempt_ = found == decision_.order.attempts.end() ? nullptr : &*found;
  }

  Decision run() && {
    if (attempt_ != nullptr && (fact_.order == decision_.order.id || (is_success() && may_win()))) apply();
    return std::move(decision_);
  }

 private:
  void apply() {
    switch (fact_.kind) {
      case FactKind::authorized:
      case FactKind::captured:
      case FactKind::not_needed: return succeed();
      case FactKind::declined: return decline();
      case FactKind::requires_action: return require_action();
      case FactKind::unknown: return leave_undecided();
      case FactKind::capture_failed: return review_failed_capture();
      case FactKind::voided: return void_money();
      case FactKind::refunded: return refund_money();
    }
  }

  // Who asks, and what for.

  bool is_success() const {
    return fact_.kind == FactKind::authorized || fact_.kind == FactKind::captured || fact_.kind == FactKind::not_needed;
  }
  bool is_current() const { return attempt_ == &decision_.order.attempts.back(); }
  bool waits_for_current() const { return is_current() && decision_.order.state == OrderState::pending; }
  /// A success of this attempt would confirm the order. A declined attempt may succeed later: shoppers try again on a hosted
  /// page.
  bool may_win() const {
    const OrderState state = decision_.order.state;
    const bool tried = attempt_->undecided() || attempt_->state == AttemptState::failed;
    return is_current() && tried && (state == OrderState::pending || state == OrderState::expired);
  }
  bool pays_later() const {
    return fact_.kind == FactKind::not_needed && attempt_->provider == kManualProvider && attempt_->amount.minor > 0;
  }
  /// The money is for this order and exactly what it costs.
  bool is_bound() const {
    if (fact_.order != decision_.order.id || fact_.amount != attempt_->amount) return false;
    return fact_.kind != FactKind::not_needed || attempt_->amount.minor == 0 || pays_later();
  }
  bool must_take_stock_again() const {
    const Order& order = decision_.order;
    return order.state == OrderState::expired ||
           std::ranges::any_of(order.reservations, [](const Reservation& r) { return r.state == HoldState::released; });
  }

  // Money came.

  void succeed() {
    switch (attempt_->state) {
      case AttemptState::open:
      case AttemptState::authorizing:
      case AttemptState::failed: return decide_success();
      case AttemptState::authorized:
      case AttemptState::capturing:
        if (fact_.kind == FactKind::captured) capture();
        return;
      case AttemptState::voided: return give_back_voided();
      case AttemptState::captured:
      case AttemptState::refunded: return;  // known, or overtaken
    }
  }

  void decide_success() {
    if (!may_win()) return give_back("surplus_payment");
    if (!is_bound()) {
      if (decision_.order.state == OrderState::pending) decision_.order.state = OrderState::needs_review;
      refuse(ErrorCode::payment_mismatch, "The payment was not for this order or its amount; it is given back");
      release_holds(decision_);
      return give_back("payment_mismatch");
    }
    if (must_take_stock_again() && !stock_is_free_) {
      refuse(ErrorCode::out_of_stock, "Sold out before the payment came; it is given back");
      return give_back("out_of_stock");
    }
    confirm();
    if (fact_.kind == FactKind::captured) mark_paid();
  }

  void confirm() {
    Order& order = decision_.order;
    if (!order.reservations.empty()) decision_.stock = must_take_stock_again() ? StockStep::take_commit : StockStep::commit;
    for (Reservation& reservation : order.reservations) reservation.state = HoldState::committed;
    order.client.clear();
    const bool free = attempt_->amount.minor == 0 && fact_.kind == FactKind::not_needed;
    settle(free ? AttemptState::captured : AttemptState::authorized);
    attempt_->refusal.clear();
    order.state = OrderState::confirmed;
    if (!pays_later()) order.payment_state = free ? PaymentState::paid : PaymentState::authorized;
    order.refusal.reset();
    order.refusal_detail.clear();
    record("confirmed");
  }

  void capture() {
    if (!attempt_->in_use()) return capture_what_is_due();
    if (fact_.amount == attempt_->amount) return mark_paid();
    settle(AttemptState::captured);
    decision_.order.payment_state = covers(fact_.amount, attempt_->amount) ? PaymentState::paid : PaymentState::partially_paid;
    if (decision_.order.state == OrderState::confirmed) decision_.order.state = OrderState::needs_review;
    refuse(ErrorCode::payment_mismatch, "Another amount was taken than the order costs");
    record("payment_mismatch");
  }

  void mark_paid() {
    settle(AttemptState::captured);
    decision_.order.payment_state = PaymentState::paid;
    record("paid");
    if (decision_.order.state != OrderState::needs_review) return;
    decision_.order.state = OrderState::confirmed;  // the capture that had failed came through
    record("review_resolved");
  }

  /// The money was to be voided, but the provider had taken it already.
  void capture_what_is_due() {
    if (is_current() && decision_.order.payment_state == PaymentState::authorized)
      decision_.order.payment_state = PaymentState::paid;
    give_back("surplus_payment");
  }

  void give_back_voided() {
    if (fact_.kind == FactKind::captured) return give_back("surplus_payment");
    if (fact_.kind != FactKind::authorized || attempt_->void_due) return;
    // Most likely an old message that the void has overtaken. Voiding once more costs nothing; money that stays held would.
    attempt_->void_due = true;
    record("surplus_payment");
  }

  /// The order will never use this money.
  void give_back(std::string_view why) {
    const bool taken = fact_.kind == FactKind::captured;
    const bool free = fact_.kind == FactKind::not_needed;
    settle(free ? AttemptState::voided : taken ? AttemptState::captured : AttemptState::authorized);
    attempt_->void_due = !free && !taken;
    attempt_->refund_due = taken;
    record(why);
  }

  // No money came, or not yet.

  void decline() {
    if (!attempt_->undecided()) return;
    settle(AttemptState::failed);
    attempt_->refusal = fact_.refusal;
    lose_payment(ErrorCode::payment_declined, "The payment was declined");
    record("payment_declined");
  }

  void require_action() {
    if (!attempt_->undecided()) return;
    const PaymentAttempt before = *attempt_;
    settle(AttemptState::authorizing);
    attempt_->action_url = fact_.action_url;
    if (*attempt_ == before) return;
    if (before.action_url.empty() && !fact_.action_url.empty() && waits_for_current()) give_time_for_a_page();
    record("payment_action_required");
  }

  /// On a page of the provider shoppers look for their card, their phone and their patience: the hold lasts twice as long.
  void give_time_for_a_page() {
    Instant& end = decision_.order.hold_expires_at;
    end += end - attempt_->created_at;
  }

  void leave_undecided() {
    if (attempt_->state != AttemptState::open) return;
    settle(AttemptState::authorizing);
    record("payment_undecided");
  }

  /// What is confirmed must not be shipped while its money cannot be taken: a person looks at it. The authorization may still
  /// hold, so a later capture resolves the review.
  void review_failed_capture() {
    if (!attempt_->in_use() || attempt_->state == AttemptState::captured || decision_.order.state != OrderState::confirmed)
      return;
    settle(AttemptState::authorized);
    attempt_->refusal = fact_.refusal;
    decision_.order.state = OrderState::needs_review;
    record("capture_failed");
  }

  // Money went back.

  void void_money() {
    if (attempt_->refund_due) return refund_all();
    const bool held = attempt_->in_use() && attempt_->state != AttemptState::captured;
    if (!attempt_->void_due && !held && !attempt_->undecided()) return;
    if (attempt_->undecided()) lose_payment(ErrorCode::payment_failed, "The payment was canceled");
    if (is_current() && decision_.order.payment_state == PaymentState::authorized)
      decision_.order.payment_state = PaymentState::voided;
    settle_returned(AttemptState::voided);
    record("payment_voided");
    if (!held || decision_.order.state != OrderState::confirmed) return;
    decision_.order.state = OrderState::needs_review;  // confirmed, and nobody pays
    record("needs_review");
  }

  void refund_money() {
    const Money due = attempt_->to_refund();
    if (attempt_->state == AttemptState::refunded || !same_currency(fact_.amount, due)) return;
    const bool whole = covers(fact_.amount, due);
    if (attempt_->in_use()) {
      if (attempt_->state != AttemptState::captured) mark_paid();  // what was given back had been taken
      return whole ? refund_all() : refund_part();
    }
    if (!whole) return;
    if (attempt_->undecided()) lose_payment(ErrorCode::payment_failed, "The payment was given back");
    refund_all();
  }

  void refund_all() {
    PaymentState& payment = decision_.order.payment_state;
    if (is_current() && may_follow(payment, PaymentState::refunded)) payment = PaymentState::refunded;
    settle_returned(AttemptState::refunded);
    record("refunded");
  }

  void refund_part() {
    if (fact_.amount.minor <= 0 || decision_.order.payment_state == PaymentState::partially_refunded) return;
    decision_.order.payment_state = PaymentState::partially_refunded;
    record("partially_refunded");
  }

  // What rows share.

  void settle(AttemptState state) {
    attempt_->state = state;
    if (fact_.kind == FactKind::captured) attempt_->taken = fact_.amount;
    if (!fact_.provider_reference.empty()) attempt_->provider_reference = fact_.provider_reference;
    attempt_->action_url.clear();
  }

  void settle_returned(AttemptState state) {
    settle(state);
    attempt_->void_due = false;
    attempt_->refund_due = false;
  }

  void refuse(ErrorCode code, std::string detail) {
    decision_.order.refusal = code;
    decision_.order.refusal_detail = std::move(detail);
  }

  /// The attempt will not pay: its order gives its stock back and waits for another attempt.
  void lose_payment(ErrorCode code, std::string detail) {
    if (!waits_for_current()) return;
    refuse(code, std::move(detail));
    release_holds(decision_);
  }

  void record(std::string_view what) { record_step(decision_, what, now_); }

  Decision decision_;
  PaymentAttempt* attempt_ = nullptr;  // in decision_
  const PaymentFact& fact_;
  bool stock_is_free_;
  Instant now_;
};

}  // namespace

Decision decide(const Order& order, const PaymentFact& fact, bool stock_is_free, Instant now) {
  return Reducer(order, fact, stock_is_free, now).run();
}

}  // namespace souk
