#include "embedded/schema.h"

#include <string>

#include <gtest/gtest.h>

#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

class SchemaTest : public testing::Test {
 protected:
  SchemaTest() { EXPECT_TRUE(sqlite::migrate(*connection_, kApplicationId, schema())); }

  static std::string id(int n) {
    const std::string digits = std::to_string(n);
    return "x'" + std::string(44 - digits.size(), '0') + digits + "'";
  }
  bool accepts(const std::string& sql) { return connection_->execute(sql).has_value(); }
  /// How SQLite would answer the question.
  std::string plan_of(const std::string& sql) {
    std::string plan;
    auto steps = connection_->prepare("EXPLAIN QUERY PLAN " + sql).value();  // its parameters stay NULL
    while (steps.next().value()) plan += steps.column<std::string>(3) + "\n";
    return plan;
  }

  support::TempFolder folder_;
  std::unique_ptr<sqlite::Connection> connection_ = sqlite::Connection::open(folder_.path() / "souk.db").value();
};

TEST_F(SchemaTest, HoldsStockToItsBounds) {
  ASSERT_TRUE(accepts("INSERT INTO stock_items VALUES (" + id(1) + ", 'deny', 5, 0, 0, 1)"));

  EXPECT_TRUE(accepts("UPDATE stock_items SET reserved = 5"));
  EXPECT_FALSE(accepts("UPDATE stock_items SET reserved = 6"));
  EXPECT_FALSE(accepts("UPDATE stock_items SET reserved = -1"));
  EXPECT_FALSE(accepts("UPDATE stock_items SET on_hand = 4"));
  EXPECT_TRUE(accepts("UPDATE stock_items SET policy = 'backorder', reserved = 6"));
  EXPECT_FALSE(accepts("UPDATE stock_items SET policy = 'untracked'"));
}

TEST_F(SchemaTest, NeverChangesNorDeletesAMovement) {
  ASSERT_TRUE(accepts("INSERT INTO stock_items VALUES (" + id(1) + ", 'deny', 5, 0, 0, 1)"));
  ASSERT_TRUE(accepts("INSERT INTO movements VALUES (" + id(1) + ", " + id(2) + ", 5, 'received', '', 0)"));

  EXPECT_FALSE(accepts("UPDATE movements SET delta = 6"));
  EXPECT_FALSE(accepts("DELETE FROM movements"));
  EXPECT_FALSE(accepts("INSERT INTO movements VALUES (" + id(1) + ", " + id(3) + ", 0, 'received', '', 0)")) << "nothing moved";
  EXPECT_FALSE(accepts("INSERT INTO movements VALUES (" + id(9) + ", " + id(3) + ", 1, 'received', '', 0)")) << "of nothing";
}

class OrderSchemaTest : public SchemaTest {
 protected:
  bool insert(int order, int cart, const std::string& state, const std::string& totals) {
    return accepts("INSERT INTO orders VALUES (" + id(order) + ", 'S" + std::to_string(order) + "', " + id(cart) + ", 1, '" +
                   state + "', 'none', 'unfulfilled', 'EUR', " + totals + ", NULL, '', 0, 0, 0, '{}', NULL, NULL, '', NULL)");
  }
  static constexpr const char* kTotals = "100, 10, 5, 19, 114";  // goods, discount, shipping, tax, total
};

TEST_F(OrderSchemaTest, AddsUpEveryOrdersTotal) {
  EXPECT_TRUE(insert(1, 1, "pending", kTotals));
  EXPECT_FALSE(insert(2, 2, "pending", "100, 10, 5, 19, 113"));
  EXPECT_FALSE(insert(2, 2, "pending", "100, 110, 0, 0, -10"));
}

TEST_F(OrderSchemaTest, KeepsOneLiveOrderOfACart) {
  ASSERT_TRUE(insert(1, 1, "expired", kTotals));
  ASSERT_TRUE(insert(2, 1, "canceled", kTotals));
  ASSERT_TRUE(insert(3, 1, "pending", kTotals));

  EXPECT_FALSE(insert(4, 1, "confirmed", kTotals));
  EXPECT_FALSE(accepts("UPDATE orders SET state = 'confirmed' WHERE id = " + id(1)));
  EXPECT_TRUE(accepts("UPDATE orders SET state = 'confirmed' WHERE id = " + id(3)));
}

TEST_F(OrderSchemaTest, NeverChangesNorDeletesHistory) {
  ASSERT_TRUE(insert(1, 1, "pending", kTotals));
  ASSERT_TRUE(accepts("INSERT INTO order_history VALUES (" + id(1) + ", 1, 'pending', 'none', 'unfulfilled', 'placed', 0)"));

  EXPECT_FALSE(accepts("UPDATE order_history SET what = 'confirmed'"));
  EXPECT_FALSE(accepts("DELETE FROM order_history"));
  EXPECT_FALSE(accepts("INSERT INTO order_history VALUES (" + id(1) + ", 1, 'pending', 'none', 'unfulfilled', 'again', 0)"));
}

TEST_F(OrderSchemaTest, StoresOnlyFinalAnswers) {
  const auto answer = [&](const std::string& status) {
    return "INSERT INTO answers (scope, request_hash, status, body, created_at) VALUES ('scope " + status +
           "', zeroblob(32), " + status + ", '{}', 0)";
  };
  EXPECT_TRUE(accepts(answer("201")));
  EXPECT_TRUE(accepts(answer("409")));
  EXPECT_FALSE(accepts(answer("202")));
  EXPECT_FALSE(accepts(answer("503")));
  EXPECT_FALSE(accepts("INSERT INTO answers (scope, request_hash, created_at) VALUES ('neither', zeroblob(32), 0)"));
}

TEST_F(SchemaTest, AnswersEveryRecurringQuestionFromAnIndex) {
  const char* const questions[] = {
      "SELECT id FROM orders WHERE cart_id = ? AND state NOT IN ('expired', 'canceled')",
      "SELECT hold_expires_at, id FROM orders WHERE state = 'pending' AND hold_expires_at <= ?1"
      " AND (hold_expires_at, id) > (?2, ?3) ORDER BY hold_expires_at, id LIMIT ?4",
      "SELECT created_at, id FROM orders WHERE state = 'confirmed' AND payment_state = 'authorized' AND created_at <= ?1"
      " AND (created_at, id) > (?2, ?3) ORDER BY created_at, id LIMIT ?4",
      "SELECT id FROM orders WHERE id < ? ORDER BY id DESC LIMIT ?",
      "SELECT count(*) FROM orders WHERE client = ?",
      "SELECT created_at, order_id FROM payment_attempts WHERE state IN ('open', 'authorizing') AND created_at <= ?1"
      " AND (created_at, order_id) > (?2, ?3) ORDER BY created_at, order_id LIMIT ?4",
      "SELECT request_hash FROM answers WHERE scope = ?",
      "SELECT rowid FROM answers WHERE order_id = ? AND attempt_number = ? AND status IS NULL",
      "SELECT rowid FROM answers WHERE status IS NOT NULL AND created_at < ? AND order_id IS NULL ORDER BY created_at LIMIT ?",
      "SELECT 1 FROM queue_messages WHERE queue = ? AND visible_at <= ? AND dead_at IS NULL LIMIT 1",
      "SELECT id FROM queue_messages WHERE queue = ? AND dead_at IS NOT NULL ORDER BY dead_at, id LIMIT ?",
      "SELECT id FROM movements WHERE stock_item_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
      "SELECT id FROM carts WHERE expires_at < ? ORDER BY expires_at LIMIT ?",
      "SELECT DISTINCT product_id FROM variants WHERE stock_item_id = ?",
      "SELECT product_id FROM catalog_changes WHERE sequence > ? ORDER BY sequence LIMIT ?",
  };
  for (const char* const question : questions) {
    const std::string plan = plan_of(question);
    EXPECT_NE(plan.find("SEARCH"), std::string::npos) << question << "\n" << plan;
    EXPECT_EQ(plan.find("SCAN"), std::string::npos) << question << "\n" << plan;
    const bool pages = std::string_view(question).contains("(?2, ?3)");
    EXPECT_TRUE(!pages || !plan.contains("TEMP B-TREE")) << "each page would sort all that follow\n"
                                                         << question << "\n"
                                                         << plan;
  }
  // These two walk an index that holds nothing but what they ask for.
  EXPECT_NE(plan_of("SELECT id FROM outbox WHERE published_at IS NULL ORDER BY sequence LIMIT ?").find("outbox_unpublished"),
            std::string::npos);
  EXPECT_NE(plan_of("SELECT created_at, id FROM orders WHERE id IN (SELECT order_id FROM payment_attempts WHERE void_due = 1 OR"
                    " refund_due = 1) AND created_at <= ?1 AND (created_at, id) > (?2, ?3) ORDER BY created_at, id LIMIT ?4")
                .find("payment_attempts_to_give_back"),
            std::string::npos);
}

}  // namespace
}  // namespace souk::embedded
