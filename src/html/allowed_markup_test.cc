#include "html/allowed_markup.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <gumbo.h>
#include <rapidcheck/gtest.h>

#include "html/sanitize.h"

namespace souk::html {
namespace {

std::string allowed_in(std::string_view html) { return allowed_markup(html).value().html; }
std::size_t depth_of(std::string_view html) { return allowed_markup(html).value().depth; }

std::string repeated(int times, std::string_view text) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

/// Elements that differ, since a parser leaves but three alike open.
std::string many_links(int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += "<i><b><u><s><em><code><small><a href=" + std::to_string(i) + '>';
  return all;
}

struct Built {
  std::size_t depth = 0;
  std::size_t nodes = 0;
};
/// What a parser really builds.
Built built_of(std::string_view html) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  options.fragment_context = GUMBO_TAG_DIV;
  GumboOutput* const output = gumbo_parse_with_options(&options, html.data(), html.size());
  Built built;
  const auto walk = [&](const auto& self, const GumboNode& node, std::size_t depth) -> void {
    ++built.nodes;
    built.depth = std::max(built.depth, depth);
    if (node.type != GUMBO_NODE_ELEMENT) return;
    const GumboVector& children = node.v.element.children;
    for (unsigned i = 0; i < children.length; ++i) self(self, *static_cast<const GumboNode*>(children.data[i]), depth + 1);
  };
  walk(walk, *output->root, 0);
  gumbo_destroy_output(&options, output);
  return built;
}

TEST(AllowedMarkup, IsWhatWasWrittenWithoutWhatIsNotAllowed) {
  EXPECT_EQ(allowed_in("<P class=x>a <B>b</b >&amp; <x-y z>c</x-y></p\n><br/>"), "<p>a <b>b</b>&amp; c</p><br>");
  EXPECT_EQ(allowed_in("<a HREF='/a\"b' onclick=x title = t href=/c>t</a>"), "<a href=\"/a&quot;b\" title=\"t\">t</a>");
  EXPECT_EQ(allowed_in("<img alt src=x/y width=\"1\"/>"), "<img alt=\"\" src=\"x/y\" width=\"1\">");
  EXPECT_EQ(allowed_in("1 < 2 <3 </ > x"), "1 &lt; 2 &lt;3  x");
  EXPECT_EQ(allowed_in(std::string("a\0b<p\0>", 7)), "ab");
}

TEST(AllowedMarkup, EndsAtATagThatNeverEnds) {
  EXPECT_EQ(allowed_in("a<p title='b>c"), "a");
  EXPECT_EQ(allowed_in("a</p b"), "a");
  EXPECT_EQ(allowed_in("a<"), "a&lt;");
}

TEST(AllowedMarkup, HasNothingOfWhatHoldsNoMarkup) {
  EXPECT_EQ(allowed_in("a<script>if (a<b) '<p>'</scripts></script >b"), "ab");
  EXPECT_EQ(allowed_in("a<STYLE></p></Style>b<title>x</title>"), "ab");
  EXPECT_EQ(allowed_in("a<textarea><p>never ends"), "a");
  EXPECT_EQ(allowed_in("a<!-- <p> -->b<!-->c<!--->d<!DOCTYPE x>e<?x?>f</3>g"), "abcdefg");
  EXPECT_EQ(allowed_in("a<!-- never ends"), "a");
}

TEST(AllowedMarkup, HasNothingOfWhatIsDroppedWithAllItHolds) {
  EXPECT_EQ(allowed_in("a<svg><g><svg><p>x</p></svg></g></svg>b"), "ab");
  EXPECT_EQ(allowed_in("a<svg/>b<select><option>x</select>c"), "abc");
  EXPECT_EQ(allowed_in("a<template><td>x</template>b<math><![CDATA[<p>]]></math>c"), "abc");
  EXPECT_EQ(allowed_in("a<svg><p>never ends"), "a");
}

TEST(AllowedMarkup, IsAsDeepAsItsElementsLie) {
  EXPECT_EQ(depth_of("<div><ul><li>a <b>b</b></li><li><i>c</i></li></ul><img src=x alt=y></div><p>d</p>"), 4u);
}

TEST(AllowedMarkup, IsNoDeeperForWhatNeedsNoEndTag) {
  EXPECT_EQ(depth_of(repeated(1000, "<p>text<br>")), 1u);
  EXPECT_EQ(depth_of(repeated(1000, "<ul><li>a<li>b</ul>")), 2u);
  EXPECT_EQ(depth_of(repeated(1000, "<table><tr><td>a<td><p>b</td><tr><th>c</table>")), 4u);
  EXPECT_EQ(depth_of(repeated(1000, "<table><tbody><tr><td>a</tbody></table><dl><dt>x<dd>y</dl>")), 4u);
  EXPECT_EQ(depth_of(repeated(1000, "<b><i>crossed</b></i>")), 2u);
}

TEST(AllowedMarkup, IsAsDeepAsAParserMayTakeIt) {
  EXPECT_GE(depth_of(repeated(100, "<b><table></b>")), 200u);
  EXPECT_GE(depth_of(repeated(50, "<span><li></span><span><dd></span>")), 200u);
  EXPECT_GE(depth_of(repeated(100, "<p><b>x</p>")), 200u);
}

TEST(AllowedMarkup, RefusesWhatWouldKeepAParserBusy) {
  const std::string paragraphs = repeated(100'000, "<p>x</p>");
  const std::vector<std::string> hostile{
      repeated(150'000, "<div>"),
      repeated(8'000, "<b><i><p>"),
      repeated(10'000, "<table>"),
      repeated(10'000, "<table><tr><td>"),
      repeated(333'000, "<a>"),
      repeated(10'000, "<li><dd>"),
      "<p>" + many_links(50) + "</p>" + paragraphs,
      "<p>" + many_links(20) + "<table>" + repeated(20, "</a></b></i>") + "</table></p>" + paragraphs,
      std::string(kMaxBytes + 1, 'x'),
  };
  for (const std::string& html : hostile) {
    const auto refused = allowed_markup(html);
    ASSERT_FALSE(refused) << html.substr(0, 40);
    EXPECT_EQ(refused.error().code, ErrorCode::validation_failed);
  }
}

TEST(AllowedMarkup, TakesAMegabyteOfAnythingInOnePass) {
  for (const std::string_view piece :
       {"<!--",          "<!",     "<![CDATA[", "<script>", "<title>",       "<svg>",   "</p ", "</p title='",
        "<p a b c='d' ", "<",      "</",        "</s</s",   "<script></s",   "<svg></", "<?",   "<a<",
        "<a b=",         "</svg>", "<svg><",    "\xff",     "<p title=\"\">"}) {
    const std::string html = repeated(static_cast<int>(kMaxBytes / piece.size()), piece);
    [[maybe_unused]] const auto clean = sanitize(html);  // comes to an end
  }
}

TEST(AllowedMarkup, LetsLargeDescriptionsPass) {
  EXPECT_TRUE(allowed_markup(repeated(3000, "<tr><td><b>Size</b></td><td style=\"x\">12 &times; 4</td></tr>")));
  EXPECT_TRUE(
      allowed_markup(repeated(3000, "<p class=MsoNormal><span lang=EN><font face=x>Text</font></span><o:p></o:p></p>")));
  EXPECT_TRUE(allowed_markup("<img src=\"data:image/png;base64," + std::string(700'000, 'A') + "\">"));
}

// What made Gumbo end the process.
TEST(AllowedMarkup, KeepsFromTheParserWhatItCannotBear) {
  EXPECT_EQ(sanitize("<table><svg><title><![CDATA[<span>]]>>"), "<table></table>");
  EXPECT_EQ(sanitize("<b><nobr><r><d><r><ol></b><nobr>x"), "<b></b><ol><b></b>x</ol>");
  EXPECT_EQ(sanitize("<d0tx0i0t><option></d0tX0i0t>x"), "x");
  EXPECT_EQ(sanitize(std::string("<template>\0x", 12)), "");
}

std::string soup_of(const std::vector<std::string>& pieces) {
  std::string html;
  for (const auto& piece : pieces) html += piece;
  return html;
}
const std::vector<std::string> soup_pieces{
    "<p>",         "</p>",          "<b>",           "<b z=1>",   "</b>",        "<i>",         "</i>",       "<a href='x'>",
    "<a href=y>",  "</a>",          "<div>",         "</div>",    "<table>",     "<td>",        "</td>",      "<th>",
    "<tr>",        "</tr>",         "<tbody>",       "</tbody>",  "</table>",    "<caption>",   "</caption>", "<thead>",
    "<tfoot>",     "<colgroup>",    "<col>",         "<ul>",      "</ul>",       "<ol>",        "<li>",       "</li>",
    "<dl>",        "<dd>",          "</dd>",         "<dt>",      "</dl>",       "<h1>",        "</h1>",      "<h2>",
    "<span>",      "</span>",       "<x-y>",         "</x-y>",    "<pre>",       "</pre>",      "\n",         "<br>",
    "</br>",       "<hr>",          "text",          " ",         "<",           "</",          "&amp;",      "&#0;",
    "&#xd800;",    "\xff",          "\xc3",          "<code>",    "</code>",     "<small>",     "<s>",        "<u>",
    "</u>",        "<blockquote>",  "</blockquote>", "<figure>",  "<img src=x>", "<q>",         "<body>",     "<html>",
    "<form>",      "<input>",       "<button>",      "</button>", "<nobr>",      "<svg>",       "</svg>",     "<!--",
    "-->",         "<select>",      "</select>",     "<style>",   "</style>",    "<p title=\"", "\">",        "\r",
    "</table><b>", "<abbr title=x>"};

RC_GTEST_PROP(AllowedMarkup, IsNotWhatAParserMakesManyTimesMoreOf, ()) {
  const auto soup =
      soup_of(*rc::gen::resize(300, rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(soup_pieces))));
  const Markup markup = allowed_markup(soup).value();

  const Built built = built_of(markup.html);

  RC_ASSERT(built.depth <= 3 * markup.depth + 4);
  RC_ASSERT(built.nodes <= 4 * markup.nodes + 4);
}

RC_GTEST_PROP(AllowedMarkup, IsAllowedAsItIs, ()) {
  const auto soup = soup_of(*rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(soup_pieces)));

  const std::string once = allowed_in(soup);

  RC_ASSERT(allowed_in(once) == once);
}

}  // namespace
}  // namespace souk::html
