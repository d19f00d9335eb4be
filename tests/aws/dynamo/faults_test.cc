// What the shop makes of a service that throttles, fails, conflicts and loses answers.
#include <algorithm>

#include <gtest/gtest.h>

#include "aws/dynamo/checkouts.h"
#include "aws/dynamo/home.h"
#include "support/at_once.h"

namespace souk::aws_test {
namespace {

constexpr const char* kTransaction = "TransactWriteItems";

class DynamoFaults : public testing::Test {
 protected:
  /// `attempts`: of the client; with 1 every fault comes through to the adapters.
  void open(int attempts) {
    home_ = open_dynamo_home({.attempts = attempts, .first_pause = std::chrono::milliseconds{1}, .budget = 100'000}, &faulty_);
  }

  Product stocked(std::int64_t on_hand) {
    ports::ProductWrite write{.product = support::a_product(home_->ids, "Mug")};
    write.stock.push_back({write.product.variants.front().id, {.set_on_hand = on_hand, .policy = StockPolicy::deny}});
    return home_->catalog->put({}, write).value();
  }
  std::int64_t sum_of_movements(const StockItemId& id) {
    std::int64_t sum = 0;
    const auto movements = home_->inventory->movements(id, {}, 1000).value();
    for (const Movement& movement : movements) sum += movement.delta;
    return sum;
  }

  FaultyTransport* faulty_ = nullptr;
  std::unique_ptr<contract::Home> home_;
};

/// Both ways an answer is lost, with a client that repeats and with one that leaves it to the adapters.
struct Loss {
  const char* name;
  Faults fault;
  int attempts;
};
class LostAnswer : public DynamoFaults, public testing::WithParamInterface<Loss> {
 protected:
  LostAnswer() { open(GetParam().attempts); }
  void lose_next(const std::string& operation, int skipped = 0) { faulty_->once(operation, GetParam().fault, skipped); }
};
INSTANTIATE_TEST_SUITE_P(Aws, LostAnswer,
                         testing::Values(Loss{"after_it_was_done", {.lost_on_return = 1}, 1},
                                         Loss{"before_it_was_done", {.lost_on_the_way = 1}, 1},
                                         Loss{"after_it_was_done_and_repeated", {.lost_on_return = 1}, 4},
                                         Loss{"before_it_was_done_and_repeated", {.lost_on_the_way = 1}, 4},
                                         Loss{"by_an_error_after_it_was_done", {.failed_after = 1}, 4}),
                         [](const auto& each) { return each.param.name; });

TEST_P(LostAnswer, OpensOneOrderAndSaysItIsTheFirst) {
  const Checkouts checkouts(*home_, 1, 5);
  lose_next(kTransaction);

  const auto outcome = checkouts.buy(0, 1);

  ASSERT_TRUE(outcome) << outcome.error().detail << outcome.error().cause;
  EXPECT_EQ(home_->ledger->newest({}, 10).value().size(), 1u);
  EXPECT_EQ(home_->inventory->find(checkouts.stock_item()).value().on_hand, 4);
}

TEST_P(LostAnswer, DecidesAnOrderOnce) {
  const Checkouts checkouts(*home_, 1, 5);
  lose_next(kTransaction, 1);

  const auto outcome = checkouts.buy(0, 1);

  ASSERT_TRUE(outcome) << outcome.error().detail << outcome.error().cause;
  expect_true_books(*home_, checkouts, {outcome});
}

TEST_P(LostAnswer, StoresARefusalOnce) {
  const Checkouts checkouts(*home_, 1, 0);
  lose_next(kTransaction);

  const auto outcome = checkouts.buy(0, 1);

  ASSERT_FALSE(outcome);
  EXPECT_TRUE(outcome.error().code == ErrorCode::out_of_stock || outcome.error().code == ErrorCode::request_in_progress);
  const auto answer = home_->answers->find(checkouts.key_of(0)).value();
  ASSERT_TRUE(std::holds_alternative<ports::StoredAnswer>(answer));
  EXPECT_EQ(std::get<ports::StoredAnswer>(answer).answer.body, "out_of_stock: Mug is out of stock");
}

TEST_P(LostAnswer, AddsADeliveryOnce) {
  const auto id = stocked(5).variants.front().stock_item;
  lose_next(kTransaction);

  const auto after = home_->inventory->change({}, id, {}, {.delta = 7});

  ASSERT_TRUE(after) << after.error().cause;
  EXPECT_EQ(after->on_hand, 12);
  EXPECT_EQ(home_->inventory->find(id).value(), *after);
  EXPECT_EQ(sum_of_movements(id), 12);
}

TEST_P(LostAnswer, CountsAShelfOnceAtTheVersionThatWasSeen) {
  const auto id = stocked(5).variants.front().stock_item;
  const auto version = home_->inventory->find(id).value().version;
  lose_next(kTransaction);

  const auto after = home_->inventory->change({}, id, version, {.set_on_hand = 3, .low_stock_threshold = 1});

  ASSERT_TRUE(after) << after.error().cause;
  EXPECT_EQ(after->on_hand, 3);
  EXPECT_EQ(after->version, version + 1);
  EXPECT_EQ(sum_of_movements(id), 3);
}

TEST_P(LostAnswer, WritesAProductOnce) {
  const Product mug = support::a_product(home_->ids, "Mug");
  lose_next(kTransaction);

  const auto written = home_->catalog->put({}, ports::ProductWrite{.product = mug});

  ASSERT_TRUE(written) << written.error().cause;
  EXPECT_EQ(written->version, 1);
  EXPECT_EQ(home_->catalog->product(mug.id).value(), *written);
  EXPECT_EQ(home_->catalog->changes_after(0, 10).value().size(), 1u);
}

TEST_P(LostAnswer, ErasesAProduct) {
  const Product mug = stocked(1);
  const auto before = home_->catalog->version();
  lose_next(kTransaction);

  EXPECT_TRUE(home_->catalog->erase(mug.id, mug.version, {}));

  EXPECT_EQ(home_->catalog->product(mug.id).error().code, ErrorCode::not_found);
  EXPECT_GT(home_->catalog->version(), before);
}

TEST_P(LostAnswer, WritesAndErasesACategory) {
  Category tea{.id = home_->ids.fresh<CategoryId>(), .slug = "tea", .title = "Tea", .description_html = {}, .parent = {}};
  lose_next(kTransaction);
  const auto written = home_->catalog->put({}, tea);
  ASSERT_TRUE(written) << written.error().cause;
  EXPECT_EQ(written->version, 1);

  lose_next(kTransaction);
  EXPECT_TRUE(home_->catalog->erase(tea.id, 1, {}));
  EXPECT_TRUE(home_->catalog->categories().value().empty());
}

TEST_P(LostAnswer, SavesACartOnceAndStoresItsAnswer) {
  const ports::Repeatable<Cart> repeatable{.key = support::a_key("one"), .encode = [](const Cart& cart) {
                                             return ports::Answer{.status = 201, .body = cart.id.text()};
                                           }};
  const Cart cart = support::a_cart(home_->ids, home_->clock.now());
  lose_next(kTransaction);

  const auto saved = home_->carts->save(repeatable, cart);

  ASSERT_TRUE(saved) << saved.error().cause;
  EXPECT_EQ(saved->version, 1);
  EXPECT_EQ(std::get<ports::StoredAnswer>(home_->answers->find(*repeatable.key).value()).answer.body, cart.id.text());
}

TEST_P(LostAnswer, LeasesNumbersThatNobodyElseHas) {
  const Checkouts checkouts(*home_, 2, 5);
  lose_next("UpdateItem");

  const auto first = checkouts.buy(0, 5);
  const auto second = checkouts.buy(1, 5);

  ASSERT_TRUE(first && second);
  EXPECT_NE(first->number, second->number);
}

TEST_F(DynamoFaults, WritesNothingWhileEveryTransactionMeetsAnother) {
  open(3);
  const Checkouts checkouts(*home_, 1, 5);
  faulty_->set_for(kTransaction, {.in_conflict = 100});
  const int before = faulty_->calls(kTransaction);

  const auto outcome = checkouts.buy(0, 1);

  EXPECT_EQ(outcome.error().code, ErrorCode::unavailable);
  EXPECT_EQ(faulty_->calls(kTransaction) - before, 3) << "and gives up soon";
  faulty_->none();
  EXPECT_TRUE(home_->ledger->newest({}, 10).value().empty());
  EXPECT_EQ(home_->inventory->find(checkouts.stock_item()).value().reserved, 0);
  EXPECT_TRUE(checkouts.buy(0, 1)) << "the key is as good as new";
}

TEST_F(DynamoFaults, SaysThatItDoesNotKnowWhenEveryAnswerToAWriteIsLost) {
  open(2);
  const Checkouts checkouts(*home_, 1, 5);
  faulty_->set_for(kTransaction, {.lost_on_the_way = 100});

  EXPECT_EQ(checkouts.buy(0, 1).error().code, ErrorCode::commit_unknown);

  faulty_->none();
  EXPECT_TRUE(checkouts.buy(0, 1));
}

TEST_F(DynamoFaults, ShowsASaleWhoseSpreadingWasCutOff) {
  open(1);
  const Checkouts checkouts(*home_, 1, 5);
  faulty_->once(kTransaction, {.failed_before = 1}, 2);  // after T1 and T2

  const auto outcome = checkouts.buy(0, 1);

  expect_true_books(*home_, checkouts, {outcome});
}

TEST_F(DynamoFaults, KeepsTheProductThatWasWhenALargeWriteIsCutOffAnywhere) {
  open(1);
  Product screw = home_->catalog->put({}, {.product = support::a_product(home_->ids, "Screw", 120)}).value();
  Product next = screw;
  next.title = "Long screw";
  for (Variant& variant : next.variants) variant.price = support::eur(5);
  const int before = faulty_->calls(kTransaction);
  Product again = home_->catalog->put({}, {.product = next}).value();
  const int transactions = faulty_->calls(kTransaction) - before;
  ASSERT_GT(transactions, 2);

  for (int cut = 0; cut < 3; ++cut) {  // the drafts, and the one that makes them visible
    next = again;
    for (Variant& variant : next.variants) variant.price = support::eur(100 + cut);
    faulty_->once(kTransaction, {.failed_before = 1}, cut);
    const auto outcome = home_->catalog->put({}, {.product = next});
    const Product now = home_->catalog->product(screw.id).value();
    const auto first = home_->catalog->variants_for_sale(std::vector{screw.variants.front().id}).value();
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(now, outcome ? *outcome : again) << "cut at " << cut;
    EXPECT_EQ(first[0].variant, now.variants.front());
    again = now;
  }
}

TEST_F(DynamoFaults, WritesALargeNewProductWithItsStockAfterAFailure) {
  open(1);
  ports::ProductWrite write{.product = support::a_product(home_->ids, "Screw", 150)};
  for (const Variant& variant : write.product.variants)
    write.stock.push_back({variant.id, {.set_on_hand = 3, .policy = StockPolicy::deny, .reason = MovementReason::imported}});
  faulty_->set_for(kTransaction, {.throttled = 100});
  EXPECT_EQ(home_->catalog->put({}, write).error().code, ErrorCode::unavailable);
  faulty_->none();
  faulty_->once(kTransaction, {.throttled = 1}, 4);
  EXPECT_EQ(home_->catalog->put({}, write).error().code, ErrorCode::unavailable) << "cut off in the middle";
  EXPECT_EQ(home_->catalog->product(write.product.id).error().code, ErrorCode::not_found);
  EXPECT_TRUE(home_->catalog->variants_for_sale(std::vector{write.product.variants.front().id}).value().empty());

  const auto written = home_->catalog->put({}, write);

  ASSERT_TRUE(written) << written.error().detail << written.error().cause;
  EXPECT_EQ(home_->catalog->product(write.product.id).value(), *written);
  for (const Variant& variant : {write.product.variants.front(), write.product.variants.back()}) {
    EXPECT_EQ(home_->inventory->find(variant.stock_item).value().on_hand, 3);
    EXPECT_EQ(sum_of_movements(variant.stock_item), 3);
  }
}

class RandomFaults : public DynamoFaults, public testing::WithParamInterface<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Aws, RandomFaults, testing::Values(1U, 2U, 3U));

/// RELIABILITY.md, section 1, row 14.
TEST_P(RandomFaults, SellExactlyWhatIsThereAndAnswerEveryKeyRightly) {
  open(4);
  constexpr int kBuyers = 40;
  constexpr std::int64_t kUnits = 25;
  const Checkouts checkouts(*home_, kBuyers, kUnits);
  faulty_->set(
      {.throttled = 10, .failed_before = 3, .failed_after = 2, .lost_on_the_way = 2, .lost_on_return = 5, .in_conflict = 10},
      GetParam());

  const auto outcomes = support::at_once(kBuyers, [&](int buyer) { return checkouts.buy(buyer, 50); });

  faulty_->none();
  expect_true_books(*home_, checkouts, outcomes);
}

}  // namespace
}  // namespace souk::aws_test
