#include "shopify/csv_reader.h"

#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::shopify {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(const std::string& text) {
  std::istringstream input(text);
  CsvReader reader(input);
  Rows rows;
  while (true) {
    auto row = reader.next();
    if (!row || !*row) return rows;
    rows.push_back((*row)->fields);
  }
}

std::vector<std::int64_t> lines_of(const std::string& text) {
  std::istringstream input(text);
  CsvReader reader(input);
  std::vector<std::int64_t> lines;
  while (true) {
    auto row = reader.next();
    if (!row || !*row) return lines;
    lines.push_back((*row)->line);
  }
}

TEST(CsvReader, ReadsQuotesCommasAndLineBreaksInsideFields) {
  EXPECT_EQ(rows_of("a,\"b,c\",\"d \"\"e\"\"\",\"f\ng\"\nh,,,\n"), (Rows{{"a", "b,c", "d \"e\"", "f\ng"}, {"h", "", "", ""}}));
}

TEST(CsvReader, TellsTheLineWhereEachRowBegins) {
  EXPECT_EQ(lines_of("h\n\"a\nb\nc\"\nd\n\ne\n"), (std::vector<std::int64_t>{1, 2, 5, 7}));
}

TEST(CsvReader, AcceptsEitherLineEndAByteOrderMarkAndNoLastLineEnd) {
  EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                    "a,b\r\nc,d"),
            (Rows{{"a", "b"}, {"c", "d"}}));
}

TEST(CsvReader, KeepsSpacesAndQuotesThatStandInsideAField) {
  EXPECT_EQ(rows_of(" a ,5\" pipe\n"), (Rows{{" a ", "5\" pipe"}}));
}

TEST(CsvReader, RefusesAQuoteThatNeverEnds) {
  std::istringstream input("a\n\"b\nc\n");
  CsvReader reader(input);

  ASSERT_TRUE(reader.next());
  const auto broken = reader.next();

  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::validation_failed);
  EXPECT_NE(broken.error().detail.find("Line 2"), std::string::npos);
}

TEST(CsvReader, RefusesARowThatIsLargerThanAnyProduct) {
  std::string huge = "a\n\"";
  for (int i = 0; i < 6; ++i) huge += std::string(1 << 20, 'x') + '\n';
  std::istringstream input(huge);
  CsvReader reader(input);

  ASSERT_TRUE(reader.next());
  EXPECT_FALSE(reader.next());
}

RC_GTEST_PROP(CsvReader, ReadsBackWhatWasWritten, ()) {
  const auto field = rc::gen::container<std::string>(rc::gen::element('a', ',', '"', '\n', ' ', '\xc3'));
  auto rows =
      *rc::gen::nonEmpty(rc::gen::container<Rows>(rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(field))));
  for (auto& row : rows) row.front() += "x";  // a row that is empty or blank is not a row
  std::string text;
  for (const auto& row : rows) append_csv_row(text, row);

  RC_ASSERT(rows_of(text) == rows);
}

}  // namespace
}  // namespace souk::shopify
