#include "providers/test_provider.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "providers/test_gateway.h"
#include "support/at_once.h"
#include "support/temp_folder.h"

namespace souk::providers {
namespace {

constexpr ProviderFaults kBreaksOffAtOnce{.timeout_after_success_rate = 0, .seed = 1, .hang = std::chrono::milliseconds{0}};

/// A provider in a folder of its own, and the shop's way to it.
class TestProviderTest : public testing::Test {
 protected:
  TestProviderTest() { start(); }

  void start(ProviderFaults faults = kBreaksOffAtOnce) {
    provider_.reset();
    auto started = TestProvider::start({folder_.path(), ShopMode::development, 0, faults});
    ASSERT_TRUE(started) << started.error().cause;
    provider_ = std::move(*started);
  }

  /// The answer of a page that a shopper opens.
  net::HttpResponse open_page(const std::string& url) const {
    const std::string base = "http://127.0.0.1:" + std::to_string(provider_->port());
    const net::HttpClient browser{net::Endpoint::parse(base).value()};
    return browser.send({"GET", url.substr(url.find("/actions/"))}, std::chrono::seconds{5}).value();
  }

  static Order order_of(std::int64_t minor, std::string token, std::uint8_t number = 1) {
    Order order;
    order.id.bytes[0] = number;
    PaymentAttempt attempt;
    attempt.id.bytes[0] = number;
    attempt.amount = {minor, *Currency::parse("EUR")};
    attempt.token = std::move(token);
    order.attempts = {attempt};
    return order;
  }

  PaymentFact authorize(const Order& order) { return gateway_.authorize(order, order.current_attempt()); }
  PaymentFact look_up(const Order& order) { return gateway_.look_up(order, order.current_attempt()); }
  PaymentFact capture(const Order& order) { return gateway_.capture(order, order.current_attempt()); }
  PaymentFact cancel(const Order& order) { return gateway_.void_authorization(order, order.current_attempt()); }
  PaymentFact refund(const Order& order, std::int64_t minor, const std::string& id) {
    return gateway_.refund(order, order.current_attempt(), {minor, order.current_attempt().amount.currency}, id);
  }

  std::vector<std::string> log_lines() const {
    std::ifstream file(folder_.path() / "test-provider.log");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }
  std::ptrdiff_t logged(const std::string& effect) const {
    return std::ranges::count_if(log_lines(),
                                 [&](const std::string& line) { return line.contains("\"effect\":\"" + effect + '"'); });
  }

  support::TempFolder folder_;
  std::unique_ptr<TestProvider> provider_;
  TestGateway gateway_{net::Endpoint::unix_socket(test_provider_socket(folder_.path()))};
};

TEST_F(TestProviderTest, AuthorizesOnceHoweverOftenItIsAsked) {
  const Order order = order_of(1999, "tok_ok");

  const PaymentFact first = authorize(order);
  const PaymentFact second = authorize(order);

  EXPECT_EQ(first.kind, FactKind::authorized);
  EXPECT_EQ(first.amount, order.current_attempt().amount);
  EXPECT_EQ(first.order, order.id);
  EXPECT_EQ(first.attempt, order.current_attempt().id);
  EXPECT_EQ(second, first);
  EXPECT_EQ(logged("authorized"), 1);
}

TEST_F(TestProviderTest, AuthorizesWithoutAToken) { EXPECT_EQ(authorize(order_of(1999, "")).kind, FactKind::authorized); }

TEST_F(TestProviderTest, DeclinesABadCardAndAnUnknownToken) {
  const PaymentFact declined = authorize(order_of(1999, "tok_declined", 1));
  const PaymentFact unknown = authorize(order_of(1999, "tok_of_another_shop", 2));

  EXPECT_EQ(declined.kind, FactKind::declined);
  EXPECT_EQ(declined.refusal, "card_declined");
  EXPECT_EQ(declined.amount.minor, 0);
  EXPECT_EQ(unknown.kind, FactKind::declined);
  EXPECT_EQ(unknown.refusal, "invalid_token");
}

TEST_F(TestProviderTest, DoesNotTakeAnotherAmountUnderAKeyItKnows) {
  authorize(order_of(1999, "tok_ok"));

  const PaymentFact other = authorize(order_of(2999, "tok_ok"));

  EXPECT_EQ(other.kind, FactKind::unknown);
  EXPECT_EQ(logged("authorized"), 1);
}

TEST_F(TestProviderTest, CapturesOnce) {
  const Order order = order_of(1999, "tok_ok");
  authorize(order);

  EXPECT_EQ(capture(order).kind, FactKind::captured);
  EXPECT_EQ(capture(order).kind, FactKind::captured);

  EXPECT_EQ(logged("captured"), 1);
}

TEST_F(TestProviderTest, DoesNotCaptureWhatWasVoided) {
  const Order order = order_of(1999, "tok_ok");
  authorize(order);

  EXPECT_EQ(cancel(order).kind, FactKind::voided);
  EXPECT_EQ(capture(order).kind, FactKind::capture_failed);

  EXPECT_EQ(logged("captured"), 0);
}

TEST_F(TestProviderTest, DeclinesWhatWasVoidedBeforeItBegan) {
  const Order order = order_of(1999, "tok_ok");

  EXPECT_EQ(cancel(order).kind, FactKind::voided);
  const PaymentFact late = authorize(order);

  EXPECT_EQ(late.kind, FactKind::declined);
  EXPECT_EQ(late.refusal, "canceled_before_it_began");
  EXPECT_EQ(logged("canceled"), 1);
  EXPECT_EQ(logged("authorized"), 0);
}

TEST_F(TestProviderTest, TellsThatThePaymentSucceededWhenItIsVoidedTooLate) {
  const Order order = order_of(1999, "tok_ok");
  authorize(order);
  capture(order);

  EXPECT_EQ(cancel(order).kind, FactKind::captured);

  EXPECT_EQ(logged("voided"), 0);
}

TEST_F(TestProviderTest, RefundsOncePerRefundAndNeverMoreThanWasCaptured) {
  const Order order = order_of(1999, "tok_ok");
  authorize(order);
  capture(order);

  EXPECT_EQ(refund(order, 1000, "r1").kind, FactKind::refunded);
  EXPECT_EQ(refund(order, 1000, "r1").kind, FactKind::refunded);
  EXPECT_EQ(refund(order, 1000, "r2").kind, FactKind::unknown);
  EXPECT_EQ(refund(order, 999, "r3").amount.minor, 999);

  EXPECT_EQ(logged("refunded"), 2);
}

TEST_F(TestProviderTest, HasChargedWhenItsAnswerNeverArrives) {
  const Order order = order_of(1999, "tok_timeout_after_success");

  EXPECT_EQ(authorize(order).kind, FactKind::unknown);
  EXPECT_EQ(look_up(order).kind, FactKind::authorized);

  EXPECT_EQ(logged("authorized"), 1);
}

TEST_F(TestProviderTest, IsGivenUpOnWhenItHangs) {
  start({.hang = std::chrono::seconds{60}});
  TestGateway impatient{net::Endpoint::unix_socket(test_provider_socket(folder_.path())), std::chrono::milliseconds{50}};
  const Order order = order_of(1999, "tok_timeout_after_success");

  EXPECT_EQ(impatient.authorize(order, order.current_attempt()).kind, FactKind::unknown);

  EXPECT_EQ(logged("authorized"), 1);
}

TEST_F(TestProviderTest, TimesOutAtRandomWhenAskedTo) {
  start({.timeout_after_success_rate = 1, .hang = std::chrono::milliseconds{0}});
  const Order order = order_of(1999, "tok_ok");

  EXPECT_EQ(authorize(order).kind, FactKind::unknown);
  EXPECT_EQ(look_up(order).kind, FactKind::authorized);
}

TEST_F(TestProviderTest, WaitsForTheShopperToApprove) {
  const Order order = order_of(1999, "tok_requires_action");
  const PaymentFact waiting = authorize(order);
  ASSERT_EQ(waiting.kind, FactKind::requires_action);
  const std::string base = "http://127.0.0.1:" + std::to_string(provider_->port());
  ASSERT_TRUE(waiting.action_url.starts_with(base + "/actions/")) << waiting.action_url;
  EXPECT_EQ(look_up(order).kind, FactKind::requires_action);

  const net::HttpClient browser{net::Endpoint::tcp("127.0.0.1", provider_->port())};
  const auto page = browser.send({"GET", waiting.action_url.substr(base.size())}, std::chrono::seconds{5});

  ASSERT_TRUE(page);
  EXPECT_EQ(page->status, 200);
  EXPECT_EQ(look_up(order).kind, FactKind::authorized);
}

TEST_F(TestProviderTest, DoesNotLetAVoidedPaymentBeApproved) {
  const Order order = order_of(1999, "tok_requires_action");
  const PaymentFact waiting = authorize(order);
  EXPECT_EQ(cancel(order).kind, FactKind::voided);

  const net::HttpClient browser{net::Endpoint::tcp("127.0.0.1", provider_->port())};
  const auto page =
      browser.send({"POST", waiting.action_url.substr(waiting.action_url.find("/actions/"))}, std::chrono::seconds{5});

  ASSERT_TRUE(page);
  EXPECT_EQ(look_up(order).kind, FactKind::voided);
  EXPECT_EQ(logged("authorized"), 0);
}

TEST_F(TestProviderTest, RemembersItsChargesOverARestart) {
  const Order paid = order_of(1999, "tok_ok", 1);
  const Order canceled = order_of(500, "tok_ok", 2);
  const Order refunded = order_of(700, "tok_ok", 3);
  authorize(paid);
  cancel(canceled);
  authorize(refunded);
  capture(refunded);
  refund(refunded, 700, "r1");

  start();

  EXPECT_EQ(authorize(paid).kind, FactKind::authorized);
  EXPECT_EQ(authorize(canceled).kind, FactKind::declined);
  EXPECT_EQ(authorize(refunded).kind, FactKind::refunded);
  EXPECT_EQ(refund(refunded, 700, "r1").kind, FactKind::refunded);
  EXPECT_EQ(log_lines().size(), 5U);
}

TEST_F(TestProviderTest, ForgetsALineThatWasNeverFinished) {
  const Order order = order_of(1999, "tok_ok");
  authorize(order);
  provider_.reset();
  std::ofstream(folder_.path() / "test-provider.log", std::ios::app) << R"({"time":"2026-11-22T)";

  start();
  authorize(order_of(1999, "tok_ok", 2));

  EXPECT_EQ(log_lines().size(), 2U);
  EXPECT_EQ(logged("authorized"), 2);
}

TEST_F(TestProviderTest, DoesNotStartFromALogItDidNotWrite) {
  provider_.reset();
  std::ofstream(folder_.path() / "test-provider.log", std::ios::app) << "{\"effect\":\"gift\"}\n";

  const auto started = TestProvider::start({folder_.path(), ShopMode::development});

  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::corrupt);
}

TEST_F(TestProviderTest, TakesManyPaymentsAtOnceAndForgetsNone) {
  constexpr int threads = 8;
  constexpr int each = 25;

  const auto taken = support::at_once(threads, [&](int thread) {
    int authorized = 0;
    for (int i = 0; i < each; ++i) {
      const Order order = order_of(100, "tok_ok", static_cast<std::uint8_t>(thread * each + i));
      authorized += authorize(order).kind == FactKind::authorized ? 1 : 0;
    }
    return authorized;
  });

  EXPECT_EQ(taken, std::vector<int>(threads, each));
  EXPECT_EQ(logged("authorized"), threads * each);
}

TEST_F(TestProviderTest, ServesAFolderAlone) {
  const auto second = TestProvider::start({folder_.path(), ShopMode::development});

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::invalid_state);
  EXPECT_TRUE(test_provider_answers(folder_.path()));
}

TEST_F(TestProviderTest, RefusesAProductionShop) {
  const support::TempFolder production;

  const auto started = TestProvider::start({production.path(), ShopMode::production});

  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::forbidden);
}

TEST_F(TestProviderTest, IsUnknownToAShopThatCannotReachIt) {
  provider_.reset();

  EXPECT_EQ(authorize(order_of(1999, "tok_ok")).kind, FactKind::unknown);
  EXPECT_FALSE(test_provider_answers(folder_.path()));
}

TEST_F(TestProviderTest, AnswersNonsenseWithAnError) {
  const net::HttpClient client{net::Endpoint::unix_socket(test_provider_socket(folder_.path()))};
  const auto send = [&](std::string method, std::string target, std::string body) {
    const auto answer = client.send({std::move(method), std::move(target), {}, std::move(body)}, std::chrono::seconds{5});
    return answer ? answer->status : 0;
  };

  EXPECT_EQ(send("POST", "/v1/authorizations", "{"), 400);
  EXPECT_EQ(send("POST", "/v1/authorizations",
                 R"({"key":"k","authorization":"a","order":"o","attempt":"t","amount":{"amount":-1,"currency":"EUR"}})"),
            400);
  EXPECT_EQ(send("POST", "/v1/captures",
                 R"({"key":"k","authorization":"a","order":"o","attempt":"t","amount":{"amount":1,"currency":"EUR"}})"),
            404);
  EXPECT_EQ(send("GET", "/v1/captures", ""), 405);
  EXPECT_EQ(send("GET", "/nothing", ""), 404);
  EXPECT_EQ(send("GET", "/actions/tp_999", ""), 404);
  EXPECT_TRUE(log_lines().empty());
}

TEST_F(TestProviderTest, SendsTheShopperBackAlsoAfterARestart) {
  Order order = order_of(1999, "tok_requires_action");
  order.attempts[0].return_url = "https://shop.example/thanks";
  authorize(order);
  start();

  const auto page = open_page(look_up(order).action_url);

  EXPECT_EQ(page.status, 303);
  EXPECT_EQ(page.header("location"), "https://shop.example/thanks");
  EXPECT_EQ(look_up(order).kind, FactKind::authorized);
}

}  // namespace
}  // namespace souk::providers
