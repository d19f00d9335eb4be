#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "sqlite/connection.h"
#include "sqlite/row_key.h"
#include "sqlite/table_shape.h"

namespace souk::sqlite {

/// A copy of a database in a file of its own, under a key of its own, row by row, that is brought up to date while others write
/// the original. Every step that copies begins with see_now(), at an instant of the caller's choice, and ends with commit().
/// Used by one thread at a time.
class RowCopy {
 public:
  /// `options`: how the original is opened, by another connection than those that use it; they also say whether `to` may be
  /// made. `to`: an empty file, or none. Errors: those of tables_of and of Connection.
  static Result<std::unique_ptr<RowCopy>> open(const std::filesystem::path& from, const OpenOptions& options,
                                               const std::filesystem::path& to, std::span<const std::uint8_t> to_key);

  const std::vector<TableShape>& tables() const { return tables_; }
  /// From here to commit() the original is seen as it is now.
  Result<void> see_now();
  /// Makes the schema and copies all rows. Returns how many.
  Result<std::int64_t> copy_all();
  /// Rows that were written since the last see_now() become what they are as of this one.
  Result<void> copy(const TouchedRows& rows);
  /// Whether both hold the same, to the last byte. Errors: corrupt (they do not, with the table in the cause).
  Result<void> compare_all();
  Result<void> compare(const TouchedRows& rows);
  Result<void> commit();
  /// Once all rows are there: from now on a commit survives a power cut, as far as the file itself did.
  Result<void> make_durable();

 private:
  explicit RowCopy(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  Result<void> make_schema();
  Result<void> compare_schema();

  const std::unique_ptr<Connection> connection_;  // to the original, with the copy attached
  std::vector<TableShape> tables_;
};

}  // namespace souk::sqlite
