#include "search/plain_text.h"

#include <gtest/gtest.h>

namespace souk::search {
namespace {

TEST(PlainText, SeparatesBlocksButNotInlineTags) {
  EXPECT_EQ(plain_text("<p>Green <b>T</b>ea</p><ul><li>50 g</li></ul>"), " Green Tea   50 g  ");
  EXPECT_EQ(plain_text("one<br/>two"), "one two");
  EXPECT_EQ(plain_text("<a href=\"/x\">here</a>"), "here");
}

TEST(PlainText, DecodesEntities) {
  EXPECT_EQ(plain_text("Salt &amp; Pepper &lt;3 &#233; &#x8336; &quot;x&quot;"), "Salt & Pepper <3 é 茶 \"x\"");
  EXPECT_EQ(plain_text("a&nbsp;b"), "a b");
}

TEST(PlainText, LeavesWhatIsNoEntityAlone) {
  EXPECT_EQ(plain_text("R&B &unknown; &#0; &#xD800; &"), "R&B &unknown; &#0; &#xD800; &");
}

TEST(PlainText, EndsAtAnUnfinishedTag) { EXPECT_EQ(plain_text("tea <a href="), "tea "); }

}  // namespace
}  // namespace souk::search
