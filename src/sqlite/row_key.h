#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "sqlite/statement.h"

namespace souk::sqlite {

/// What tells one row of its table from all others: its rowid, or the values of its PRIMARY KEY in a table WITHOUT ROWID.
using RowKey = std::vector<std::variant<std::int64_t, std::string, Blob>>;
/// By the table's name.
using TouchedRows = std::map<std::string, std::set<RowKey>>;

inline std::size_t count_of(const TouchedRows& rows) {
  std::size_t count = 0;
  for (const auto& [table, keys] : rows) count += keys.size();
  return count;
}

}  // namespace souk::sqlite
