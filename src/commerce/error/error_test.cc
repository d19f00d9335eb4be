#include "commerce/error/error.h"

#include <set>

#include <gtest/gtest.h>

namespace souk {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return fail(ErrorCode::invalid_argument, "Odd numbers have no half");
  return number / 2;
}

Result<int> quarter(int number) {
  TRY(const int once, half(number));
  TRY(const int twice, half(once));
  return twice;
}

Result<void> check_twice(int number) {
  TRY(half(number));
  TRY(half(number / 2));
  return {};
}

TEST(Error, EveryCodeHasANameOfItsOwnThatLeadsBackToIt) {
  std::set<std::string_view> names;
  for (int value = 0; value <= static_cast<int>(kLastErrorCode); ++value) {
    const auto code = static_cast<ErrorCode>(value);

    const std::string_view name = name_of(code);

    EXPECT_FALSE(name.empty());
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(error_code_named(name), code);
  }
}

TEST(Error, AnUnknownNameIsNoCode) {
  EXPECT_EQ(error_code_named(""), std::nullopt);
  EXPECT_EQ(error_code_named("OUT_OF_STOCK"), std::nullopt);
}

TEST(Error, TryNamesTheValueOrReturnsTheError) {
  EXPECT_EQ(quarter(12), 3);
  ASSERT_FALSE(quarter(6).has_value());
  EXPECT_EQ(quarter(6).error().code, ErrorCode::invalid_argument);
  EXPECT_TRUE(check_twice(4).has_value());
  EXPECT_FALSE(check_twice(6).has_value());
}

TEST(Error, AFailureAtAnInputPointsToIt) {
  const Result<int> failed = fail_at("/lines/0/quantity", ErrorCode::invalid_quantity, "At least 1");

  EXPECT_EQ(failed.error(), (Error{ErrorCode::invalid_quantity, "At least 1", "", "/lines/0/quantity"}));
}

}  // namespace
}  // namespace souk
