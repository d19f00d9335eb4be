#include "embedded/at_rest/master_key.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "embedded/sha256.h"

namespace souk::embedded {
namespace {

const std::string kKnown = "souk-key-1:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

std::string hex_of(const LockedKey& key) {
  Sha256 bytes;
  std::ranges::copy(key.bytes(), bytes.begin());
  return hex(bytes);
}

TEST(MasterKey, IsReadFromTheTextItGives) {
  const MasterKey made = MasterKey::generate();

  const auto read = MasterKey::parse("  " + made.text() + "\n");

  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->text(), made.text());
  EXPECT_NE(made.text(), MasterKey::generate().text());
}

TEST(MasterKey, IsNothingButOneWholeKey) {
  for (const std::string& text :
       {std::string{}, std::string("secret"), kKnown.substr(11), kKnown.substr(0, kKnown.size() - 1), kKnown + "0",
        kKnown + "00", "souk-key-2:" + kKnown.substr(11), kKnown.substr(0, 20) + "zz" + kKnown.substr(22)})
    EXPECT_EQ(MasterKey::parse(text).error().code, ErrorCode::invalid_argument) << text;
}

// The derived keys are in every encrypted shop: another souk must find the same ones.
TEST(MasterKey, DerivesTheSameKeysForEver) {
  const MasterKey key = MasterKey::parse(kKnown).value();

  // Python: hashlib.blake2b(b"", digest_size=32, key=bytes(range(32)), salt=(1).to_bytes(8, "little"),
  // person=b"souk-key").hexdigest()
  EXPECT_EQ(hex_of(key.derive(KeyUse::database)), "d1f04b072bc4ad9111185ef866ff7ad8b7b6fe7948a53b1ea1408ed4a981b9ad");
  EXPECT_EQ(key.fingerprint(), "5ee5822bf78a848f");
}

TEST(MasterKey, DerivesAnotherKeyForEachUse) {
  const MasterKey key = MasterKey::generate();
  std::set<std::string> keys;
  for (const KeyUse use :
       {KeyUse::fingerprint, KeyUse::database, KeyUse::media, KeyUse::backups, KeyUse::keyring, KeyUse::search})
    keys.insert(hex_of(key.derive(use)));

  EXPECT_EQ(keys.size(), 6u);
}

}  // namespace
}  // namespace souk::embedded
