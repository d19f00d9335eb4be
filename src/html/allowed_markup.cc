#include "html/allowed_markup.h"

#include <optional>
#include <utility>
#include <vector>

#include "html/elements.h"
#include "html/open_elements.h"

namespace souk::html {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = lower_case(c);
  return lower;
}

struct Attribute {
  std::string name;
  std::string_view value;
};
struct Tag {
  std::string name;
  std::vector<Attribute> attributes{};  // those that are allowed, each once
  bool closes_itself = false;
};

/// Reads tags, comments and texts as HTML's tokenizer does, and forgets what is not allowed.
class Reduction {
 public:
  explicit Reduction(std::string_view html) : html_(html) {}

  Result<Markup> run() {
    while (at_ < html_.size()) {
      const std::size_t tag = std::min(html_.find('<', at_), html_.size());
      text(html_.substr(at_, tag - at_));
      at_ = tag;
      if (at_ < html_.size()) after_bracket();
      if (markup_.depth > kMaxOpen)
        return fail(ErrorCode::validation_failed,
                    "The HTML has more than " + std::to_string(kMaxOpen) + " elements open at once");
      if (markup_.nodes > kMaxNodes)
        return fail(ErrorCode::validation_failed,
                    "The HTML has too many elements, or too much formatting that is never closed");
    }
    return std::move(markup_);
  }

 private:
  char peek(std::size_t ahead) const { return at_ + ahead < html_.size() ? html_[at_ + ahead] : '\0'; }

  void after_bracket() {
    if (is_letter(peek(1))) return start_tag();
    if (peek(1) == '/' && is_letter(peek(2))) return end_tag();
    if (peek(1) == '!' || peek(1) == '?' || (peek(1) == '/' && at_ + 2 < html_.size())) return pass_comment();
    markup_.html += "&lt;";
    ++at_;
  }

  void text(std::string_view text) {
    for (const char c : text)
      if (c != '\0') markup_.html += c;
  }

  void start_tag() {
    at_ += 1;
    const auto tag = read_tag();
    if (!tag) return;
    if (contains(kRawText, tag->name)) return pass_raw_text(tag->name);
    if (contains(kDropped, tag->name)) {
      if (!tag->closes_itself) pass_element(tag->name);
      return;
    }
    if (!contains(kElements, tag->name)) return;
    open_.start(tag->name);
    markup_.html.append("<").append(tag->name);
    for (const Attribute& attribute : tag->attributes) append(attribute);
    markup_.html += '>';
    count();
  }

  void end_tag() {
    at_ += 2;
    const auto tag = read_tag();
    if (!tag || !contains(kElements, tag->name)) return;
    open_.end(tag->name);
    markup_.html.append("</").append(tag->name).append(">");
    count();
  }

  void append(const Attribute& attribute) {
    markup_.html.append(" ").append(attribute.name).append("=\"");
    for (const char c : attribute.value) {
      if (c == '"') {
        markup_.html += "&quot;";
      } else if (c != '\0') {
        markup_.html += c;
      }
    }
    markup_.html += '"';
  }

  /// An element and a text after it. Before each a parser may open once more whatever formatting is open.
  void count() {
    markup_.depth = std::max(markup_.depth, open_.count());
    markup_.nodes += 2 * (1 + open_.formatting());
  }

  /// From the name to past the ">". nullopt: the text ends within the tag, which is none then.
  std::optional<Tag> read_tag() {
    const std::size_t begin = at_;
    pass_until([](char c) { return is_space(c) || c == '/' || c == '>'; });
    Tag tag{.name = lower_case(html_.substr(begin, at_ - begin))};
    while (at_ < html_.size() && html_[at_] != '>') {
      tag.closes_itself = html_[at_] == '/';
      if (is_space(html_[at_]) || html_[at_] == '/') {
        ++at_;
      } else {
        read_attribute(tag);
      }
    }
    if (at_ >= html_.size()) return std::nullopt;
    ++at_;
    return tag;
  }

  void read_attribute(Tag& tag) {
    const std::size_t begin = at_++;  // a name may even begin with "="
    pass_until([](char c) { return is_space(c) || c == '/' || c == '>' || c == '='; });
    const std::string_view name = html_.substr(begin, at_ - begin);
    const std::string_view value = read_value();
    std::string lower = lower_case(name);
    const auto is_same = [&](const Attribute& each) { return each.name == lower; };
    if (is_allowed(tag.name, lower) && std::ranges::none_of(tag.attributes, is_same))
      tag.attributes.push_back({std::move(lower), value});
  }

  std::string_view read_value() {
    const std::size_t after_name = at_;
    pass_until([](char c) { return !is_space(c); });
    if (peek(0) != '=') {
      at_ = after_name;
      return {};
    }
    ++at_;
    pass_until([](char c) { return !is_space(c); });
    const char quote = peek(0);
    if (quote != '"' && quote != '\'') {
      const std::size_t begin = at_;
      pass_until([](char c) { return is_space(c) || c == '>'; });
      return html_.substr(begin, at_ - begin);
    }
    const std::size_t begin = ++at_;
    pass_until([quote](char c) { return c == quote; });
    const std::string_view value = html_.substr(begin, at_ - begin);
    at_ = std::min(at_ + 1, html_.size());
    return value;
  }

  template <class Stop>
  void pass_until(Stop stop) {
    while (at_ < html_.size() && !stop(html_[at_])) ++at_;
  }

  void pass_comment() {
    if (html_.substr(at_, 4) != "<!--") return pass_past(">");
    at_ += 4;
    const bool ends_at_once = peek(0) == '>' || (peek(0) == '-' && peek(1) == '>');
    pass_past(ends_at_once ? ">" : "-->");
  }
  void pass_past(std::string_view end) {
    const std::size_t found = html_.find(end, at_);
    at_ = found == std::string_view::npos ? html_.size() : found + end.size();
  }

  void pass_raw_text(const std::string& name) {
    while (at_ < html_.size() && !is_tag("</", name)) ++at_;
    pass_past(">");
  }

  /// Past the end tag that belongs to a start tag that was read; past everything if there is none.
  void pass_element(const std::string& name) {
    for (int open = 1; open > 0 && at_ < html_.size();) {
      at_ = std::min(html_.find('<', at_), html_.size());
      const bool starts = is_tag("<", name);
      const bool ends = is_tag("</", name);
      open += starts ? 1 : 0;
      open -= ends ? 1 : 0;
      if (starts || ends) {
        pass_past(">");
      } else if (at_ < html_.size()) {
        ++at_;
      }
    }
  }

  bool is_tag(std::string_view bracket, const std::string& name) const {
    const std::size_t after = bracket.size() + name.size();
    if (html_.substr(at_, bracket.size()) != bracket) return false;
    if (lower_case(html_.substr(at_ + bracket.size(), name.size())) != name) return false;
    return is_space(peek(after)) || peek(after) == '/' || peek(after) == '>';
  }

  const std::string_view html_;
  std::size_t at_ = 0;
  OpenElements open_;
  Markup markup_;
};

}  // namespace

Result<Markup> allowed_markup(std::string_view html) {
  if (html.size() > kMaxBytes)
    return fail(ErrorCode::validation_failed, "The HTML is longer than " + std::to_string(kMaxBytes) + " bytes");
  return Reduction(html).run();
}

}  // namespace souk::html
