#include "commerce/id/id.h"

#include <algorithm>
#include <unordered_set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk {
namespace {

IdBytes any_bytes() {
  const auto drawn =
      *rc::gen::container<std::vector<std::uint8_t>>(std::tuple_size_v<IdBytes>, rc::gen::arbitrary<std::uint8_t>());
  IdBytes bytes{};
  std::ranges::copy(drawn, bytes.begin());
  return bytes;
}

RC_GTEST_PROP(Id, ReadsWhatItWrote, ()) {
  const OrderId id{any_bytes()};

  RC_ASSERT(id.text().size() == 40U);
  RC_ASSERT(OrderId::parse(id.text()) == id);
  RC_ASSERT(OrderId::from_bytes(id.bytes) == id);
}

RC_GTEST_PROP(Id, TextSortsAsBytesDo, ()) {
  const OrderId first{any_bytes()};
  const OrderId second{any_bytes()};

  RC_ASSERT((first < second) == (first.text() < second.text()));
}

RC_GTEST_PROP(Id, HasOneSpellingOnly, ()) {
  std::string text = encode_id(any_bytes());
  text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();

  const auto read = decode_id(text);

  if (read) RC_ASSERT(encode_id(*read) == text);
}

TEST(Id, FillsItsTextFromTheSmallestToTheLargest) {
  IdBytes largest{};
  largest.fill(0xFF);

  EXPECT_EQ(encode_id(IdBytes{}), std::string(36, '0'));
  EXPECT_EQ(encode_id(largest), "1" + std::string(35, 'Z'));
  EXPECT_EQ(decode_id("1" + std::string(35, 'Z')), largest);
}

TEST(Id, RefusesWhatIsNoId) {
  EXPECT_FALSE(decode_id("").has_value());
  EXPECT_FALSE(decode_id(std::string(35, '0')).has_value());
  EXPECT_FALSE(decode_id(std::string(37, '0')).has_value());
  EXPECT_FALSE(decode_id("2" + std::string(35, '0')).has_value()) << "more than 176 bits";
  EXPECT_FALSE(decode_id("0" + std::string(35, 'a')).has_value()) << "lower case";
  EXPECT_FALSE(decode_id("0" + std::string(35, 'U')).has_value()) << "not in the alphabet";
  EXPECT_FALSE(OrderId::parse("cart_" + std::string(36, '0')).has_value()) << "an id of another kind";
  EXPECT_FALSE(OrderId::parse(std::string(36, '0')).has_value()) << "no prefix";
  EXPECT_FALSE(OrderId::from_bytes(std::array<std::uint8_t, 21>{}).has_value());
}

TEST(Id, CanBeLookedUpByHash) {
  std::unordered_set<OrderId> ids{OrderId{}};

  EXPECT_TRUE(ids.contains(OrderId{}));
}

}  // namespace
}  // namespace souk
