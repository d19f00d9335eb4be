#include "html/sanitize.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::html {
namespace {

std::string clean_of(std::string_view html) { return sanitize(html).value(); }

TEST(Sanitize, KeepsWhatADescriptionIsMadeOf) {
  const std::string html =
      "<h2>Care</h2><p>Rinse <strong>by hand</strong>, see <a href=\"https://example.com/care\" rel=\"nofollow noopener\">here</a>.</p>"
      "<ul><li>one</li><li>two</li></ul><table><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>";

  EXPECT_EQ(clean_of(html), html);
}

TEST(Sanitize, DropsWhatRunsOrFrames) {
  EXPECT_EQ(clean_of("a<script>alert(1)</script>b"), "ab");
  EXPECT_EQ(clean_of("<style>p{}</style><p style=\"x\" onclick=\"y()\" class=\"z\" id=\"q\">t</p>"), "<p>t</p>");
  EXPECT_EQ(clean_of("<iframe src=\"https://example.com\"></iframe><object></object><form action=/x><input name=a>t</form>"),
            "t");
  EXPECT_EQ(clean_of("<svg><script>alert(1)</script></svg><math><mi>x</mi></math>"), "");
  EXPECT_EQ(clean_of("<!-- secret --><p>t</p>"), "<p>t</p>");
  EXPECT_EQ(clean_of("<meta charset=utf-8><custom-thing>t</custom-thing>"), "t");
}

TEST(Sanitize, RefusesAddressesThatRunHoweverTheyAreSpelled) {
  for (const std::string url : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
                                "java&#10;script:alert(1)", "&#106;avascript:alert(1)", "data:text/html,x", "vbscript:x",
                                "\\\\evil", "blob:x", "\x01javascript:x"})
    EXPECT_EQ(clean_of("<a href=\"" + url + "\">t</a>"), "<a rel=\"nofollow noopener\">t</a>") << url;
  EXPECT_EQ(clean_of("<img src=\"data:image/svg+xml,x\" alt=\"a\">"), "<img alt=\"a\">");
  EXPECT_EQ(clean_of("<img src=x onerror=alert(1)>"), "<img src=\"x\">");
}

TEST(Sanitize, ClosesWhatIsOpenAndEscapesWhatIsLoose) {
  EXPECT_EQ(clean_of("<p>a<b>c"), "<p>a<b>c</b></p>");
  EXPECT_EQ(clean_of("1 < 2 & 3 > 2"), "1 &lt; 2 &amp; 3 &gt; 2");
  EXPECT_EQ(clean_of("<a title='\"><script>x</script>' href=/a>t</a>"),
            "<a title=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\" href=\"/a\" rel=\"nofollow noopener\">t</a>");
}

TEST(Sanitize, FlattensWhatLiesDeep) {
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "<div>";

  const std::string clean = clean_of(deep + "x");

  EXPECT_LT(clean.size(), deep.size());
  EXPECT_NE(clean.find('x'), std::string::npos);
}

TEST(Sanitize, SurvivesBrokenBytes) {
  EXPECT_EQ(clean_of("a\xff\xfe z").find('\xff'), std::string::npos);
  EXPECT_EQ(clean_of(""), "");
}

TEST(Sanitize, RefusesWhatIsLongerThanAnyDescription) {
  const auto refusal = sanitize(std::string(2'000'000, '<'));
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.error().code, ErrorCode::validation_failed);
  EXPECT_FALSE(sanitize(std::string(1'000'000, '&'))) << "five times as long when it is escaped";
}

RC_GTEST_PROP(Sanitize, IsAFixedPointOfItself, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "<p>", "</p>", "<b>", "</b>", "<a href='x'>", "</a>", "<script>", "</script>", "<table>", "<td>", "</table>", "<svg>",
      "</svg>", "<style>", "<pre>\n", "</pre>", "&amp;", "&lt;", "<", ">", "\"", "'", "text", "\n", "<ul>", "<li>",
      "<noscript>", "<title>", "<math>", "<mtext>", "<img src=x>", "<!--", "-->", "<h1>", "<p><div>", "<template>",
      "<select><option>", "\xc3\xa4", "\xff"));
  std::string html;
  for (const auto& piece : pieces) html += piece;

  const auto once = clean_of(html);

  RC_ASSERT(clean_of(once) == once);
  RC_ASSERT(once.find("<script") == std::string::npos);
}

}  // namespace
}  // namespace souk::html
