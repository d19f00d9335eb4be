#include "aws/dynamo/transports.h"

#include <fstream>
#include <utility>

#include <boost/json.hpp>

namespace souk::aws_test {
namespace {

net::HttpResponse exception(int status, const std::string& type, const std::string& more = {}) {
  return {.status = status, .body = R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + type + "\"" + more + "}"};
}

net::HttpResponse conflict(const std::string& body) {
  const auto actions = boost::json::parse(body).at("TransactItems").as_array().size();
  std::string reasons = R"({"Code":"TransactionConflict"})";
  for (std::size_t i = 1; i < actions; ++i) reasons += R"(,{"Code":"None"})";
  return exception(400, "TransactionCanceledException", R"(,"CancellationReasons":[)" + reasons + "]");
}

bool writes_stock(const boost::json::object& update) { return update.at("Key").at("sk").at("S").as_string() == "stock"; }

/// Without the condition, and without the names and values that only it speaks of: DynamoDB takes none that are not used.
void drop_condition(boost::json::object& update) {
  update.erase("ConditionExpression");
  const std::string changes(update.at("UpdateExpression").as_string());
  for (const char* const member : {"ExpressionAttributeNames", "ExpressionAttributeValues"}) {
    if (!update.contains(member)) continue;
    boost::json::object kept;
    for (const auto& [name, value] : update.at(member).as_object())
      if (changes.find(std::string(name)) != std::string::npos) kept.emplace(name, value);
    update[member] = std::move(kept);
  }
}

}  // namespace

Sent RecordingTransport::send(std::string_view operation, const std::string& body) const {
  const bool of_the_shop = !operation.ends_with("Table");  // the tests make and drop tables, the shop does not
  if (of_the_shop) {
    static std::mutex one_line_at_a_time;
    const std::scoped_lock lock(one_line_at_a_time);
    std::ofstream(file_, std::ios::app) << R"({"operation":")" << operation << R"(","request":)" << body << "}\n";
  }
  return inner_->send(operation, body);
}

Sent CarelessTransport::send(std::string_view operation, const std::string& body) const {
  if (operation != "TransactWriteItems") return inner_->send(operation, body);
  auto request = boost::json::parse(body);
  for (auto& action : request.at("TransactItems").as_array()) {
    auto* update = action.as_object().if_contains("Update");
    if (update != nullptr && writes_stock(update->as_object())) drop_condition(update->as_object());
  }
  return inner_->send(operation, boost::json::serialize(request));
}

Sent FaultyTransport::send(std::string_view operation, const std::string& body) const {
  const Faults fault = draw(operation);
  const auto lost = std::unexpected(net::CallFailure{net::CallFailure::Effect::unknown, true, "lost by the test"});
  if (fault.throttled > 0) return exception(400, "ProvisionedThroughputExceededException");
  if (fault.failed_before > 0) return exception(500, "InternalServerError");
  if (fault.lost_on_the_way > 0) return lost;
  if (fault.in_conflict > 0) return conflict(body);
  auto answer = inner_.send(operation, body);
  if (fault.failed_after > 0) return exception(500, "InternalServerError");
  if (fault.lost_on_return > 0) return lost;
  return answer;
}

void FaultyTransport::set(const Faults& faults, unsigned seed) {
  const std::scoped_lock lock(mutex_);
  faults_ = faults;
  faulty_operation_.clear();
  random_.seed(seed);
}

void FaultyTransport::set_for(const std::string& operation, const Faults& faults) {
  const std::scoped_lock lock(mutex_);
  faults_ = faults;
  faulty_operation_ = operation;
}

void FaultyTransport::once(const std::string& operation, const Faults& fault, int skipped) {
  const std::scoped_lock lock(mutex_);
  once_ = operation;
  skipped_ = skipped;
  fault_once_ = fault;
}

void FaultyTransport::none() {
  set({});
  once({}, {});
}

int FaultyTransport::calls(std::string_view operation) const {
  const std::scoped_lock lock(mutex_);
  const auto found = calls_.find(operation);
  return found == calls_.end() ? 0 : found->second;
}

/// At most one of them is set.
Faults FaultyTransport::draw(std::string_view operation) const {
  const std::scoped_lock lock(mutex_);
  ++calls_[std::string(operation)];
  if (once_ == operation && skipped_-- == 0) {
    once_.clear();
    return fault_once_;
  }
  if (!faulty_operation_.empty() && faulty_operation_ != operation) return {};
  int dice = std::uniform_int_distribution(0, 99)(random_);
  const auto hit = [&](int percent) { return std::exchange(dice, dice - percent) >= 0 && dice < 0; };
  if (hit(faults_.throttled)) return {.throttled = 1};
  if (hit(faults_.failed_before)) return {.failed_before = 1};
  if (hit(faults_.failed_after)) return {.failed_after = 1};
  if (hit(faults_.lost_on_the_way)) return {.lost_on_the_way = 1};
  if (hit(faults_.lost_on_return)) return {.lost_on_return = 1};
  if (operation == "TransactWriteItems" && hit(faults_.in_conflict)) return {.in_conflict = 1};
  return {};
}

}  // namespace souk::aws_test
