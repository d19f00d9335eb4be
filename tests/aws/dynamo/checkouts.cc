#include "aws/dynamo/checkouts.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace souk::aws_test {
namespace {

template <class Call>
auto patiently(int patience, Call call) {
  auto outcome = call();
  const auto later = [&] {
    return outcome.error().code == ErrorCode::unavailable || outcome.error().code == ErrorCode::commit_unknown;
  };
  for (int tries = 1; !outcome && later() && tries < patience; ++tries) outcome = call();
  return outcome;
}

PaymentFact money_for(const Order& order) {
  return {.kind = FactKind::authorized,
          .attempt = order.current_attempt().id,
          .order = order.id,
          .amount = order.total(),
          .provider_reference = "charge"};
}

bool is_confirmed(const Result<Order>& outcome) { return outcome && outcome->state == OrderState::confirmed; }

void expect_each_sold_piece_recorded(contract::Home& home, const Checkouts& checkouts,
                                     const std::vector<Result<Order>>& outcomes) {
  std::multiset<std::string> sales;
  std::int64_t sum = 0;
  const auto movements = home.inventory->movements(checkouts.stock_item(), {}, 10'000).value();
  for (const Movement& movement : movements) {
    sum += movement.delta;
    if (movement.reason == MovementReason::sold) sales.insert(movement.reference);
  }
  EXPECT_EQ(sum, checkouts.units() - std::ranges::count_if(outcomes, is_confirmed));
  for (const auto& outcome : outcomes) {
    if (!outcome) continue;
    EXPECT_EQ(sales.count(outcome->id.text()), 1u) << outcome->number;
  }
}

void expect_an_event_for_each_version(contract::Home& home, const std::vector<Result<Order>>& outcomes) {
  std::map<std::string, std::vector<std::int64_t>> versions;
  const auto events = home.outbox->unpublished(10'000).value();
  for (const ports::Event& event : events) versions[event.aggregate].push_back(event.aggregate_version);
  for (const auto& outcome : outcomes) {
    if (!outcome) continue;
    std::vector<std::int64_t> expected;
    for (std::int64_t version = 1; version <= outcome->version; ++version) expected.push_back(version);
    auto& found = versions[outcome->id.text()];
    std::ranges::sort(found);
    EXPECT_EQ(found, expected) << outcome->number;
  }
}

void expect_the_answer_of_each_key(contract::Home& home, const Checkouts& checkouts,
                                   const std::vector<Result<Order>>& outcomes) {
  for (int buyer = 0; buyer < std::ssize(outcomes); ++buyer) {
    const auto& outcome = outcomes[static_cast<std::size_t>(buyer)];
    const auto found = home.answers->find(checkouts.key_of(buyer)).value();
    ASSERT_TRUE(std::holds_alternative<ports::StoredAnswer>(found)) << "buyer " << buyer;
    const auto& answer = std::get<ports::StoredAnswer>(found).answer;
    if (outcome) {
      EXPECT_EQ(answer, home.encoder->order_placed(*outcome)) << "buyer " << buyer;
    } else {
      EXPECT_EQ(answer.status, 409) << answer.body;
    }
  }
}

}  // namespace

Checkouts::Checkouts(contract::Home& home, int buyers, std::int64_t units) : home_(home), units_(units) {
  ports::ProductWrite write{.product = support::a_product(home.ids, "Mug")};
  write.stock.push_back({write.product.variants.front().id,
                         {.set_on_hand = units, .policy = StockPolicy::deny, .reason = MovementReason::received}});
  product_ = home.catalog->put({}, write).value();
  for (int i = 0; i < buyers; ++i)
    carts_.push_back(home.carts->save({}, support::a_cart(home.ids, home.clock.now(), {{product_, 1}})).value());
}

ports::IdempotencyKey Checkouts::key_of(int buyer) const { return support::a_key("buyer " + std::to_string(buyer)); }

Result<Order> Checkouts::buy(int buyer, int patience) const {
  const Cart& cart = carts_[static_cast<std::size_t>(buyer)];
  const Quote quote = support::a_quote(cart, {{product_, 1}});
  TRY(const auto opened,
      patiently(patience, [&] { return home_.ledger->open(key_of(buyer), support::a_checkout(cart), quote); }));
  return patiently(patience, [&] { return home_.ledger->apply(opened.order.id, money_for(opened.order)); });
}

void expect_true_books(contract::Home& home, const Checkouts& checkouts, const std::vector<Result<Order>>& outcomes) {
  const auto sold = std::ranges::count_if(outcomes, is_confirmed);
  EXPECT_EQ(sold, std::min<std::int64_t>(checkouts.units(), std::ssize(outcomes))) << "sold";
  const StockItem stock = home.inventory->find(checkouts.stock_item()).value();
  EXPECT_EQ(stock.on_hand, checkouts.units() - sold);
  EXPECT_EQ(stock.reserved, 0);

  std::set<std::string> numbers;
  for (const auto& outcome : outcomes) {
    if (!outcome) continue;
    EXPECT_TRUE(numbers.insert(outcome->number).second) << outcome->number << " was given twice";
    EXPECT_EQ(home.ledger->find(outcome->id).value(), *outcome);
  }
  EXPECT_EQ(std::ssize(home.ledger->newest({}, 10'000).value()), sold) << "orders that nobody was told of";
  expect_each_sold_piece_recorded(home, checkouts, outcomes);
  expect_an_event_for_each_version(home, outcomes);
  expect_the_answer_of_each_key(home, checkouts, outcomes);
}

}  // namespace souk::aws_test
