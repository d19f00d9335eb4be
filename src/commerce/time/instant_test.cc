#include "commerce/time/instant.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk {
namespace {

constexpr std::int64_t kLastMillisecondOf9999 = 253'402'300'799'999;

RC_GTEST_PROP(Instant, ReadsWhatItWrote, ()) {
  const Instant instant{std::chrono::milliseconds{*rc::gen::inRange<std::int64_t>(0, kLastMillisecondOf9999 + 1)}};

  RC_ASSERT(parse_rfc3339(to_rfc3339(instant)) == instant);
}

TEST(Instant, IsWrittenWithMillisecondsInUtc) {
  EXPECT_EQ(to_rfc3339(Instant{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339(Instant{std::chrono::milliseconds{1'795'371'435'042}}), "2026-11-22T18:17:15.042Z");
  EXPECT_EQ(to_rfc3339(Instant{std::chrono::milliseconds{kLastMillisecondOf9999}}), "9999-12-31T23:59:59.999Z");
}

TEST(Instant, MayComeWithoutAFraction) {
  EXPECT_EQ(parse_rfc3339("2026-11-22T18:17:15Z"), parse_rfc3339("2026-11-22T18:17:15.000Z"));
}

TEST(Instant, RefusesWhatIsNoInstant) {
  for (const std::string_view text :
       {"", "2026-11-22", "2026-11-22T18:17:15", "2026-11-22T18:17:15+01:00", "2026-11-22t18:17:15z", "2026-11-22T18:17:15.1Z",
        "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T23:60:00Z",
        "2026-11-22T23:59:60Z", "1969-12-31T23:59:59Z", "20 6-11-22T18:17:15Z", "-026-11-22T18:17:15Z"})
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
}

}  // namespace
}  // namespace souk
