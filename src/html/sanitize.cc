#include "html/sanitize.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include <gumbo.h>

#include "html/allowed_markup.h"
#include "html/elements.h"

namespace souk::html {
namespace {

constexpr std::array kSizes{"width"sv, "height"sv, "colspan"sv, "rowspan"sv, "start"sv, "span"sv};
constexpr std::array kBlocks{"p"sv,  "div"sv,        "li"sv,      "br"sv,        "hr"sv,    "td"sv, "th"sv,
                             "tr"sv, "h1"sv,         "h2"sv,      "h3"sv,        "h4"sv,    "h5"sv, "h6"sv,
                             "dd"sv, "dt"sv,         "pre"sv,     "figure"sv,    "table"sv, "ul"sv, "ol"sv,
                             "dl"sv, "blockquote"sv, "caption"sv, "figcaption"sv};

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Browsers skip white space and control characters in and before a scheme, and so must we before we look at it.
std::string without_controls(std::string_view url) {
  std::string plain;
  for (const char c : url)
    if (static_cast<unsigned char>(c) > 0x20 && c != 0x7F) plain += c;
  return plain;
}

/// The address if its scheme is one of `schemes` (or there is none and `relative` is fine), else nullopt.
template <std::size_t N>
std::optional<std::string> safe_url(std::string_view url, const std::array<std::string_view, N>& schemes) {
  std::string plain = without_controls(url);
  if (plain.empty() || plain.find('\\') != std::string::npos) return std::nullopt;
  if (plain.starts_with("//")) return "https:" + plain;
  const auto end = plain.find_first_of(":/?#");
  if (end == std::string::npos || plain[end] != ':') return plain;
  std::string scheme = plain.substr(0, end);
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (std::find(schemes.begin(), schemes.end(), scheme) == schemes.end()) return std::nullopt;
  return plain;
}

constexpr std::array<std::string_view, 4> kLinkSchemes{"https", "http", "mailto", "tel"};
constexpr std::array<std::string_view, 1> kImageSchemes{"https"};

void append_escaped(std::string& out, std::string_view text, bool attribute) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': attribute ? out += "&quot;" : out += '"'; break;
      case '\r': out += attribute ? "&#13;" : "\n"; break;
      case '\0': break;
      default: out += c;
    }
  }
}

// Gumbo reads bytes that are no UTF-8 as U+FFFD, but a text node's bytes come from its own buffer: already replaced.
class Writer {
 public:
  void children(const GumboVector& nodes, int depth) {
    for (unsigned i = 0; i < nodes.length; ++i) node(*static_cast<const GumboNode*>(nodes.data[i]), depth);
  }
  std::string take() { return std::move(out_); }

 private:
  void node(const GumboNode& node, int depth) {
    switch (node.type) {
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_WHITESPACE:
      case GUMBO_NODE_CDATA: append_escaped(out_, node.v.text.text, false); return;
      case GUMBO_NODE_ELEMENT: element(node.v.element, depth); return;
      case GUMBO_NODE_DOCUMENT:
      case GUMBO_NODE_COMMENT:
      case GUMBO_NODE_TEMPLATE: return;
    }
  }

  void element(const GumboElement& element, int depth) {
    const std::string_view name = gumbo_normalized_tagname(element.tag);  // empty for unknown elements
    if (element.tag_namespace != GUMBO_NAMESPACE_HTML) return;
    const bool keeps_tags = contains(kElements, name) && depth < kMaxDepth;
    if (!keeps_tags) return too_deep(element, depth);
    out_ += '<';
    out_ += name;
    attributes(element, name);
    out_ += '>';
    if (contains(kVoid, name)) return;
    // A parser drops the first line break inside <pre>: one more keeps the text.
    if (name == "pre") out_ += '\n';
    children(element.children, depth + 1);
    out_ += "</";
    out_ += name;
    out_ += '>';
  }

  void too_deep(const GumboElement& element, int depth) {
    if (depth < 4 * kMaxDepth) children(element.children, depth + 1);
  }

  void attributes(const GumboElement& element, std::string_view name) {
    for (unsigned i = 0; i < element.attributes.length; ++i) {
      const auto& attribute = *static_cast<const GumboAttribute*>(element.attributes.data[i]);
      if (attribute.attr_namespace != GUMBO_ATTR_NAMESPACE_NONE || !is_allowed(name, attribute.name)) continue;
      if (const auto value = safe_value(attribute.name, attribute.value)) append_attribute(attribute.name, *value);
    }
    if (name == "a") append_attribute("rel", "nofollow noopener");
  }

  static std::optional<std::string> safe_value(std::string_view attribute, std::string_view value) {
    if (attribute == "href") return safe_url(value, kLinkSchemes);
    if (attribute == "src") return safe_url(value, kImageSchemes);
    if (contains(kSizes, attribute) && !is_number(value)) return std::nullopt;
    return std::string(value);
  }

  void append_attribute(std::string_view name, std::string_view value) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    append_escaped(out_, value, true);
    out_ += '"';
  }

  std::string out_;
};

struct Parsed {
  explicit Parsed(std::string_view html) {
    options.max_errors = 0;
    // The fragment is parsed as a page's body would be.
    options.fragment_context = GUMBO_TAG_DIV;
    output = gumbo_parse_with_options(&options, html.data(), html.size());
  }
  ~Parsed() { gumbo_destroy_output(&options, output); }
  Parsed(const Parsed&) = delete;
  Parsed& operator=(const Parsed&) = delete;
  const GumboVector& nodes() const { return output->root->v.element.children; }

  GumboOptions options = kGumboDefaultOptions;
  GumboOutput* output = nullptr;
};

void collect_text(const GumboVector& nodes, int depth, std::string& out) {
  for (unsigned i = 0; i < nodes.length; ++i) {
    const auto& node = *static_cast<const GumboNode*>(nodes.data[i]);
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA)
      out += node.v.text.text;
    if (node.type != GUMBO_NODE_ELEMENT || depth > 4 * kMaxDepth) continue;
    const std::string_view name = gumbo_normalized_tagname(node.v.element.tag);
    const bool block = contains(kBlocks, name);
    if (block) out += ' ';
    collect_text(node.v.element.children, depth + 1, out);
    if (block) out += ' ';
  }
}

std::string one_pass(std::string_view html) {
  const Parsed parsed{html};
  Writer writer;
  writer.children(parsed.nodes(), 0);
  return writer.take();
}

/// The text alone, one space for every run of white space or block boundary.
std::string text_of(std::string_view html) {
  const Parsed parsed{html};
  std::string raw;
  collect_text(parsed.nodes(), 0, raw);
  std::string text;
  bool space_due = false;
  for (const char c : raw) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    if (!space && space_due && !text.empty()) text += ' ';
    if (!space) text += c;
    space_due = space;
    if (!space) space_due = false;
  }
  return text;
}

}  // namespace

Result<std::string> sanitize(std::string_view html) {
  TRY(const Markup markup, allowed_markup(html));
  // What a parser made of wrong nesting may, written down, be parsed to another tree ("mutation XSS"): so until nothing
  // changes. Hostile nesting that does not settle is worth its text alone.
  constexpr int kMaxPasses = 6;
  std::string clean = one_pass(markup.html);
  if (clean.size() > kMaxBytes)  // as when formatting left open is written out for each paragraph
    return fail(ErrorCode::validation_failed, "The HTML comes out longer than " + std::to_string(kMaxBytes) + " bytes");
  for (int pass = 1; pass < kMaxPasses; ++pass) {
    std::string again = one_pass(clean);
    if (again == clean) return clean;
    clean = std::move(again);
  }
  std::string text;
  append_escaped(text, text_of(clean), false);
  return text;
}

}  // namespace souk::html
