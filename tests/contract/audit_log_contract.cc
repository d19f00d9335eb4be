#include "contract/audit_log_contract.h"

#include "support/at_once.h"
#include "support/builders.h"

namespace souk::contract {

namespace {

Act act(const std::string& operation, const std::string& actor = "staff_ada") {
  return {.actor = actor, .role = Role::owner, .operation = operation, .request_id = "request-1"};
}

std::vector<AuditEntry> all(const Home& home, const ports::AuditFilter& filter = {}) {
  return home.audit_log->entries(filter, std::nullopt, 100).value();
}

std::vector<std::int64_t> sequences(const std::vector<AuditEntry>& entries) {
  std::vector<std::int64_t> found;
  for (const AuditEntry& entry : entries) found.push_back(entry.sequence);
  return found;
}

}  // namespace

TEST_P(AuditLogContract, KeepsWhoDidWhatToWhatAndWhen) {
  ASSERT_TRUE(home_->audit_log->append(act("inviteStaff"), "staff_bob", R"([{"path":"/role","after":"support"}])"));

  const auto entries = all(*home_);

  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].sequence, 1);
  EXPECT_EQ(entries[0].at, home_->clock.now());
  EXPECT_EQ(entries[0].act, act("inviteStaff"));
  EXPECT_EQ(entries[0].target, "staff_bob");
  EXPECT_EQ(entries[0].changes, R"([{"path":"/role","after":"support"}])");
  EXPECT_EQ(entries[0].omitted, 0);
}

TEST_P(AuditLogContract, GivesTheNewestFirstPageByPage) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(home_->audit_log->append(act("inviteStaff"), "staff_" + std::to_string(i), "[]"));

  EXPECT_EQ(sequences(home_->audit_log->entries({}, std::nullopt, 2).value()), (std::vector<std::int64_t>{5, 4}));
  EXPECT_EQ(sequences(home_->audit_log->entries({}, 4, 2).value()), (std::vector<std::int64_t>{3, 2}));
  EXPECT_EQ(sequences(home_->audit_log->entries({}, 1, 2).value()), (std::vector<std::int64_t>{}));
}

TEST_P(AuditLogContract, NarrowsByEveryFilterAndByAllTogether) {
  ASSERT_TRUE(home_->audit_log->append(act("inviteStaff", "staff_ada"), "staff_bob", "[]"));
  home_->clock.advance(std::chrono::minutes{1});
  const Instant second = home_->clock.now();
  ASSERT_TRUE(home_->audit_log->append(act("inviteStaff", "staff_eve"), "staff_carl", "[]"));
  home_->clock.advance(std::chrono::minutes{1});
  ASSERT_TRUE(home_->audit_log->append(act("changeStaffRole", "staff_ada"), "staff_bob", "[]"));

  EXPECT_EQ(sequences(all(*home_, {.actor = "staff_ada"})), (std::vector<std::int64_t>{3, 1}));
  EXPECT_EQ(sequences(all(*home_, {.operation = "inviteStaff"})), (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(sequences(all(*home_, {.target = "staff_bob"})), (std::vector<std::int64_t>{3, 1}));
  EXPECT_EQ(sequences(all(*home_, {.from = second})), (std::vector<std::int64_t>{3, 2}));
  EXPECT_EQ(sequences(all(*home_, {.until = second})), (std::vector<std::int64_t>{1}));
  EXPECT_EQ(sequences(all(*home_, {.actor = "staff_ada", .operation = "inviteStaff", .target = "staff_bob", .until = second})),
            (std::vector<std::int64_t>{1}));
  EXPECT_EQ(sequences(all(*home_, {.actor = "staff_ad"})), (std::vector<std::int64_t>{}));
}

TEST_P(AuditLogContract, ChainsEveryEntryToTheOneBefore) {
  const auto empty = home_->audit_log->check().value();
  EXPECT_EQ(empty.entries, 0);
  EXPECT_EQ(empty.broken_at, std::nullopt);

  for (int i = 0; i < 3; ++i) ASSERT_TRUE(home_->audit_log->append(act("inviteStaff"), "staff_bob", "[]"));

  const auto entries = all(*home_);
  EXPECT_NE(entries[0].hash, entries[1].hash);
  EXPECT_NE(entries[1].hash, entries[2].hash);
  const auto check = home_->audit_log->check().value();
  EXPECT_EQ(check.entries, 3);
  EXPECT_EQ(check.broken_at, std::nullopt);
  EXPECT_EQ(check.head, entries[0].hash);
}

TEST_P(AuditLogContract, StaysOneChainWhenManyWriteAtOnce) {
  for (const bool appended :
       support::at_once(16, [&](int) { return home_->audit_log->append(act("inviteStaff"), "staff_bob", "[]").has_value(); }))
    EXPECT_TRUE(appended);

  EXPECT_EQ(sequences(all(*home_)), (std::vector<std::int64_t>{16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}));
  EXPECT_EQ(home_->audit_log->check().value().broken_at, std::nullopt);
}

TEST_P(AuditLogContract, HasWhatWasWrittenToTheCatalogWithBeforeAndAfter) {
  Product mug = support::a_product(home_->ids, "Mug");
  mug = home_->catalog->put({.act = act("createProduct")}, {.product = mug}).value();
  mug.variants[0].price = support::eur(1499);
  mug.title = "Blue mug";
  mug = home_->catalog->put({.act = act("replaceProduct")}, {.product = mug}).value();
  ASSERT_TRUE(home_->catalog->erase(mug.id, mug.version, act("deleteProduct")));

  const auto entries = all(*home_, {.target = mug.id.text()});
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].act.operation, "deleteProduct");
  EXPECT_NE(entries[0].changes.find(R"({"path":"/title","before":"Blue mug"})"), std::string::npos);
  EXPECT_NE(entries[1].changes.find(R"({"path":"/title","before":"Mug","after":"Blue mug"})"), std::string::npos);
  EXPECT_NE(
      entries[1].changes.find(R"({"path":"/variants/)" + mug.variants[0].id.text() + R"(/price","before":1999,"after":1499})"),
      std::string::npos);
  EXPECT_NE(entries[2].changes.find(R"({"path":"/title","after":"Mug"})"), std::string::npos);
}

TEST_P(AuditLogContract, HasChangesOfCategoriesStockAndSettings) {
  Category category;
  category.id = home_->ids.fresh<CategoryId>();
  category.slug = "tea";
  category.title = "Tea";
  const Category tea = home_->catalog->put({.act = act("createCategory")}, category).value();
  ASSERT_TRUE(home_->catalog->erase(tea.id, tea.version, act("deleteCategory")));
  const Product mug = home_->catalog->put({}, {.product = support::a_product(home_->ids, "Mug")}).value();
  const StockItemId item = mug.variants[0].stock_item;
  ASSERT_TRUE(home_->inventory->change({.act = act("changeStock")}, item, std::nullopt,
                                       {.set_on_hand = 5, .policy = StockPolicy::deny}));
  ShopSettings settings = home_->settings->load().value();
  settings.name = "Leaf";
  ASSERT_TRUE(home_->settings->save({.act = act("changeSettings")}, settings));

  const auto entries = all(*home_);
  ASSERT_EQ(entries.size(), 4u);
  EXPECT_EQ(entries[0].target, "settings");
  EXPECT_NE(entries[0].changes.find(R"("after":"Leaf")"), std::string::npos);
  EXPECT_EQ(entries[1].target, item.text());
  EXPECT_NE(entries[1].changes.find(R"({"path":"/on_hand","before":0,"after":5})"), std::string::npos);
  EXPECT_EQ(entries[2].act.operation, "deleteCategory");
  EXPECT_EQ(entries[3].target, tea.id.text());
  EXPECT_EQ(home_->audit_log->check().value().broken_at, std::nullopt);
}

TEST_P(AuditLogContract, HasNothingOfWhatWasRefused) {
  const Product mug = home_->catalog->put({}, {.product = support::a_product(home_->ids, "Mug")}).value();

  EXPECT_FALSE(home_->catalog->erase(mug.id, mug.version + 1, act("deleteProduct")));

  EXPECT_TRUE(all(*home_).empty());
}

TEST_P(AuditLogContract, HasARepeatedWriteOnce) {
  const Product mug = support::a_product(home_->ids, "Mug");
  const ports::Repeatable<Product> once{.key = support::a_key("once"),
                                        .encode = [](const Product&) { return ports::Answer{.status = 201, .body = "{}"}; },
                                        .act = act("createProduct")};
  ASSERT_TRUE(home_->catalog->put(once, {.product = mug}));
  EXPECT_FALSE(home_->catalog->put(once, {.product = mug}));

  EXPECT_EQ(all(*home_).size(), 1u);
}

}  // namespace souk::contract
