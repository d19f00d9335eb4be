#include "search/sort_key.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace souk::search {

namespace {

std::string_view name_of_order(ports::ProductSort sort) {
  switch (sort) {
    case ports::ProductSort::relevance: return "relevance";
    case ports::ProductSort::newest: return "newest";
    case ports::ProductSort::price_asc: return "price_asc";
    case ports::ProductSort::price_desc: return "price_desc";
    case ports::ProductSort::title: return "title";
  }
  std::unreachable();
}

/// Cuts the part before the next space off `rest`; all of it if there is none.
std::string_view next_part(std::string_view& rest) {
  const std::string_view part = rest.substr(0, rest.find(' '));
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  return part;
}

}  // namespace

SortKey key_of(const Document& document, ports::ProductSort sort) {
  switch (sort) {
    case ports::ProductSort::relevance:
    case ports::ProductSort::newest: return {.number = -document.newest_at.time_since_epoch().count(), .id = document.id};
    case ports::ProductSort::price_asc: return {.number = document.price_min, .id = document.id};
    case ports::ProductSort::price_desc: return {.number = -document.price_min, .id = document.id};
    case ports::ProductSort::title: return {.text = document.title_key, .id = document.id};
  }
  std::unreachable();
}

SortKey relevance_key(float score, const ProductId& id) {
  // The bits of positive floats order as the floats do, and survive being written as a number.
  return {.number = -static_cast<std::int64_t>(std::bit_cast<std::uint32_t>(score)), .id = id};
}

std::string position_of(const SortKey& key, ports::ProductSort sort) {
  return fmt::format("{} {} {} {}", name_of_order(sort), key.number, key.id.text(), key.text);
}

std::optional<Position> parse_position(std::string_view position, ports::ProductSort sort) {
  if (next_part(position) != name_of_order(sort)) return std::nullopt;
  const std::string_view number = next_part(position);
  Position parsed;
  const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), parsed.number);
  if (problem != std::errc{} || end != number.data() + number.size()) return std::nullopt;
  const auto id = ProductId::parse(next_part(position));
  if (!id) return std::nullopt;
  parsed.id = *id;
  parsed.text = position;
  return parsed;
}

}  // namespace souk::search
