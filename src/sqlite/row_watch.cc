#include "sqlite/row_watch.h"

#include <utility>

#include <sqlite3.h>

namespace souk::sqlite {

namespace {

using FindValue = int (*)(sqlite3*, int, sqlite3_value**);

bool add_value(RowKey& key, sqlite3_value* value) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER: key.emplace_back(static_cast<std::int64_t>(sqlite3_value_int64(value))); return true;
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
      key.emplace_back(std::string(text, static_cast<std::size_t>(sqlite3_value_bytes(value))));
      return true;
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_value_blob(value));
      key.emplace_back(Blob(bytes, bytes + sqlite3_value_bytes(value)));
      return true;
    }
    default: return false;  // no PRIMARY KEY here has other values
  }
}

}  // namespace

struct RowWatch::Record {
  std::map<std::string, std::vector<int>, std::less<>> key_indexes;  // by table; none: the rowid
  std::size_t max_rows = 0;
  std::size_t count = 0;
  bool incomplete = false;
  TouchedRows rows{};

  static void on_change(void* self, sqlite3* handle, int operation, const char* schema, const char* table,
                        sqlite3_int64 old_rowid, sqlite3_int64 new_rowid) noexcept {
    if (std::string_view(schema) != "main") return;
    auto& record = *static_cast<Record*>(self);
    if (operation != SQLITE_INSERT) record.note(handle, table, sqlite3_preupdate_old, old_rowid);
    if (operation != SQLITE_DELETE) record.note(handle, table, sqlite3_preupdate_new, new_rowid);
  }

  void note(sqlite3* handle, std::string_view table, FindValue find, sqlite3_int64 rowid) {
    const auto shape = key_indexes.find(table);
    if (shape == key_indexes.end() || count >= max_rows) {
      incomplete = true;
      return;
    }
    RowKey key;
    if (shape->second.empty()) key.emplace_back(static_cast<std::int64_t>(rowid));
    for (const int index : shape->second) {
      sqlite3_value* value = nullptr;
      if (find(handle, index, &value) != SQLITE_OK || !add_value(key, value)) {
        incomplete = true;
        return;
      }
    }
    if (rows[shape->first].insert(std::move(key)).second) ++count;
  }
};

RowWatch::RowWatch(Connection& connection, const std::vector<TableShape>& tables, std::size_t max_rows)
    : connection_(connection), record_(std::make_unique<Record>(Record{.key_indexes = {}, .max_rows = max_rows})) {
  for (const TableShape& table : tables) record_->key_indexes.emplace(table.name, table.key_indexes);
  // A DELETE without WHERE that was compiled before empties its table at one stroke, without a word of its rows.
  connection_.forget_statements();
  sqlite3_preupdate_hook(connection_.handle(), Record::on_change, record_.get());
}

RowWatch::~RowWatch() { sqlite3_preupdate_hook(connection_.handle(), nullptr, nullptr); }

Result<TouchedRows> RowWatch::take() {
  if (record_->incomplete)
    return fail(ErrorCode::overloaded, "The shop is written to faster than it can be copied. Try again when it is quieter.");
  record_->count = 0;
  return std::exchange(record_->rows, {});
}

}  // namespace souk::sqlite
