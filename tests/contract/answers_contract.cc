#include "contract/answers_contract.h"

#include <algorithm>

#include "support/at_once.h"
#include "support/builders.h"

namespace souk::contract {

using support::a_key;

namespace {

/// Any write with an answer: a new cart.
void answer(Home& home, const ports::IdempotencyKey& key, const ports::Answer& answer) {
  const ports::Repeatable<Cart> repeatable{.key = key, .encode = [&](const Cart&) { return answer; }};
  ASSERT_TRUE(home.carts->save(repeatable, support::a_cart(home.ids, home.clock.now())));
}

bool is_known(Home& home, const std::string& key) {
  return !std::holds_alternative<std::monostate>(home.answers->find(a_key(key)).value());
}

}  // namespace

TEST_P(AnswersContract, GivesBackEveryByteOfAnAnswer) {
  const ports::Answer sent{.status = 201,
                           .body = std::string("{\"name\":\"Käännös \\u0000\",\n \"token\":\"{{order_token}}\"}\0", 52),
                           .location = "/v1/carts/x",
                           .etag = "\"7\""};
  answer(*home_, a_key("one"), sent);

  const auto found = home_->answers->find(a_key("one")).value();

  ASSERT_TRUE(std::holds_alternative<ports::StoredAnswer>(found));
  EXPECT_EQ(std::get<ports::StoredAnswer>(found).answer, sent);
}

TEST_P(AnswersContract, KnowsNothingOfAnUnusedKey) { EXPECT_FALSE(is_known(*home_, "never")); }

TEST_P(AnswersContract, RefusesAKeyWithAnotherRequest) {
  answer(*home_, a_key("one"), {.status = 200, .body = "{}"});

  EXPECT_EQ(home_->answers->find(a_key("one", "somebody", "another request")).error().code, ErrorCode::idempotency_key_reused);
}

TEST_P(AnswersContract, KeepsPrincipalsMethodsAndRoutesApart) {
  answer(*home_, a_key("one"), {.status = 200, .body = "{}"});
  auto other_method = a_key("one");
  other_method.method = "PUT";
  auto other_route = a_key("one");
  other_route.route = "/carts";

  for (const auto& key : {a_key("one", "somebody else"), other_method, other_route}) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(home_->answers->find(key).value()));
  }
}

TEST_P(AnswersContract, ForgetsOldAnswersAndKeepsTheRest) {
  answer(*home_, a_key("old"), {.status = 200, .body = "{}"});
  home_->clock.advance(std::chrono::hours{1});
  answer(*home_, a_key("older than the limit"), {.status = 200, .body = "{}"});
  home_->clock.advance(std::chrono::hours{1});
  answer(*home_, a_key("young"), {.status = 200, .body = "{}"});

  EXPECT_EQ(home_->answers->forget(home_->clock.now(), 1).value(), 1);
  EXPECT_FALSE(is_known(*home_, "old"));
  EXPECT_EQ(home_->answers->forget(home_->clock.now(), 10).value(), 1);
  EXPECT_EQ(home_->answers->forget(home_->clock.now(), 10).value(), 0);
  EXPECT_TRUE(is_known(*home_, "young"));
}

TEST_P(AnswersContract, RemembersForEverWhichOrderAKeyMade) {
  const Product mug = home_->catalog->put({}, {.product = support::a_product(home_->ids, "Mug")}).value();
  const std::vector<support::Piece> pieces{{mug, 1}};
  const Cart cart = home_->carts->save({}, support::a_cart(home_->ids, home_->clock.now(), pieces)).value();
  const auto open = [&] {
    return home_->ledger->open(a_key("one"), support::a_checkout(cart), support::a_quote(cart, pieces)).value();
  };
  const Order order = open().order;
  const PaymentFact paid{
      .kind = FactKind::authorized, .attempt = order.current_attempt().id, .order = order.id, .amount = order.total()};
  ASSERT_TRUE(home_->ledger->apply(order.id, paid));
  home_->clock.advance(std::chrono::hours{73});

  EXPECT_EQ(home_->answers->forget(home_->clock.now(), 10).value(), 1);

  const auto found = home_->answers->find(a_key("one")).value();
  ASSERT_TRUE(std::holds_alternative<ports::OpenedAttempt>(found)) << "the answer is gone, what it was about is not";
  EXPECT_EQ(std::get<ports::OpenedAttempt>(found).order, order.id);
  EXPECT_FALSE(open().first);
  EXPECT_EQ(home_->answers->forget(home_->clock.now(), 10).value(), 0);
}

TEST_P(AnswersContract, AnswersOneOfManyRequestsUnderOneKey) {
  const auto outcomes = support::at_once(10, [&](int i) {
    const ports::Repeatable<Cart> repeatable{
        .key = a_key("one"), .encode = [i](const Cart&) { return ports::Answer{.status = 201, .body = std::to_string(i)}; }};
    return home_->carts->save(repeatable, support::a_cart(home_->ids, home_->clock.now()));
  });

  const auto winner = std::ranges::find_if(outcomes, [](const auto& outcome) { return outcome.has_value(); });
  EXPECT_EQ(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }), 1);
  const auto found = home_->answers->find(a_key("one")).value();
  EXPECT_EQ(std::get<ports::StoredAnswer>(found).answer.body, std::to_string(winner - outcomes.begin()));
}

}  // namespace souk::contract
