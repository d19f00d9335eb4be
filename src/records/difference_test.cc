#include "records/difference.h"

#include <gtest/gtest.h>

namespace souk::records {
namespace {

TEST(Difference, TellsWhatBecameAnotherAndNothingElse) {
  const auto found = difference(R"({"title":"Mug","price":1999,"seo":{"title":"a","text":"b"}})",
                                R"({"title":"Mug","price":1499,"seo":{"title":"a","text":"c"}})");

  EXPECT_EQ(found.changes, R"([{"path":"/price","before":1999,"after":1499},{"path":"/seo/text","before":"b","after":"c"}])");
  EXPECT_EQ(found.omitted, 0);
}

TEST(Difference, LeavesOutTheSideThatIsNotThere) {
  EXPECT_EQ(difference(R"({"a":1})", R"({"b":null})").changes, R"([{"path":"/a","before":1},{"path":"/b","after":null}])");
  EXPECT_EQ(difference("", R"({"a":{"b":1}})").changes, R"([{"path":"/a/b","after":1}])");
  EXPECT_EQ(difference(R"({"a":[1,2]})", "").changes, R"([{"path":"/a","before":[1,2]}])");
}

TEST(Difference, OfEqualsIsEmpty) {
  EXPECT_EQ(difference(R"({"a":1,"b":2})", R"({"b":2,"a":1})").changes, "[]");
  EXPECT_EQ(difference("", "").changes, "[]");
}

TEST(Difference, TakesAnotherKindForAnotherValue) {
  EXPECT_EQ(difference(R"({"a":{"b":1}})", R"({"a":"b"})").changes, R"([{"path":"/a","before":{"b":1},"after":"b"}])");
}

TEST(Difference, EscapesNamesLikeAPointer) {
  EXPECT_EQ(difference("", R"({"a/b~c":1})").changes, R"([{"path":"/a~1b~0c","after":1}])");
}

TEST(Difference, CutsLongValuesBetweenCharacters) {
  std::string text(399, 'x');
  for (int i = 0; i < 100; ++i) text += "ü";

  const auto found = difference("", R"({"a":")" + text + R"("})");

  EXPECT_EQ(found.changes, R"j([{"path":"/a","after":")j" + std::string(399, 'x') + R"j(… (599 bytes)"}])j");
}

TEST(Difference, CountsWhatItDoesNotList) {
  std::string json = "{";
  for (int i = 0; i < 60; ++i) json += (i ? ",\"m" : "\"m") + std::to_string(i) + "\":1";

  EXPECT_EQ(difference("", json + "}").omitted, 10);
}

}  // namespace
}  // namespace souk::records
