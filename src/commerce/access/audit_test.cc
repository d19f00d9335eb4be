#include "commerce/access/audit.h"

#include <gtest/gtest.h>

namespace souk {
namespace {

AuditEntry an_entry() {
  return {.sequence = 7,
          .at = Instant{std::chrono::milliseconds{1'800'000'000'000}},
          .act = {.actor = "staff_1", .role = Role::owner, .operation = "changeSettings", .request_id = "r-1"},
          .target = "settings",
          .changes = R"([{"path":"/name","before":"A","after":"B"}])"};
}

TEST(AuditEntry, HasAnotherTextOnceAnyPartIsAnother) {
  const std::string text = canonical_text(an_entry());
  std::vector<AuditEntry> others(9, an_entry());
  others[0].sequence = 8;
  others[1].at += std::chrono::milliseconds{1};
  others[2].act.actor = "staff_2";
  others[3].act.role = std::nullopt;
  others[4].act.operation = "getSettings";
  others[5].act.request_id = "";
  others[6].target = "setting";
  others[7].changes = "[]";
  others[8].omitted = 1;

  for (const AuditEntry& other : others) EXPECT_NE(canonical_text(other), text);
}

TEST(AuditEntry, KeepsNeighboursApart) {
  AuditEntry first = an_entry();
  first.act.operation = "ab";
  first.act.request_id = "c";
  AuditEntry second = an_entry();
  second.act.operation = "a";
  second.act.request_id = "bc";

  EXPECT_NE(canonical_text(first), canonical_text(second));
}

TEST(MaskedEmail, ShowsTheDomainAndOneCharacter) {
  EXPECT_EQ(masked_email("ada@example.com"), "a…@example.com");
  EXPECT_EQ(masked_email("åsa@example.com"), "å…@example.com");
  EXPECT_EQ(masked_email("nothing"), "…");
  EXPECT_EQ(masked_email("@example.com"), "…");
}

}  // namespace
}  // namespace souk
