#include "html/sanitize.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::html {
namespace {

TEST(Sanitize, KeepsWhatADescriptionIsMadeOf) {
  const std::string html =
      "<h2>Care</h2><p>Rinse <strong>by hand</strong>, see <a href=\"https://example.com/care\" rel=\"nofollow noopener\">here</a>.</p>"
      "<ul><li>one</li><li>two</li></ul><table><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>";

  EXPECT_EQ(sanitize(html), html);
}

TEST(Sanitize, DropsWhatRunsOrFrames) {
  EXPECT_EQ(sanitize("a<script>alert(1)</script>b"), "ab");
  EXPECT_EQ(sanitize("<style>p{}</style><p style=\"x\" onclick=\"y()\" class=\"z\" id=\"q\">t</p>"), "<p>t</p>");
  EXPECT_EQ(sanitize("<iframe src=\"https://example.com\"></iframe><object></object><form action=/x><input name=a>t</form>"),
            "t");
  EXPECT_EQ(sanitize("<svg><script>alert(1)</script></svg><math><mi>x</mi></math>"), "");
  EXPECT_EQ(sanitize("<!-- secret --><p>t</p>"), "<p>t</p>");
  EXPECT_EQ(sanitize("<meta charset=utf-8><custom-thing>t</custom-thing>"), "t");
}

TEST(Sanitize, RefusesAddressesThatRunHoweverTheyAreSpelled) {
  for (const std::string url : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
                                "java&#10;script:alert(1)", "&#106;avascript:alert(1)", "data:text/html,x", "vbscript:x",
                                "\\\\evil", "blob:x", "\x01javascript:x"})
    EXPECT_EQ(sanitize("<a href=\"" + url + "\">t</a>"), "<a rel=\"nofollow noopener\">t</a>") << url;
  EXPECT_EQ(sanitize("<img src=\"data:image/svg+xml,x\" alt=\"a\">"), "<img alt=\"a\">");
  EXPECT_EQ(sanitize("<img src=x onerror=alert(1)>"), "<img src=\"x\">");
}

TEST(Sanitize, ClosesWhatIsOpenAndEscapesWhatIsLoose) {
  EXPECT_EQ(sanitize("<p>a<b>c"), "<p>a<b>c</b></p>");
  EXPECT_EQ(sanitize("1 < 2 & 3 > 2"), "1 &lt; 2 &amp; 3 &gt; 2");
  EXPECT_EQ(sanitize("<a title='\"><script>x</script>' href=/a>t</a>"),
            "<a title=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\" href=\"/a\" rel=\"nofollow noopener\">t</a>");
}

TEST(Sanitize, SurvivesDepthAndBrokenBytes) {
  std::string deep;
  for (int i = 0; i < 20'000; ++i) deep += "<div>";
  EXPECT_LT(sanitize(deep + "x").size(), deep.size());
  EXPECT_EQ(sanitize("a\xff\xfe z").find('\xff'), std::string::npos);
  EXPECT_EQ(sanitize(""), "");
}

RC_GTEST_PROP(Sanitize, IsAFixedPointOfItself, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "<p>", "</p>", "<b>", "</b>", "<a href='x'>", "</a>", "<script>", "</script>", "<table>", "<td>", "</table>", "<svg>",
      "</svg>", "<style>", "<pre>\n", "</pre>", "&amp;", "&lt;", "<", ">", "\"", "'", "text", "\n", "<ul>", "<li>",
      "<noscript>", "<title>", "<math>", "<mtext>", "<img src=x>", "<!--", "-->", "<h1>", "<p><div>", "<template>",
      "<select><option>", "\xc3\xa4", "\xff"));
  std::string html;
  for (const auto& piece : pieces) html += piece;

  const auto once = sanitize(html);

  RC_ASSERT(sanitize(once) == once);
  RC_ASSERT(once.find("<script") == std::string::npos);
}

TEST(TextOf, IsTheTextWithOneSpaceBetween) {
  EXPECT_EQ(text_of("<p>One  two</p><p>three<br>four</p><script>no</script>"), "One two three four");
}

}  // namespace
}  // namespace souk::html
