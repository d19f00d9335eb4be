#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace souk::search {

/// How many letters to insert, drop, change or swap with their neighbour to get from one word to the other (optimal string
/// alignment: no letter is touched twice); nullopt when it is more than `limit`.
std::optional<std::size_t> edit_distance(std::u32string_view from, std::u32string_view to, std::size_t limit);

}  // namespace souk::search
