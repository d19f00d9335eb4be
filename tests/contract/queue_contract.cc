#include "contract/queue_contract.h"

#include <algorithm>
#include <set>

#include "support/at_once.h"

namespace souk::contract {

namespace {

constexpr const char* kQueue = "order-processing";
constexpr std::chrono::seconds kVisibility{30};

std::vector<std::string> bodies(const std::vector<ports::Message>& messages) {
  std::vector<std::string> found;
  for (const ports::Message& message : messages) found.push_back(message.body);
  std::ranges::sort(found);
  return found;
}

std::vector<ports::Message> receive(Home& home, std::int64_t limit = 10) {
  return home.queue->receive(kQueue, limit, kVisibility).value();
}

/// Received as often as a message may be, and never removed.
void wear_out(Home& home) {
  for (std::int64_t i = 0; i < ports::Queue::kMaxReceives; ++i) {
    ASSERT_EQ(receive(home).size(), 1u);
    home.clock.advance(kVisibility);
  }
  ASSERT_TRUE(receive(home).empty());
}

}  // namespace

TEST_P(QueueContract, DeliversWhatWasSent) {
  const MessageId id = home_->queue->send(kQueue, "{\"a\":1}").value();

  const auto messages = receive(*home_);

  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].id, id);
  EXPECT_EQ(messages[0].body, "{\"a\":1}");
  EXPECT_EQ(messages[0].receive_count, 1);
}

TEST_P(QueueContract, DeliversNothingFromAnEmptyQueueOrAnotherOne) {
  ASSERT_TRUE(home_->queue->send("mail", "hello"));

  EXPECT_TRUE(receive(*home_).empty());
}

TEST_P(QueueContract, DeliversAtMostAsManyAsAskedFor) {
  for (const char* const body : {"a", "b", "c"}) ASSERT_TRUE(home_->queue->send(kQueue, body));

  const auto first = receive(*home_, 2);
  const auto second = receive(*home_, 2);

  EXPECT_EQ(first.size(), 2u);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(std::ranges::count(bodies(first), second[0].body), 0);
}

TEST_P(QueueContract, HidesADeliveryUntilItsTimeIsUpThenDeliversItAgain) {
  ASSERT_TRUE(home_->queue->send(kQueue, "a"));
  ASSERT_EQ(receive(*home_).size(), 1u);

  home_->clock.advance(kVisibility - std::chrono::milliseconds{1});
  EXPECT_TRUE(receive(*home_).empty());
  home_->clock.advance(std::chrono::milliseconds{1});
  const auto again = receive(*home_);

  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].receive_count, 2);
}

TEST_P(QueueContract, DeliversADelayedMessageOnlyThen) {
  ASSERT_TRUE(home_->queue->send(kQueue, "later", std::chrono::seconds{5}));
  EXPECT_TRUE(receive(*home_).empty());

  home_->clock.advance(std::chrono::seconds{5});

  EXPECT_EQ(receive(*home_).size(), 1u);
}

TEST_P(QueueContract, NeverDeliversARemovedMessageAgain) {
  ASSERT_TRUE(home_->queue->send(kQueue, "a"));
  const auto message = receive(*home_).at(0);

  ASSERT_TRUE(home_->queue->remove(kQueue, message));
  ASSERT_TRUE(home_->queue->remove(kQueue, message)) << "twice is once";

  home_->clock.advance(kVisibility);
  EXPECT_TRUE(receive(*home_).empty());
}

TEST_P(QueueContract, IgnoresTheReceiptOfAnEarlierDelivery) {
  ASSERT_TRUE(home_->queue->send(kQueue, "a"));
  const auto first = receive(*home_).at(0);
  home_->clock.advance(kVisibility);
  const auto second = receive(*home_).at(0);

  ASSERT_TRUE(home_->queue->remove(kQueue, first));
  ASSERT_TRUE(home_->queue->release(kQueue, first, {}));
  EXPECT_TRUE(receive(*home_).empty()) << "the second consumer still has it";
  home_->clock.advance(kVisibility);
  EXPECT_EQ(receive(*home_).size(), 1u) << "and the first one did not remove it";
}

TEST_P(QueueContract, DeliversAReleasedMessageAfterItsDelay) {
  ASSERT_TRUE(home_->queue->send(kQueue, "a"));
  const auto message = receive(*home_).at(0);

  ASSERT_TRUE(home_->queue->release(kQueue, message, std::chrono::seconds{2}));

  EXPECT_TRUE(receive(*home_).empty());
  home_->clock.advance(std::chrono::seconds{2});
  EXPECT_EQ(receive(*home_).at(0).receive_count, 2);
}

TEST_P(QueueContract, PutsAMessageThatNobodyCanHandleAmongTheDeadLetters) {
  ASSERT_TRUE(home_->queue->send(kQueue, "poison"));
  wear_out(*home_);

  EXPECT_EQ(bodies(home_->queue->dead_letters(kQueue, 10).value()), std::vector<std::string>{"poison"});
  home_->clock.advance(std::chrono::hours{24});
  EXPECT_TRUE(receive(*home_).empty());
}

TEST_P(QueueContract, LetsOthersPassAMessageThatNobodyCanHandle) {
  ASSERT_TRUE(home_->queue->send(kQueue, "poison"));
  wear_out(*home_);
  ASSERT_TRUE(home_->queue->send(kQueue, "good"));

  EXPECT_EQ(bodies(receive(*home_)), std::vector<std::string>{"good"});
}

TEST_P(QueueContract, RedrivesDeadLettersAsIfTheyWereNew) {
  ASSERT_TRUE(home_->queue->send(kQueue, "poison"));
  wear_out(*home_);

  EXPECT_EQ(home_->queue->redrive(kQueue, 10).value(), 1);

  EXPECT_TRUE(home_->queue->dead_letters(kQueue, 10).value().empty());
  EXPECT_EQ(receive(*home_).at(0).receive_count, 1);
  EXPECT_EQ(home_->queue->redrive(kQueue, 10).value(), 0);
}

TEST_P(QueueContract, ForgetsDeadLettersOfLongAgo) {
  ASSERT_TRUE(home_->queue->send(kQueue, "old poison"));
  wear_out(*home_);
  const Instant between = home_->clock.now() + std::chrono::hours{1};
  home_->clock.advance(std::chrono::hours{2});
  ASSERT_TRUE(home_->queue->send(kQueue, "new poison"));
  wear_out(*home_);
  ASSERT_TRUE(home_->queue->send(kQueue, "good"));

  EXPECT_EQ(home_->queue->forget_dead(kQueue, between, 10).value(), 1);

  EXPECT_EQ(bodies(home_->queue->dead_letters(kQueue, 10).value()), std::vector<std::string>{"new poison"});
  EXPECT_EQ(bodies(receive(*home_)), std::vector<std::string>{"good"});
}

TEST_P(QueueContract, IgnoresAReceiptFromBeforeARedrive) {
  ASSERT_TRUE(home_->queue->send(kQueue, "poison"));
  const auto first = receive(*home_).at(0);
  home_->clock.advance(kVisibility);
  for (std::int64_t i = 1; i < ports::Queue::kMaxReceives; ++i) {
    receive(*home_);
    home_->clock.advance(kVisibility);
  }
  ASSERT_TRUE(receive(*home_).empty());
  ASSERT_EQ(home_->queue->redrive(kQueue, 10).value(), 1);
  ASSERT_EQ(receive(*home_).size(), 1u);

  ASSERT_TRUE(home_->queue->remove(kQueue, first));

  home_->clock.advance(kVisibility);
  EXPECT_EQ(receive(*home_).size(), 1u);
}

TEST_P(QueueContract, GivesEachMessageToOneOfManyConsumers) {
  std::set<std::string> sent;
  for (int i = 0; i < 40; ++i) {
    sent.insert(std::to_string(i));
    ASSERT_TRUE(home_->queue->send(kQueue, std::to_string(i)));
  }

  const auto received = support::at_once(8, [&](int) {
    std::vector<std::string> mine;
    for (int round = 0; round < 10; ++round) {
      for (const ports::Message& message : receive(*home_, 3)) mine.push_back(message.body);
    }
    return mine;
  });

  std::vector<std::string> all;
  for (const auto& mine : received) all.insert(all.end(), mine.begin(), mine.end());
  EXPECT_EQ(all.size(), sent.size());
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()), sent);
}

}  // namespace souk::contract
