#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include <csv.h>

#include "commerce/error/error.h"

namespace souk::shopify {

struct CsvRow {
  std::int64_t line = 0;  // where the row begins; the first line is 1
  std::vector<std::string> fields;
};

/// RFC 4180 rows from a stream of any length: quoted fields may hold commas, quotes and line breaks; CRLF or LF; a UTF-8 byte
/// order mark is skipped; blank lines are skipped. Spaces belong to the field.
class CsvReader {
 public:
  static constexpr std::size_t kMaxRowBytes =
      4 << 20;  // a product's description is far smaller; an unclosed quote must not eat the file

  explicit CsvReader(std::istream& input);
  ~CsvReader();
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  /// nullopt at the end. Errors: validation_failed with the line: a quoted field that never ends, a row over kMaxRowBytes.
  Result<std::optional<CsvRow>> next();
  std::int64_t bytes_read() const { return bytes_read_; }

 private:
  Result<void> feed_line();
  Result<void> finish();
  static void on_field(void* field, std::size_t length, void* self);
  static void on_row(int terminator, void* self);

  std::istream& input_;
  csv_parser parser_{};
  std::deque<CsvRow> ready_;
  std::vector<std::string> fields_;
  std::size_t row_bytes_ = 0;
  std::int64_t line_ = 0;
  std::int64_t row_line_ = 1;
  std::int64_t bytes_read_ = 0;
  bool ended_ = false;
};

/// Appends one row, quoted where needed, ended by LF.
void append_csv_row(std::string& out, const std::vector<std::string>& fields);

}  // namespace souk::shopify
