#include "providers/test_provider_book.h"

#include <chrono>
#include <utility>

#include <boost/json.hpp>

#include "commerce/time/instant.h"
#include "providers/json_members.h"

namespace souk::providers {
namespace {

namespace json = boost::json;

std::string effect_line(const Charge& charge, std::string_view effect, const std::string& key, Money amount) {
  json::object line{
      {"time", to_rfc3339(std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()))},
      {"effect", effect},
      {"key", key},
      {"order", charge.order},
      {"attempt", charge.attempt},
      {"amount", amount.minor},
      {"currency", amount.currency.code()},
      {"reference", charge.reference},
  };
  if (!charge.refusal.empty()) line["refusal"] = charge.refusal;
  if (charge.state == ChargeState::requires_action && !charge.return_url.empty()) line["return_url"] = charge.return_url;
  return json::serialize(line);
}

std::unexpected<Error> key_used_otherwise() {
  return fail(ErrorCode::invalid_argument, "This key was used for another request");
}

ChargeState state_asked_for_by(const std::string& token) {
  if (token == "tok_requires_action") return ChargeState::requires_action;
  const bool good = token.empty() || token == "tok_ok" || token == "tok_slow" || token == "tok_timeout_after_success";
  return good ? ChargeState::authorized : ChargeState::declined;
}

}  // namespace

Result<std::unique_ptr<TestProviderBook>> TestProviderBook::open(TestProviderLog& log) {
  auto book = std::unique_ptr<TestProviderBook>(new TestProviderBook(log));
  for (const std::string& line : log.take_past_lines()) TRY(book->replay(line));
  return book;
}

Result<void> TestProviderBook::replay(const std::string& line) {
  const auto damaged = [&] { return fail(ErrorCode::corrupt, "The test provider's log is damaged", line); };
  const auto entry = read_object(line);
  if (!entry) return damaged();
  const auto state = named<ChargeState>(text_of(*entry, "effect"));
  const auto amount = money_in(*entry);
  if (!state || !amount) return damaged();

  const std::string key = text_of(*entry, "key");
  const auto known = key_by_reference_.find(text_of(*entry, "reference"));
  if (known == key_by_reference_.end()) {
    const std::string order = text_of(*entry, "order");
    const std::string attempt = text_of(*entry, "attempt");
    // A charge that was voided before it began is named by its void alone.
    const std::string authorization = *state == ChargeState::canceled ? "auth:" + order + ':' + attempt : key;
    Charge& charge = add({key, authorization, order, attempt, *amount});
    charge.state = *state;
    charge.return_url = text_of(*entry, "return_url");
    charge.refusal = text_of(*entry, "refusal");
    return {};
  }
  Charge& charge = charges_.at(known->second);
  charge.state = *state;
  if (*state == ChargeState::refunded) {
    refunds_[key] = *amount;
    charge.refunded.minor += amount->minor;
  }
  return {};
}

Charge& TestProviderBook::add(const ChargeRequest& request) {
  Charge charge;
  charge.key = request.authorization;
  charge.reference = "tp_" + std::to_string(charges_.size() + 1);
  charge.order = request.order;
  charge.attempt = request.attempt;
  charge.amount = request.amount;
  charge.refunded = zero(request.amount.currency);
  charge.return_url = request.return_url;
  key_by_reference_[charge.reference] = charge.key;
  return charges_[charge.key] = std::move(charge);
}

void TestProviderBook::record(const Charge& charge, std::string_view effect, const std::string& key, Money amount) {
  log_.append(effect_line(charge, effect, key, amount));
}

Result<Charge*> TestProviderBook::charge_of(const ChargeRequest& request) {
  const auto found = charges_.find(request.authorization);
  if (found == charges_.end()) return fail(ErrorCode::not_found, "There is no such charge");
  if (found->second.amount.currency != request.amount.currency || request.amount.minor > found->second.amount.minor)
    return fail(ErrorCode::invalid_argument, "The amount is not within the charge");
  return &found->second;
}

Result<ChargeAnswer> TestProviderBook::authorize(const ChargeRequest& request) {
  const std::lock_guard lock(mutex_);
  if (const auto found = charges_.find(request.authorization); found != charges_.end()) {
    const Charge& known = found->second;
    const bool same = known.order == request.order && known.attempt == request.attempt && known.amount == request.amount;
    if (!same) return key_used_otherwise();
    return told(known, false);
  }
  Charge& charge = add(request);
  charge.state = state_asked_for_by(request.token);
  if (charge.state == ChargeState::declined)
    charge.refusal = request.token == "tok_declined" ? "card_declined" : "invalid_token";
  record(charge, name_of(charge.state), request.key, charge.amount);
  return told(charge, true);
}

Result<ChargeAnswer> TestProviderBook::capture(const ChargeRequest& request) {
  const std::lock_guard lock(mutex_);
  TRY(Charge* const charge, charge_of(request));
  if (request.amount != charge->amount) return fail(ErrorCode::invalid_argument, "A charge is captured whole");
  if (charge->state != ChargeState::authorized) return told(*charge, false);
  charge->state = ChargeState::captured;
  record(*charge, "captured", request.key, charge->amount);
  return told(*charge, true);
}

Result<ChargeAnswer> TestProviderBook::void_charge(const ChargeRequest& request) {
  const std::lock_guard lock(mutex_);
  const auto found = charges_.find(request.authorization);
  if (found == charges_.end()) {
    // Remembered, so that an authorization still on its way is declined when it arrives: the shop may release the stock now.
    Charge& never_begun = add(request);
    never_begun.state = ChargeState::canceled;
    never_begun.refusal = "canceled_before_it_began";
    record(never_begun, "canceled", request.key, never_begun.amount);
    return told(never_begun, true);
  }
  Charge& charge = found->second;
  if (charge.state != ChargeState::authorized && charge.state != ChargeState::requires_action) return told(charge, false);
  charge.state = ChargeState::voided;
  record(charge, "voided", request.key, charge.amount);
  return told(charge, true);
}

Result<ChargeAnswer> TestProviderBook::refund(const ChargeRequest& request) {
  const std::lock_guard lock(mutex_);
  TRY(Charge* const charge, charge_of(request));
  if (const auto done = refunds_.find(request.key); done != refunds_.end()) {
    if (done->second != request.amount) return key_used_otherwise();
    return told(*charge, false);
  }
  if (charge->state != ChargeState::captured && charge->state != ChargeState::refunded) return told(*charge, false);
  if (charge->refunded.minor + request.amount.minor > charge->amount.minor)
    return fail(ErrorCode::invalid_argument, "More than was captured");
  charge->state = ChargeState::refunded;
  charge->refunded.minor += request.amount.minor;
  refunds_[request.key] = request.amount;
  record(*charge, "refunded", request.key, request.amount);
  return told(*charge, true);
}

Result<ChargeAnswer> TestProviderBook::approve(const std::string& reference) {
  const std::lock_guard lock(mutex_);
  const auto found = key_by_reference_.find(reference);
  if (found == key_by_reference_.end()) return fail(ErrorCode::not_found, "There is no such payment");
  Charge& charge = charges_.at(found->second);
  if (charge.state != ChargeState::requires_action) return told(charge, false);
  charge.state = ChargeState::authorized;
  record(charge, "authorized", charge.key, charge.amount);
  return told(charge, true);
}

}  // namespace souk::providers
