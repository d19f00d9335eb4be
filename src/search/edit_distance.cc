#include "search/edit_distance.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace souk::search {

std::optional<std::size_t> edit_distance(std::u32string_view from, std::u32string_view to, std::size_t limit) {
  if (std::max(from.size(), to.size()) - std::min(from.size(), to.size()) > limit) return std::nullopt;
  std::vector<std::size_t> before_last(to.size() + 1);
  std::vector<std::size_t> last(to.size() + 1);
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(last.begin(), last.end(), 0);
  for (std::size_t i = 1; i <= from.size(); ++i) {
    row[0] = i;
    std::size_t best = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t change = from[i - 1] == to[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
      best = std::min(best, row[j]);
    }
    if (best > limit && (i == from.size() || *std::ranges::min_element(last) > limit)) return std::nullopt;
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last.back() <= limit ? std::optional(last.back()) : std::nullopt;
}

}  // namespace souk::search
