#include "contract/outbox_contract.h"

#include <numeric>

#include "records/event_message.h"
#include "support/at_once.h"
#include "support/builders.h"

namespace souk::contract {

namespace {

/// Ordered and authorized: leaves "order.placed" and "order.confirmed".
Order confirmed_order(Home& home, const std::string& key) {
  static int titles = 0;
  const Product mug =
      home.catalog->put({}, {.product = support::a_product(home.ids, "Mug " + std::to_string(++titles))}).value();
  const std::vector<support::Piece> pieces{{mug, 1}};
  const Cart cart = home.carts->save({}, support::a_cart(home.ids, home.clock.now(), pieces)).value();
  const Order order =
      home.ledger->open(support::a_key(key), support::a_checkout(cart), support::a_quote(cart, pieces)).value().order;
  const PaymentFact paid{
      .kind = FactKind::authorized, .attempt = order.current_attempt().id, .order = order.id, .amount = order.total()};
  return home.ledger->apply(order.id, paid).value();
}

std::vector<std::string> types(const std::vector<ports::Event>& events) {
  std::vector<std::string> found;
  for (const ports::Event& event : events) found.push_back(event.type);
  return found;
}

std::vector<ports::Message> receive(Home& home) {
  return home.queue->receive("order-processing", 10, std::chrono::seconds{30}).value();
}

}  // namespace

TEST_P(OutboxContract, ListsWhatIsNotPublishedYetOldestFirst) {
  const Order order = confirmed_order(*home_, "one");

  const auto events = home_->outbox->unpublished(100).value();

  ASSERT_EQ(types(events), (std::vector<std::string>{"order.placed", "order.confirmed"}));
  EXPECT_EQ(events[1].aggregate, order.id.text());
  EXPECT_EQ(events[1].aggregate_version, order.version);
  EXPECT_EQ(events[1].at, home_->clock.now());
  EXPECT_NE(events[1].data.find("\"state\":\"confirmed\""), std::string::npos) << events[1].data;
  EXPECT_EQ(events[1].data.find(order.email), std::string::npos) << "no personal data";
  EXPECT_EQ(types(home_->outbox->unpublished(1).value()), std::vector<std::string>{"order.placed"});
}

TEST_P(OutboxContract, SendsEachEventToThoseWhoSubscribedToItsType) {
  const Order order = confirmed_order(*home_, "one");
  const auto events = home_->outbox->unpublished(100).value();

  EXPECT_EQ(home_->outbox->publish(100).value(), 2);

  const auto messages = receive(*home_);
  ASSERT_EQ(messages.size(), 1u) << "nobody subscribed to order.placed";
  const auto message = records::read_event_message(messages[0].body).value();
  EXPECT_EQ(message.id, events[1].id);
  EXPECT_EQ(message.type, "order.confirmed");
  EXPECT_EQ(message.aggregate, order.id.text());
  EXPECT_EQ(message.aggregate_version, order.version);
  EXPECT_EQ(message.at, events[1].at);
}

TEST_P(OutboxContract, PublishesAnEventOnce) {
  confirmed_order(*home_, "one");
  ASSERT_EQ(home_->outbox->publish(100).value(), 2);

  EXPECT_EQ(home_->outbox->publish(100).value(), 0);

  EXPECT_TRUE(home_->outbox->unpublished(100).value().empty());
  EXPECT_EQ(receive(*home_).size(), 1u);
}

TEST_P(OutboxContract, PublishesAtMostAsManyAsAskedFor) {
  confirmed_order(*home_, "one");

  EXPECT_EQ(home_->outbox->publish(1).value(), 1);
  EXPECT_EQ(types(home_->outbox->unpublished(100).value()), std::vector<std::string>{"order.confirmed"});
}

TEST_P(OutboxContract, ForgetsNothingThatHasNotLeft) {
  confirmed_order(*home_, "one");
  home_->clock.advance(std::chrono::days{60});

  EXPECT_EQ(home_->outbox->forget(home_->clock.now(), 1000).value(), 0);

  EXPECT_EQ(home_->outbox->publish(100).value(), 2);
}

TEST_P(OutboxContract, LosesAndRepeatsNothingWhenManyPublish) {
  for (const char* const key : {"one", "two", "three"}) confirmed_order(*home_, key);

  const auto counts = support::at_once(4, [&](int) { return home_->outbox->publish(100).value(); });

  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), 6);
  EXPECT_EQ(receive(*home_).size(), 3u);
}

}  // namespace souk::contract
