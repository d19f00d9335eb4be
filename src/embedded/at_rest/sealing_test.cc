#include "embedded/at_rest/sealing.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::embedded {
namespace {

constexpr std::size_t kChunk = 64 << 10;

LockedKey key_of(std::uint8_t byte) {
  LockedKey key;
  std::ranges::fill(key.writable(), byte);
  return key;
}

class SealingTest : public testing::Test {
 protected:
  std::string seal(std::string_view plain) const { return sealed(key_, "media/a", plain); }
  Result<Opened> open(std::string_view stored) const { return opened({&key_}, "media/a", stored); }
  ErrorCode refused(std::string_view stored) const {
    const auto result = open(stored);
    return result ? ErrorCode::internal : result.error().code;
  }

  const LockedKey key_ = key_of(1);
  const LockedKey other_ = key_of(2);
};

RC_GTEST_FIXTURE_PROP(SealingTest, OpensToWhatWasSealedInWhateverPieces, (const std::string& some)) {
  const auto repeats = *rc::gen::inRange<std::size_t>(0, 3 * kChunk);
  const auto piece = *rc::gen::inRange<std::size_t>(1, 2 * kChunk);
  std::string plain = some;
  plain.append(repeats, 'x');
  const std::string stored = seal(plain);
  std::string result;
  Opener opener({&other_, &key_}, "media/a", [&](std::string_view bytes) -> Result<void> {
    result.append(bytes);
    return {};
  });

  for (std::string_view rest = stored; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size())))
    RC_ASSERT(opener.add(rest.substr(0, piece)).has_value());
  RC_ASSERT(opener.finish().has_value());

  RC_ASSERT(result == plain);
  RC_ASSERT(opener.sealed_by() == &key_);
  RC_ASSERT(stored.size() <= sealed_size_limit(plain.size()));
}

TEST_F(SealingTest, ShowsNothingOfWhatIsInside) {
  const std::string plain(200, 'A');
  const std::string stored = seal(plain);

  EXPECT_EQ(stored.find("AAAA"), std::string::npos);
  EXPECT_NE(stored, seal(plain));
}

TEST_F(SealingTest, RefusesWhatWasCutOffAnywhere) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{10}, kChunk, 2 * kChunk, 2 * kChunk + 5}) {
    const std::string stored = seal(std::string(size, 'x'));
    for (std::size_t kept = 8; kept < stored.size(); kept += stored.size() > 1000 ? 4093 : 1)
      EXPECT_EQ(refused(stored.substr(0, kept)), ErrorCode::corrupt) << size << " cut to " << kept;
  }
}

TEST_F(SealingTest, RefusesAWholeChunkLess) {
  const std::string stored = seal(std::string(3 * kChunk, 'x'));
  const std::size_t sealed_chunk = kChunk + 17;

  EXPECT_EQ(refused(stored.substr(0, stored.size() - sealed_chunk)), ErrorCode::corrupt);
}

TEST_F(SealingTest, RefusesAnyChangedByteAndAnythingAppended) {
  const std::string stored = seal("a picture");
  for (std::size_t at = 8; at < stored.size(); ++at) {
    std::string changed = stored;
    changed[at] ^= 1;
    EXPECT_EQ(refused(changed), ErrorCode::corrupt) << at;
  }
  EXPECT_EQ(refused(stored + "x"), ErrorCode::corrupt);
  EXPECT_EQ(refused(stored + stored), ErrorCode::corrupt);
}

TEST_F(SealingTest, RefusesAnotherPlaceAndAnotherKey) {
  const std::string stored = seal("a picture");

  EXPECT_EQ(opened({&key_}, "media/b", stored).error().code, ErrorCode::corrupt);
  EXPECT_EQ(opened({&other_}, "media/a", stored).error().code, ErrorCode::corrupt);
  EXPECT_EQ(opened({}, "media/a", stored).error().code, ErrorCode::corrupt);
}

TEST_F(SealingTest, LetsPassWhatNeverWasSealed) {
  for (const std::string plain : {"", "S", "SOUKSEA", "SOUKSEAm", "\x89PNG\r\n"}) {
    const auto result = open(plain);
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->plain, plain);
    EXPECT_EQ(result->sealed_by, nullptr);
  }
}

TEST_F(SealingTest, TellsByWhichKeyWithoutOpening) {
  const std::string stored = seal("a picture");

  EXPECT_TRUE(is_sealed(stored));
  EXPECT_TRUE(is_sealed_by(key_, stored));
  EXPECT_FALSE(is_sealed_by(other_, stored));
  EXPECT_FALSE(is_sealed("a picture"));
}

}  // namespace
}  // namespace souk::embedded
