#include "aws/dynamo_reply.h"

#include <algorithm>
#include <array>

namespace souk::aws {
namespace {

template <std::size_t count>
bool one_of(const std::array<std::string_view, count>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_definite_no(std::string_view type) {
  constexpr std::array<std::string_view, 2> kDefinite{"ConditionalCheckFailedException", "TransactionCanceledException"};
  return one_of(kDefinite, type);
}

bool is_passing(std::string_view type) {
  constexpr std::array<std::string_view, 6> kPassing{
      "ProvisionedThroughputExceededException", "ThrottlingException",   "RequestLimitExceeded", "TransactionConflictException",
      "TransactionInProgressException",         "LimitExceededException"};
  return one_of(kPassing, type);
}

/// Canceled only because others were at the same items, or for want of capacity: the same conditions may hold a moment later.
bool canceled_in_passing(const Reply& reply) {
  constexpr std::array<std::string_view, 4> kPassing{"None", "TransactionConflict", "ThrottlingError",
                                                     "ProvisionedThroughputExceeded"};
  const auto reasons = reply.cancellation_reasons();
  return !reasons.empty() && std::ranges::all_of(reasons, [&](const std::string& reason) { return one_of(kPassing, reason); });
}

/// "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException" -> "ResourceNotFoundException"
std::string exception_of(const boost::json::value& body) {
  const auto* object = body.if_object();
  const auto* type = object == nullptr ? nullptr : object->if_contains("__type");
  if (type == nullptr || !type->is_string()) return {};
  const std::string_view name = type->get_string();
  const auto hash = name.rfind('#');
  return std::string(hash == std::string_view::npos ? name : name.substr(hash + 1));
}

std::string cause_of(const net::HttpResponse& response) {
  constexpr std::size_t kEnoughToSee = 500;
  return "DynamoDB " + std::to_string(response.status) + ": " + response.body.substr(0, kEnoughToSee);
}

Reply judged_refusal(const net::HttpResponse& response, boost::json::value body) {
  Reply reply{.type = exception_of(body), .body = std::move(body), .cause = cause_of(response)};
  if (is_definite_no(reply.type)) reply.verdict = canceled_in_passing(reply) ? Verdict::try_again : Verdict::answered;
  if (is_passing(reply.type)) reply.verdict = Verdict::try_again;
  return reply;
}

}  // namespace

std::vector<std::string> Reply::cancellation_reasons() const {
  std::vector<std::string> codes;
  const auto* object = body.if_object();
  const auto* reasons = object == nullptr ? nullptr : object->if_contains("CancellationReasons");
  if (reasons == nullptr || !reasons->is_array()) return codes;
  for (const auto& reason : reasons->get_array()) {
    const auto* entry = reason.if_object();
    const auto* code = entry == nullptr ? nullptr : entry->if_contains("Code");
    codes.emplace_back(code != nullptr && code->is_string() ? std::string_view(code->get_string()) : std::string_view("None"));
  }
  return codes;
}

Reply judged(const std::expected<net::HttpResponse, net::CallFailure>& sent) {
  if (!sent) {
    const bool nothing_left = sent.error().effect == net::CallFailure::Effect::none;
    return {.verdict = nothing_left ? Verdict::try_again : Verdict::perhaps_done, .cause = sent.error().cause};
  }
  boost::system::error_code broken;
  boost::json::value body = boost::json::parse(sent->body, broken);
  if (sent->status >= 500 || (broken && sent->status == 200))
    return {.verdict = Verdict::perhaps_done, .cause = cause_of(*sent)};
  if (broken) return {.verdict = Verdict::cannot_be, .cause = cause_of(*sent)};
  if (sent->status != 200) return judged_refusal(*sent, std::move(body));
  return {.verdict = Verdict::answered, .body = std::move(body)};
}

}  // namespace souk::aws
