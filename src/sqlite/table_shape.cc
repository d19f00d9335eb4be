#include "sqlite/table_shape.h"

namespace souk::sqlite {

namespace {

Result<void> check_kinds(Connection& connection) {
  TRY(const auto unfit,
      connection.first<std::string>(
          "SELECT name FROM pragma_table_list WHERE schema = 'main' AND (type <> 'table' OR name = 'sqlite_sequence')"
          " AND name <> 'sqlite_schema' LIMIT 1"));
  if (unfit) return fail(ErrorCode::internal, "Something went wrong in the shop", "rows of " + *unfit + " cannot be copied");
  return {};
}

Result<TableShape> shape_of(Connection& connection, const std::string& name, bool has_rowid) {
  TableShape table{.name = name, .columns = {}, .key = {}, .key_indexes = {}};
  TRY(const auto columns, connection.all<std::int64_t, std::string, std::string, std::int64_t>(
                              "SELECT cid, name, type, pk FROM pragma_table_info(?) ORDER BY cid", name));
  bool rowid_has_name = false;
  for (const auto& [index, column, type, place_in_key] : columns) {
    table.columns.push_back(sql_name(column));
    if (place_in_key == 0) continue;
    if (has_rowid) {
      rowid_has_name = rowid_has_name || type == "INTEGER";
      continue;
    }
    table.key.push_back(sql_name(column));
    table.key_indexes.push_back(static_cast<int>(index));
  }
  if (has_rowid) {
    table.key = {"rowid"};
    if (!rowid_has_name) table.columns.insert(table.columns.begin(), "rowid");
  }
  return table;
}

}  // namespace

Result<std::vector<TableShape>> tables_of(Connection& connection) {
  TRY(check_kinds(connection));
  TRY(const auto names,
      connection.all<std::string, bool>("SELECT s.name, t.wr FROM main.sqlite_schema s JOIN pragma_table_list t"
                                        " ON t.name = s.name AND t.schema = 'main' WHERE s.type = 'table' ORDER BY s.rowid"));
  std::vector<TableShape> tables;
  for (const auto& [name, without_rowid] : names) {
    TRY(tables.emplace_back(), shape_of(connection, name, !without_rowid));
  }
  return tables;
}

std::string sql_name(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text.append(c == '"' ? 2 : 1, c);
  return text + "\"";
}

std::string joined(const std::vector<std::string>& names, std::string_view between) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : std::string(between)) + name;
  return text;
}

}  // namespace souk::sqlite
