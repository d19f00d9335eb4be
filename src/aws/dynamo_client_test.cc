#include "aws/dynamo_client.h"

#include <deque>
#include <mutex>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "support/fixed_clock.h"
#include "support/seeded_ids.h"

namespace souk::aws {
namespace {

using Sent = std::expected<net::HttpResponse, net::CallFailure>;
using Effect = net::CallFailure::Effect;

/// Answers what it was told, in turn, and remembers what it was asked.
class ScriptedTransport final : public DynamoTransport {
 public:
  Sent send(std::string_view operation, const std::string& body) const override {
    const std::scoped_lock lock(mutex_);
    asked_.emplace_back(operation, body);
    if (answers_.empty()) return net::HttpResponse{.status = 200, .body = "{}"};
    const Sent next = answers_.front();
    answers_.pop_front();
    return next;
  }

  ScriptedTransport& then(int status, std::string body) {
    answers_.emplace_back(net::HttpResponse{.status = status, .body = std::move(body)});
    return *this;
  }
  ScriptedTransport& then_refuses(const std::string& exception, const std::string& more = {}) {
    return then(400, R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + exception + '"' + more + '}');
  }
  ScriptedTransport& then_fails(Effect effect) {
    answers_.emplace_back(std::unexpected(net::CallFailure{effect, true, "cut"}));
    return *this;
  }
  ScriptedTransport& then_cancels(const std::string& reasons) {
    return then_refuses("TransactionCanceledException", R"(,"CancellationReasons":[)" + reasons + ']');
  }

  std::size_t calls() const { return asked_.size(); }
  boost::json::value asked(std::size_t call) const { return boost::json::parse(asked_.at(call).second); }
  std::string operation(std::size_t call) const { return asked_.at(call).first; }

 private:
  mutable std::mutex mutex_;
  mutable std::deque<Sent> answers_;
  mutable std::vector<std::pair<std::string, std::string>> asked_;
};

class DynamoClientTest : public testing::Test {
 protected:
  DynamoClient client(RetryPolicy policy = {}) {
    policy.pause = [this](std::chrono::milliseconds pause) { pauses_.push_back(pause); };
    return {transport_, ids_, std::move(policy)};
  }
  static ItemKey key(const std::string& pk, const std::string& table = "Orders") { return {table, pk, "order"}; }

  support::FixedClock clock_;
  support::SeededIds ids_{clock_};
  ScriptedTransport transport_;
  std::vector<std::chrono::milliseconds> pauses_;
};

std::string item_json(const std::string& pk) { return R"({"pk":{"S":")" + pk + R"("},"sk":{"S":"order"}})"; }

TEST_F(DynamoClientTest, GetsAnItemStronglyConsistent) {
  transport_.then(200, R"({"Item":{"version":{"N":"3"},"record":{"S":"{}"}}})");

  const auto item = client().get(key("a"));

  EXPECT_EQ(item.value(), (Item{{"version", 3}, {"record", "{}"}}));
  EXPECT_EQ(transport_.operation(0), "GetItem");
  EXPECT_EQ(transport_.asked(0),
            boost::json::parse(R"({"TableName":"Orders","Key":{"pk":{"S":"a"},"sk":{"S":"order"}},"ConsistentRead":true})"));
}

TEST_F(DynamoClientTest, TellsAnItemThatIsNotThereFromAnEmptyOne) {
  transport_.then(200, "{}");

  EXPECT_EQ(client().get(key("a")).value(), std::nullopt);
}

TEST_F(DynamoClientTest, AsksAgainForKeysThatWereLeftOver) {
  transport_
      .then(200, R"({"Responses":{"Orders":[)" + item_json("a") + R"(]},"UnprocessedKeys":{"Orders":{"Keys":[)" +
                     item_json("b") + R"(]}}})")
      .then(200, R"({"Responses":{"Orders":[)" + item_json("b") + "]}}");

  const auto found = client().get_all({key("a"), key("b"), key("a")}).value();

  EXPECT_EQ(found.size(), 2u);
  EXPECT_EQ(transport_.asked(0).at("RequestItems").at("Orders").at("Keys").as_array().size(), 2u) << "each key once";
  EXPECT_EQ(transport_.asked(1).at("RequestItems").at("Orders").at("Keys").as_array().size(), 1u);
}

TEST_F(DynamoClientTest, GivesUpOnKeysThatAreNeverServed) {
  const std::string nothing = R"({"Responses":{},"UnprocessedKeys":{"Orders":{"Keys":[)" + item_json("a") + "]}}}";
  for (int i = 0; i < 9; ++i) transport_.then(200, nothing);

  EXPECT_EQ(client().get_all({key("a")}).error().code, ErrorCode::unavailable);
  EXPECT_EQ(transport_.calls(), 4u);
}

TEST_F(DynamoClientTest, ReadsAHundredKeysACall) {
  for (int i = 0; i < 3; ++i) transport_.then(200, R"({"Responses":{}})");
  std::vector<ItemKey> keys;
  keys.reserve(250);
  for (int i = 0; i < 250; ++i) keys.push_back(key(std::to_string(i)));

  EXPECT_TRUE(client().get_all(keys).value().empty());

  EXPECT_EQ(transport_.calls(), 3u);
}

TEST_F(DynamoClientTest, FollowsPagesUntilItHasEnough) {
  transport_.then(200, R"({"Items":[)" + item_json("a") + R"(],"LastEvaluatedKey":)" + item_json("a") + "}")
      .then(200, R"({"Items":[)" + item_json("b") + ',' + item_json("c") + R"(],"LastEvaluatedKey":)" + item_json("c") + "}");

  const auto items =
      client().query({.table = "Orders", .keys = {"#pk = :pk", {{"pk", "x"}}}, .limit = 3, .backwards = true}).value();

  EXPECT_EQ(items.size(), 3u);
  EXPECT_EQ(transport_.calls(), 2u);
  EXPECT_EQ(transport_.asked(1).at("Limit"), 2);
  EXPECT_EQ(transport_.asked(1).at("ScanIndexForward"), false);
  EXPECT_EQ(transport_.asked(1).at("ExclusiveStartKey").at("pk").at("S"), "a");
  EXPECT_EQ(transport_.asked(1).at("ExpressionAttributeNames"), boost::json::parse(R"({"#pk":"pk"})"));
}

TEST_F(DynamoClientTest, LeavesConsistencyToTheTablesWhenItReadsAnIndex) {
  client().query({.table = "Orders", .keys = {"#due = :due", {{"due", "order#1"}}}, .limit = 3, .index = "due"}).value();

  EXPECT_FALSE(transport_.asked(0).as_object().contains("ConsistentRead"));
}

TEST_F(DynamoClientTest, SaysWhetherAConditionHeld) {
  transport_.then(200, "{}").then_refuses("ConditionalCheckFailedException");
  const Put put{.key = key("a"), .attributes = {{"n", 1}}, .only_if = absent()};
  auto dynamo = client();

  EXPECT_TRUE(dynamo.write(put).value());
  EXPECT_FALSE(dynamo.write(put).value());
}

TEST_F(DynamoClientTest, TellsWhyATransactionWasCanceled) {
  transport_.then_cancels(R"({"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"})");

  const auto transacted = client().transact(std::vector<Action>{Delete{.key = key("a")}, Delete{.key = key("b")}}).value();

  EXPECT_FALSE(transacted.committed);
  EXPECT_EQ(transacted.reasons, (std::vector<std::string>{"None", "ConditionalCheckFailed"}));
  EXPECT_EQ(transport_.calls(), 1u) << "a condition is its caller's to decide about";
}

TEST_F(DynamoClientTest, WritesOneActionAloneWithoutATransaction) {
  transport_.then(200, "{}").then_refuses("ConditionalCheckFailedException");
  const auto dynamo = client();

  EXPECT_TRUE(dynamo.transact(std::vector<Action>{Put{.key = key("a"), .attributes = {}}}).value().committed);
  EXPECT_FALSE(dynamo.transact(std::vector<Action>{Delete{.key = key("a"), .only_if = present()}}).value().committed);

  EXPECT_EQ(transport_.operation(0), "PutItem");
  EXPECT_EQ(transport_.operation(1), "DeleteItem");
}

TEST_F(DynamoClientTest, SaysThatAnEarlierTryMayBeWhatTheConditionMet) {
  transport_.then_fails(Effect::unknown).then_cancels(R"({"Code":"ConditionalCheckFailed"},{"Code":"None"})");

  const auto transacted = client().transact(std::vector<Action>{Delete{.key = key("a")}, Delete{.key = key("b")}}).value();

  EXPECT_FALSE(transacted.committed);
  EXPECT_TRUE(transacted.perhaps_before);
}

TEST_F(DynamoClientTest, SendsAConflictedTransactionAgainUnderTheSameToken) {
  transport_.then_cancels(R"({"Code":"TransactionConflict"},{"Code":"None"})");

  EXPECT_TRUE(client().transact(std::vector<Action>{Delete{.key = key("a")}, Delete{.key = key("b")}}).value().committed);

  ASSERT_EQ(transport_.calls(), 2u);
  EXPECT_EQ(transport_.asked(0), transport_.asked(1));
  EXPECT_EQ(transport_.asked(0).at("ClientRequestToken").as_string().size(), 36u);
}

TEST_F(DynamoClientTest, WritesEveryKindOfActionOfATransaction) {
  client()
      .transact(std::vector<Action>{
          Put{.key = key("a"), .attributes = {{"n", 1}}, .only_if = {"#version = :expected", {{"expected", 2}}}},
          Update{.key = key("b"),
                 .changes = "SET #status = :status REMOVE #due",
                 .values = {{"status", "done"}},
                 .only_if = "attribute_exists(#pk)"},
          Delete{.key = key("c")}, Check{.key = key("d"), .only_if = absent()}})
      .value();

  auto expected = boost::json::parse(R"json([
    {"Put": {"TableName": "Orders", "Item": {"n": {"N": "1"}, "pk": {"S": "a"}, "sk": {"S": "order"}}, "ConditionExpression": "#version = :expected",
             "ExpressionAttributeNames": {"#version": "version"}, "ExpressionAttributeValues": {":expected": {"N": "2"}}}},
    {"Update": {"TableName": "Orders", "Key": {"pk": {"S": "b"}, "sk": {"S": "order"}}, "UpdateExpression": "SET #status = :status REMOVE #due",
                "ConditionExpression": "attribute_exists(#pk)", "ExpressionAttributeNames": {"#due": "due", "#pk": "pk", "#status": "status"},
                "ExpressionAttributeValues": {
    ":status" : {"S" : "done"}}
}
},
    {"Delete": {"TableName": "Orders", "Key": {"pk": {"S": "c"}, "sk": {"S": "order"}}}},
    {"ConditionCheck": {"TableName": "Orders", "Key": {"pk": {"S": "d"}, "sk": {"S": "order"}}, "ConditionExpression": "attribute_not_exists(#pk)",
                        "ExpressionAttributeNames": {"#pk": "pk"}}}])json");
  EXPECT_EQ(transport_.asked(0).at("TransactItems"), expected);
}

TEST_F(DynamoClientTest, TriesThrottledCallsAgainWithGrowingPauses) {
  transport_.then_refuses("ThrottlingException")
      .then_refuses("ProvisionedThroughputExceededException")
      .then_refuses("RequestLimitExceeded");
  auto dynamo = client({.first_pause = std::chrono::milliseconds{100}, .longest_pause = std::chrono::milliseconds{300}});

  EXPECT_TRUE(dynamo.write(Delete{.key = key("a")}).value());

  ASSERT_EQ(pauses_.size(), 3u);
  EXPECT_LE(pauses_[0].count(), 200);
  for (const auto pause : pauses_) EXPECT_LE(pause.count(), 300);
}

TEST_F(DynamoClientTest, KnowsThatNothingWasWrittenWhenAllItsTriesWereThrottled) {
  for (int i = 0; i < 9; ++i) transport_.then_refuses("ThrottlingException");

  EXPECT_EQ(client().write(Delete{.key = key("a")}).error().code, ErrorCode::unavailable);
  EXPECT_EQ(transport_.calls(), 4u);
}

TEST_F(DynamoClientTest, DoesNotKnowAWriteThatGotNoAnswer) {
  for (const auto& lose :
       {+[](ScriptedTransport& t) { t.then_fails(Effect::unknown); }, +[](ScriptedTransport& t) { t.then(500, "{}"); },
        +[](ScriptedTransport& t) { t.then(200, "not JSON"); }}) {
    lose(transport_);
    for (int i = 0; i < 3; ++i) transport_.then_refuses("ThrottlingException");

    EXPECT_EQ(client().write(Delete{.key = key("a")}).error().code, ErrorCode::commit_unknown);
  }
}

TEST_F(DynamoClientTest, KnowsThatACallWhichNeverLeftDidNothing) {
  for (int i = 0; i < 4; ++i) transport_.then_fails(Effect::none);

  EXPECT_EQ(client().write(Delete{.key = key("a")}).error().code, ErrorCode::unavailable);
}

TEST_F(DynamoClientTest, NeverCallsAReadUnknown) {
  for (int i = 0; i < 4; ++i) transport_.then_fails(Effect::unknown);

  EXPECT_EQ(client().get(key("a")).error().code, ErrorCode::unavailable);
}

TEST_F(DynamoClientTest, DoesNotRepeatWhatCanNeverBe) {
  for (const char* const type :
       {"ValidationException", "ResourceNotFoundException", "AccessDeniedException", "UnrecognizedClientException"}) {
    const auto before = transport_.calls();
    transport_.then_refuses(type, R"(,"message":"secret names of tables")");

    const auto refused = client().write(Delete{.key = key("a")});

    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_EQ(refused.error().detail.find("secret"), std::string::npos);
    EXPECT_NE(refused.error().cause.find(type), std::string::npos);
    EXPECT_EQ(transport_.calls(), before + 1);
  }
}

TEST_F(DynamoClientTest, StopsRepeatingWhenTheBudgetIsUsedUp) {
  auto dynamo = client({.attempts = 100, .budget = 7, .percent_earned_per_call = 20});
  for (int i = 0; i < 100; ++i) transport_.then_refuses("ThrottlingException");

  EXPECT_FALSE(dynamo.write(Delete{.key = key("a")}));
  EXPECT_EQ(transport_.calls(), 8u);

  for (int i = 0; i < 5; ++i) EXPECT_FALSE(dynamo.write(Delete{.key = key("a")}));
  EXPECT_EQ(transport_.calls(), 8u + 5u + 1u) << "five calls have earned one repeat";
}

TEST_F(DynamoClientTest, CallsUnreadableItemsCorrupt) {
  for (const char* const item : {R"({"n":{"N":"1.5"}})", R"({"n":{"SS":["a"]}})", R"({"n":{"B":"%"}})",
                                 R"({"n":{"S":"a","N":"1"}})", R"({"n":1})", "[]"}) {
    transport_.then(200, R"({"Item":)" + std::string(item) + "}");

    EXPECT_EQ(client().get(key("a")).error().code, ErrorCode::corrupt) << item;
  }
}

}  // namespace
}  // namespace souk::aws
