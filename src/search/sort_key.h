#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "commerce/id/id.h"
#include "ports/catalog_index.h"
#include "search/document.h"

namespace souk::search {

/// Where an item stands in a sorted list: smaller comes first. The id makes it unique, so a list can go on after any key, even
/// one whose product is gone.
struct SortKey {
  std::int64_t number = 0;
  std::string_view text{};
  ProductId id{};
  auto operator<=>(const SortKey&) const = default;
};

/// For every order but by relevance, which a document alone does not have.
SortKey key_of(const Document& document, ports::ProductSort sort);
SortKey relevance_key(float score, const ProductId& id);

/// A key as the text that `ProductQuery::after` carries: the order's name, number, id and text, spaces between. Plain, not
/// signed.
std::string position_of(const SortKey& key, ports::ProductSort sort);

struct Position {
  std::int64_t number = 0;
  std::string text;
  ProductId id;
  SortKey key() const { return {number, text, id}; }
};
/// nullopt for what position_of did not write, or wrote for another order.
std::optional<Position> parse_position(std::string_view position, ports::ProductSort sort);

}  // namespace souk::search
