#include "http/paging.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace souk::http {

Result<Paging> read_paging(const Query& query, CanonicalTarget list, const Cursors& cursors, std::string_view principal) {
  TRY(const auto limit, query.integer("limit", 1, kMaxPage));
  Paging paging;
  paging.limit = limit.value_or(kDefaultPage);
  list.add("limit", std::to_string(paging.limit));
  paging.list = list.text();
  if (const auto cursor = query.find("cursor")) {
    TRY(paging.position, cursors.decode(*cursor, paging.list, principal));
    list.add("cursor", *cursor);
  }
  paging.target = list.text();
  return paging;
}

std::string category_position(const Category& category) {
  return category.id.text() + ',' + std::to_string(category.position) + ',' + category.title;
}

namespace {

/// Behind that category; where it would stand, if it is gone.
std::size_t first_after(const std::vector<Category>& all, std::string_view position) {
  const auto id_end = position.find(',');
  const auto number_end = position.find(',', id_end + 1);
  const auto id = CategoryId::parse(position.substr(0, id_end));
  const auto known = id ? std::ranges::find(all, *id, &Category::id) : all.end();
  if (known != all.end()) return static_cast<std::size_t>(known - all.begin()) + 1;
  std::pair<std::int64_t, std::string> last;
  const std::string_view number = position.substr(id_end + 1, number_end - id_end - 1);
  std::from_chars(number.data(), number.data() + number.size(), last.first);
  last.second = position.substr(number_end + 1);
  const auto later =
      std::ranges::find_if(all, [&](const Category& category) { return std::pair{category.position, category.title} > last; });
  return static_cast<std::size_t>(later - all.begin());
}

}  // namespace

std::vector<Category> categories_after(std::vector<Category> all, const Paging& paging) {
  const auto first = paging.position.empty() ? std::size_t{0} : first_after(all, paging.position);
  const auto end = std::min(first + static_cast<std::size_t>(paging.limit) + 1, all.size());
  return {std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(first)),
          std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(end))};
}

}  // namespace souk::http
