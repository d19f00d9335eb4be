#include "embedded/at_rest/keyring.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "embedded/database.h"
#include "support/fixed_clock.h"
#include "support/seeded_ids.h"
#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

namespace fs = std::filesystem;

class KeyringTest : public testing::Test {
 protected:
  std::unique_ptr<Keyring> open(const MasterKey* key = nullptr) const { return Keyring::open(folder_.path(), key).value(); }
  ErrorCode refused(const MasterKey* key = nullptr) const {
    const auto opened = Keyring::open(folder_.path(), key);
    return opened ? ErrorCode::internal : opened.error().code;
  }
  std::string text() const {
    std::ifstream file(file_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  support::TempFolder folder_;
  support::FixedClock clock_;
  support::SeededIds ids_{clock_};
  const fs::path file_ = folder_.path() / "shop.key";
  const MasterKey key_ = MasterKey::generate();
  const MasterKey other_ = MasterKey::generate();
};

bool same(const ports::SecretKey& a, const ports::SecretKey& b) { return std::ranges::equal(a.bytes(), b.bytes()); }

TEST_F(KeyringTest, OfAnEncryptedShopOpensWithItsKeyAlone) {
  const auto root = open(&key_)->root(ids_).value();

  EXPECT_TRUE(same(open(&key_)->root(ids_).value(), root));
  EXPECT_EQ(refused(), ErrorCode::key_rejected);
  EXPECT_EQ(refused(&other_), ErrorCode::key_rejected);
  EXPECT_NE(Keyring::open(folder_.path(), nullptr).error().detail.find(key_.fingerprint()), std::string::npos);
}

TEST_F(KeyringTest, OfAShopThatIsNotEncryptedTakesNoKey) {
  const auto root = open()->root(ids_).value();

  EXPECT_TRUE(same(open()->root(ids_).value(), root));
  EXPECT_EQ(refused(&key_), ErrorCode::invalid_state);
}

TEST_F(KeyringTest, IsNotMadeForADatabaseThatIsThereAlready) {
  folder_.write("souk.db", std::string("SQLite format 3\0 and more", 25));
  EXPECT_EQ(refused(&key_), ErrorCode::invalid_state);

  folder_.write("souk.db", "a database that is encrypted, or was damaged");
  EXPECT_EQ(refused(&key_), ErrorCode::corrupt);
  EXPECT_EQ(refused(), ErrorCode::corrupt);
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(KeyringTest, KeepsItsRootWhenItIsReplaced) {
  const auto keyring = open();
  const auto root = keyring->root(ids_).value();
  const auto previous = std::make_shared<const LockedKey>(other_.derive(KeyUse::media));

  ASSERT_TRUE(keyring->replace(
      {.generation = 3, .keys = std::make_shared<const ShopKeys>(key_), .media_pending = true, .previous_media = previous}));

  const auto reopened = open(&key_);
  const AtRest state = reopened->state();
  EXPECT_TRUE(same(reopened->root(ids_).value(), root));
  EXPECT_EQ(state.generation, 3);
  EXPECT_EQ(state.database_file(), "souk-3.db");
  EXPECT_TRUE(state.media_pending);
  ASSERT_EQ(state.media_keys().size(), 2u);
  EXPECT_TRUE(std::ranges::equal(state.media_keys()[1]->bytes(), previous->bytes()));
  EXPECT_EQ(refused(), ErrorCode::key_rejected);
}

TEST_F(KeyringTest, NoticesAnyChangeOfItsFile) {
  open(&key_);
  const std::string good = text();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = bad[at] == '0' ? '1' : '0';
    folder_.write("shop.key", bad);
    EXPECT_FALSE(Keyring::open(folder_.path(), &key_).has_value()) << at << "\n" << bad;
    folder_.write("shop.key", good.substr(0, at));
    EXPECT_EQ(refused(&key_), ErrorCode::corrupt) << "cut to " << at;
  }
}

TEST_F(KeyringTest, MakesAShopWhoseDatabaseNobodyReadsWithoutTheKey) {
  {
    const auto database = Database::open(folder_.path(), clock_, {.key = &key_}).value();
    ASSERT_TRUE(database->write([](sqlite::Connection& connection) {
      return connection.run("INSERT INTO meta (name, value) VALUES ('canary', 'ada@example.com')");
    }));
    for (const char* name : {"souk.db", "souk.db-wal"}) {
      std::ifstream file(folder_.path() / name, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      EXPECT_FALSE(bytes.empty());
      EXPECT_EQ(bytes.find("canary"), std::string::npos) << name;
      EXPECT_EQ(bytes.find("SQLite format"), std::string::npos) << name;
    }
  }

  EXPECT_EQ(Database::open(folder_.path(), clock_).error().code, ErrorCode::key_rejected);
  EXPECT_EQ(Database::open(folder_.path(), clock_, {.key = &other_}).error().code, ErrorCode::key_rejected);
  const auto again = Database::open(folder_.path(), clock_, {.key = &key_}).value();
  const auto found = again->read([](sqlite::Connection& connection) {
    return connection.first<std::string>("SELECT value FROM meta WHERE name = 'canary'");
  });
  EXPECT_EQ(found.value(), "ada@example.com");
}

}  // namespace
}  // namespace souk::embedded
