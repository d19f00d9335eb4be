#include "search/edit_distance.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::search {
namespace {

TEST(EditDistance, CountsEachKindOfSlipAsOne) {
  EXPECT_EQ(edit_distance(U"teapot", U"teapot", 2), 0u);
  EXPECT_EQ(edit_distance(U"taepot", U"teapot", 2), 1u);  // swapped
  EXPECT_EQ(edit_distance(U"teappot", U"teapot", 2), 1u);
  EXPECT_EQ(edit_distance(U"tepot", U"teapot", 2), 1u);
  EXPECT_EQ(edit_distance(U"teaput", U"teapot", 2), 1u);
  EXPECT_EQ(edit_distance(U"taeput", U"teapot", 2), 2u);
}

TEST(EditDistance, StopsAtTheLimit) {
  EXPECT_EQ(edit_distance(U"taeput", U"teapot", 1), std::nullopt);
  EXPECT_EQ(edit_distance(U"mug", U"teapot", 2), std::nullopt);
  EXPECT_EQ(edit_distance(U"", U"ab", 2), 2u);
}

/// The definition, by recursion over both ends.
std::size_t naive(std::u32string_view a, std::u32string_view b) {
  if (a.empty() || b.empty()) return std::max(a.size(), b.size());
  const auto a1 = a.substr(1);
  const auto b1 = b.substr(1);
  std::size_t best = std::min({naive(a1, b) + 1, naive(a, b1) + 1, naive(a1, b1) + (a[0] == b[0] ? 0 : 1)});
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0]) best = std::min(best, naive(a.substr(2), b.substr(2)) + 1);
  return best;
}

RC_GTEST_PROP(EditDistance, IsWhatItsDefinitionSays, ()) {
  const auto word = rc::gen::container<std::u32string>(rc::gen::element(U'a', U'b', U'c'));
  const auto a = *rc::gen::resize(5, word);
  const auto b = *rc::gen::resize(5, word);
  const auto limit = *rc::gen::inRange<std::size_t>(0, 4);

  const std::size_t distance = naive(a, b);
  RC_ASSERT(edit_distance(a, b, limit) == (distance <= limit ? std::optional(distance) : std::nullopt));
}

}  // namespace
}  // namespace souk::search
