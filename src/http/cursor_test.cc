#include "http/cursor.h"

#include <gtest/gtest.h>

#include "embedded/signer.h"
#include "commerce/text/base64url.h"
#include "support/fixed_secrets.h"

namespace souk::http {
namespace {

class CursorTest : public testing::Test {
 protected:
  std::unique_ptr<ports::Signer> signer_ = embedded::make_signer(support::FixedSecrets{});
  Cursors cursors_{*signer_};
};

TEST_F(CursorTest, ComesBackAsThePositionItWasMadeOf) {
  const std::string position("any\0bytes", 9);

  EXPECT_EQ(cursors_.decode(cursors_.encode(position, "/v1/products?sort=title", "guest"), "/v1/products?sort=title", "guest")
                .value(),
            position);
}

TEST_F(CursorTest, IsRefusedAfterAnyChange) {
  const std::string cursor = cursors_.encode("position", "/v1/products", "guest");

  for (std::size_t i = 0; i < cursor.size(); ++i)
    for (const char other : {'A', 'b', '9', '-', '_', '='}) {
      std::string forged = cursor;
      if (forged[i] == other) continue;
      forged[i] = other;
      EXPECT_FALSE(cursors_.decode(forged, "/v1/products", "guest")) << forged;
    }
  for (const std::string& forged :
       {std::string{}, cursor.substr(1), cursor + "A", cursor.substr(0, cursor.size() - 1), std::string(2000, 'A')})
    EXPECT_FALSE(cursors_.decode(forged, "/v1/products", "guest")) << forged;
}

TEST_F(CursorTest, BelongsToItsQueryAndToWhoAsked) {
  const std::string cursor = cursors_.encode("position", "/v1/products?limit=1", "guest");

  for (const auto& [query, principal] :
       {std::pair{"/v1/products?limit=2", "guest"}, {"/v1/products?limit=1", "key:1"}, {"/v1/products?limit=1g", "uest"}}) {
    const auto decoded = cursors_.decode(cursor, query, principal);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::invalid_parameter);
    EXPECT_EQ(decoded.error().pointer, "cursor");
  }
}

TEST(Base64url, HasOneTextForEachValue) {
  EXPECT_EQ(base64url("f"), "Zg");
  EXPECT_EQ(base64url("fo"), "Zm8");
  EXPECT_EQ(base64url("foo"), "Zm9v");
  EXPECT_EQ(base64url("\xFB\xFF"), "-_8");
  EXPECT_EQ(from_base64url("Zm8"), "fo");
  for (const std::string bad : {"Zh", "Zm9", "Z", "Zg==", "Zm+v", "Zm/v", "Z g"}) EXPECT_FALSE(from_base64url(bad)) << bad;
}

}  // namespace
}  // namespace souk::http
