#pragma once

#include <memory>
#include <vector>

#include "sqlite/connection.h"
#include "sqlite/row_key.h"
#include "sqlite/table_shape.h"

namespace souk::sqlite {

/// Keeps account of the rows that a connection inserts, changes and deletes: by statements of its own, by cascades and by
/// triggers, and also of those that a rollback takes back. Used by one thread at a time, as its connection is; that has one
/// watch at a time and outlives it.
class RowWatch {
 public:
  /// Begins outside a transaction. `max_rows`: how many are kept in mind at most.
  RowWatch(Connection& connection, const std::vector<TableShape>& tables, std::size_t max_rows);
  RowWatch(const RowWatch&) = delete;
  RowWatch& operator=(const RowWatch&) = delete;
  ~RowWatch();

  /// The rows since the last time. Errors: overloaded (there were more than max_rows).
  Result<TouchedRows> take();

 private:
  struct Record;
  Connection& connection_;
  const std::unique_ptr<Record> record_;
};

}  // namespace souk::sqlite
