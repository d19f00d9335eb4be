#include "shopify/csv_reader.h"

#include <new>
#include <string_view>

namespace souk::shopify {
namespace {

int nothing_is_space(unsigned char) { return 0; }

constexpr std::size_t kGrowth = 64 << 10;  // of the buffer for a field: descriptions are long
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

CsvReader::CsvReader(std::istream& input) : input_(input) {
  if (csv_init(&parser_, 0) != 0) throw std::bad_alloc();
  csv_set_blk_size(&parser_, kGrowth);
  csv_set_space_func(&parser_, nothing_is_space);
}

CsvReader::~CsvReader() { csv_free(&parser_); }

void CsvReader::on_field(void* field, std::size_t length, void* self) {
  auto& reader = *static_cast<CsvReader*>(self);
  reader.fields_.emplace_back(static_cast<const char*>(field), length);
}

void CsvReader::on_row(int, void* self) {
  auto& reader = *static_cast<CsvReader*>(self);
  reader.ready_.push_back({reader.row_line_, std::move(reader.fields_)});
  reader.fields_.clear();
  reader.row_bytes_ = 0;
}

// One physical line at a time: the library does not say where a row began, but a row that ended did so on the line just fed.
Result<void> CsvReader::feed_line() {
  std::string text;
  if (!std::getline(input_, text)) return finish();
  ++line_;
  if (!input_.eof()) text += '\n';
  bytes_read_ += static_cast<std::int64_t>(text.size());
  if (line_ == 1 && text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  const bool row_begins = row_bytes_ == 0;
  if (row_begins) row_line_ = line_;
  row_bytes_ += text.size();
  const auto consumed = csv_parse(&parser_, text.data(), text.size(), on_field, on_row, this);
  if (consumed != text.size()) throw std::bad_alloc();  // not in strict mode: it can only have run out of memory
  if (row_begins && text.find_first_not_of("\r\n") == std::string::npos) row_bytes_ = 0;
  if (row_bytes_ > kMaxRowBytes)
    return fail(ErrorCode::validation_failed,
                "Line " + std::to_string(row_line_) + ": the row is over 4 MiB; is a quote never closed?");
  return {};
}

Result<void> CsvReader::finish() {
  ended_ = true;
  csv_set_opts(&parser_,
               CSV_STRICT | CSV_STRICT_FINI);  // strict about the end alone: quotes inside a field are people's inches
  if (csv_fini(&parser_, on_field, on_row, this) != 0)
    return fail(ErrorCode::validation_failed, "Line " + std::to_string(row_line_) + ": a quoted field never ends");
  return {};
}

Result<std::optional<CsvRow>> CsvReader::next() {
  while (ready_.empty()) {
    if (ended_) return std::nullopt;
    TRY(feed_line());
  }
  CsvRow row = std::move(ready_.front());
  ready_.pop_front();
  return row;
}

void append_csv_row(std::string& out, const std::vector<std::string>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += ',';
    const std::string& field = fields[i];
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      out += field;
      continue;
    }
    const std::size_t needed = csv_write(nullptr, 0, field.data(), field.size());
    const std::size_t start = out.size();
    out.resize(start + needed);
    csv_write(out.data() + start, needed, field.data(), field.size());
  }
  out += '\n';
}

}  // namespace souk::shopify
