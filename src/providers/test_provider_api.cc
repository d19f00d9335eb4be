#include "providers/test_provider_api.h"

#include <map>
#include <optional>
#include <utility>

#include <boost/json.hpp>

#include "providers/json_members.h"

namespace souk::providers {
namespace {

namespace json = boost::json;

constexpr std::string_view kActions = "/actions/";

ProviderResponse refused(int status, std::string_view code, std::string_view detail) {
  ProviderResponse response;
  response.status = status;
  response.body = json::serialize(json::object{{"error", code}, {"detail", detail}});
  return response;
}

ProviderResponse refused(const Error& error) {
  return refused(error.code == ErrorCode::not_found ? 404 : 422, name_of(error.code), error.detail);
}

std::optional<ChargeRequest> charge_request(std::string_view body) {
  const auto object = read_object(body);
  const auto amount = object ? money_of(*object, "amount") : std::nullopt;
  if (!amount) return std::nullopt;
  ChargeRequest request;
  request.key = text_of(*object, "key");
  request.authorization = text_of(*object, "authorization");
  request.order = text_of(*object, "order");
  request.attempt = text_of(*object, "attempt");
  request.amount = *amount;
  request.token = text_of(*object, "token");
  request.return_url = text_of(*object, "return_url");
  if (request.key.empty() || request.authorization.empty() || request.order.empty() || request.attempt.empty())
    return std::nullopt;
  return request;
}

/// What a caller reads. A charge that was voided before it began is "voided" to who voids it and "declined" to who would begin
/// it.
std::string_view status_of(const Charge& charge, bool asked_to_void) {
  if (charge.state == ChargeState::canceled) return asked_to_void ? "voided" : "declined";
  return name_of(charge.state);
}

std::string page(std::string_view title, std::string_view text) {
  std::string html = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>";
  return html.append(title).append("</title><h1>").append(title).append("</h1><p>").append(text).append("</p></html>\n");
}

}  // namespace

TestProviderApi::TestProviderApi(TestProviderBook& book, TestProviderLog& log, ProviderFaults faults, std::string action_base)
    : book_(book), log_(log), faults_(faults), action_base_(std::move(action_base)), dice_(faults.seed) {}

ProviderResponse TestProviderApi::answer(const ProviderRequest& request) {
  static const std::map<std::string_view, Verb> verbs{
      {"/v1/authorizations", &TestProviderBook::authorize},
      {"/v1/captures", &TestProviderBook::capture},
      {"/v1/voids", &TestProviderBook::void_charge},
      {"/v1/refunds", &TestProviderBook::refund},
  };
  if (const auto verb = verbs.find(request.target); verb != verbs.end())
    return request.method == "POST" ? charge(request.body, verb->second) : refused(405, "method_not_allowed", "POST");
  if (request.target.starts_with(kActions) && (request.method == "GET" || request.method == "POST"))
    return action(request.target.substr(kActions.size()));
  if (request.target == "/healthz" && request.method == "GET") return {200, "application/json", R"({"status":"ok"})"};
  return refused(404, "not_found", "The test provider has no such address");
}

ProviderResponse TestProviderApi::charge(const std::string& body, Verb verb) {
  const auto request = charge_request(body);
  if (!request) return refused(400, "malformed_json", "Not a charge request");
  const auto answered = (book_.*verb)(*request);
  if (!answered) return refused(answered.error());
  log_.make_durable(answered->position);

  ProviderResponse response;
  const bool is_refund = verb == &TestProviderBook::refund;
  response.body = charge_body(answered->charge, verb, is_refund ? request->amount : answered->charge.amount);
  if (verb == &TestProviderBook::authorize && answered->acted) misbehave(response, request->token);
  return response;
}

std::string TestProviderApi::charge_body(const Charge& charge, Verb verb, Money amount) const {
  json::object body{
      {"status", status_of(charge, verb == &TestProviderBook::void_charge)},
      {"reference", charge.reference},
      {"order", charge.order},
      {"attempt", charge.attempt},
      {"amount", json_of(amount)},
  };
  if (!charge.refusal.empty()) body["refusal"] = charge.refusal;
  if (charge.state == ChargeState::requires_action)
    body["action_url"] = action_base_ + std::string(kActions) + charge.reference;
  return json::serialize(body);
}

void TestProviderApi::misbehave(ProviderResponse& response, const std::string& token) {
  if (token == "tok_slow") response.delay = std::chrono::seconds{2};
  bool hangs = token == "tok_timeout_after_success";
  if (!hangs && faults_.timeout_after_success_rate > 0) {
    const std::lock_guard lock(mutex_);
    hangs = std::uniform_real_distribution<>{}(dice_) < faults_.timeout_after_success_rate;
  }
  if (!hangs) return;
  response.delay = faults_.hang;
  response.broken_off = true;
}

ProviderResponse TestProviderApi::action(const std::string& reference) {
  const auto approved = book_.approve(reference);
  ProviderResponse response;
  response.content_type = "text/html; charset=utf-8";
  if (!approved) {
    response.status = 404;
    response.body = page("No such payment", "The test provider does not know this payment.");
    return response;
  }
  log_.make_durable(approved->position);
  if (!approved->charge.return_url.empty()) {
    response.status = 303;  // the shop knows how it went
    response.location = approved->charge.return_url;
  }
  const bool stands = approved->charge.state == ChargeState::authorized || approved->charge.state == ChargeState::captured;
  response.body = stands ? page("Payment approved", "You can go back to the shop.")
                         : page("Payment not possible", "This payment can no longer be approved.");
  return response;
}

}  // namespace souk::providers
