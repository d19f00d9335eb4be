#pragma once

#include <string>
#include <vector>

#include "sqlite/connection.h"

namespace souk::sqlite {

/// A table as whoever copies its rows must know it.
struct TableShape {
  std::string name;
  std::vector<std::string> columns;  // all that are stored, the rowid too where it has no name of its own
  std::vector<std::string> key;      // the rowid, or the columns of the PRIMARY KEY
  std::vector<int> key_indexes;      // where these stand in the table; empty: the rowid
};

/// Every table of the main database, in the order in which they were made. Errors: internal (a virtual table, or one with
/// AUTOINCREMENT, whose rows are not all that it stores); those of Connection.
Result<std::vector<TableShape>> tables_of(Connection& connection);

/// "\"a\", \"b\"": for lists of columns.
std::string joined(const std::vector<std::string>& names, std::string_view between = ", ");
std::string sql_name(std::string_view name);

}  // namespace souk::sqlite
