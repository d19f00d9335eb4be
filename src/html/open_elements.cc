#include "html/open_elements.h"

#include <algorithm>
#include <iterator>

#include "html/elements.h"

namespace souk::html {
namespace {

constexpr std::array kFormatting{"a"sv, "b"sv, "code"sv, "em"sv, "i"sv, "s"sv, "small"sv, "strong"sv, "u"sv};
constexpr std::array kCells{"td"sv, "th"sv};
constexpr std::array kRowParts{"td"sv, "th"sv, "tr"sv};
constexpr std::array kRowGroups{"tbody"sv, "thead"sv, "tfoot"sv};
constexpr std::array kItems{"li"sv, "dd"sv, "dt"sv, "td"sv, "th"sv};
constexpr std::array kParagraph{"p"sv};
constexpr std::array kBlocks{"div"sv, "ul"sv, "ol"sv, "dl"sv, "table"sv, "blockquote"sv, "figure"sv};
constexpr std::array kWithoutEndTag{"p"sv, "li"sv, "dd"sv, "dt"sv, "td"sv, "th"sv, "tr"sv, "tbody"sv, "thead"sv, "tfoot"sv};

/// What may stand open within `name` when its end tag comes, and is closed by that.
Names closed_with(std::string_view name) {
  if (contains(kBlocks, name)) return kWithoutEndTag;
  if (contains(kItems, name)) return kParagraph;
  if (contains(kRowGroups, name)) return kRowParts;
  if (name == "tr") return kCells;
  return {};
}

}  // namespace

void OpenElements::start(std::string_view name) {
  if (contains(kVoid, name)) return;
  close_before(name);
  open_.emplace_back(name);
  formatting_ += contains(kFormatting, name) ? 1 : 0;
}

void OpenElements::end(std::string_view name) {
  if (contains(kFormatting, name)) return end_formatting(name);
  if (const std::size_t place = place_of(name); place < open_.size()) open_.resize(place);
}

/// Paragraphs, items, rows and cells are closed by the next of their kind, a cell by a row as well.
void OpenElements::close_before(std::string_view name) {
  const auto last_is_of = [this](Names names) { return !open_.empty() && contains(names, open_.back()); };
  if (name == "tr" && last_is_of(kCells)) open_.pop_back();
  const bool ends_last =
      contains(kCells, name) ? last_is_of(kCells) : contains(kWithoutEndTag, name) && last_is_of(std::array{name});
  if (ends_last) open_.pop_back();
}

/// Formatting may be closed crosswise, but what it does not share a block with stays.
void OpenElements::end_formatting(std::string_view name) {
  std::size_t block = open_.size();
  while (block > 0 && contains(kFormatting, open_[block - 1])) --block;
  const auto after_block = open_.begin() + static_cast<std::ptrdiff_t>(block);
  const auto last = std::find(open_.rbegin(), std::make_reverse_iterator(after_block), name);
  if (last == std::make_reverse_iterator(after_block)) return;
  open_.erase(std::next(last).base());
  --formatting_;
}

/// Where the element stands that this end tag closes: last, or below those alone that need no end tag. open_.size(): nowhere.
std::size_t OpenElements::place_of(std::string_view name) const {
  const Names closed = closed_with(name);
  std::size_t after = open_.size();
  while (after > 0 && open_[after - 1] != name && contains(closed, open_[after - 1])) --after;
  return after > 0 && open_[after - 1] == name ? after - 1 : open_.size();
}

}  // namespace souk::html
