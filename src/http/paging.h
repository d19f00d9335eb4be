#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/catalog/product.h"
#include "http/cursor.h"
#include "http/query.h"

namespace souk::http {

inline constexpr std::int64_t kDefaultPage = 20;
inline constexpr std::int64_t kMaxPage = 100;

/// Cursors of public lists belong to nobody in particular.
inline constexpr std::string_view kPublic = "guest";

/// Which page of a list is asked for.
struct Paging {
  std::int64_t limit = kDefaultPage;
  std::string position{};  // after this; empty: from the start
  std::string list;        // canonical target without the cursor: what a cursor belongs to
  std::string target;      // canonical target with it
};

/// Reads `limit` and `cursor`. `list`: the canonical target so far. Errors: invalid_parameter.
Result<Paging> read_paging(const Query& query, CanonicalTarget list, const Cursors& cursors, std::string_view principal);

/// `items` holds up to one more than the page: cuts it off and says where the next page begins.
template <class Item, class Position>
std::optional<std::string> cut(std::vector<Item>& items, const Paging& paging, const Cursors& cursors,
                               std::string_view principal, Position position_of) {
  const auto limit = static_cast<std::size_t>(paging.limit);
  if (items.size() <= limit) return std::nullopt;
  items.resize(limit);
  return cursors.encode(position_of(items.back()), paging.list, principal);
}

/// One page, and one more, of categories that stand by (position, title).
std::vector<Category> categories_after(std::vector<Category> all, const Paging& paging);
std::string category_position(const Category& category);

}  // namespace souk::http
