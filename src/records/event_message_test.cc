#include "records/event_message.h"

#include <gtest/gtest.h>

namespace souk::records {
namespace {

EventMessage a_message() {
  EventMessage message;
  message.id.bytes[0] = 1;
  message.type = "order.confirmed";
  message.aggregate = "ord_1";
  message.aggregate_version = 2;
  message.at = *parse_rfc3339("2026-11-22T18:17:15.042Z");
  message.data = R"({"number":"S10042"})";
  return message;
}

TEST(EventMessage, ReadsWhatItWrote) {
  const auto read = read_event_message(write(a_message()));

  ASSERT_TRUE(read) << read.error().cause;
  EXPECT_EQ(*read, a_message());
}

TEST(EventMessage, CarriesItsDataAsJsonNotAsText) {
  EXPECT_TRUE(write(a_message()).ends_with(R"("data":{"number":"S10042"}})")) << write(a_message());
}

TEST(EventMessage, IsCorruptWithoutAMember) {
  for (const char* text : {"", "[]", "{}", R"({"id":"evt_1"})",
                           R"({"id":1,"type":"a","aggregate":"b","aggregate_version":1,"at":"x","data":{}})"}) {
    const auto read = read_event_message(text);

    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
  }
}

TEST(EventMessage, IgnoresMembersOfANewerShop) {
  std::string text = write(a_message());
  text.insert(1, R"("trace":"abc",)");

  EXPECT_EQ(read_event_message(text).value(), a_message());
}

}  // namespace
}  // namespace souk::records
