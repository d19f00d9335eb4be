#include "search/document_table.h"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::search {
namespace {

DocumentContents priced(std::int64_t price, std::size_t variants) {
  Document document;
  document.price_min = price;
  document.price_max = price + 1;
  DocumentContents contents{.document = std::make_shared<const Document>(document), .variants = {}};
  for (std::size_t i = 0; i < variants; ++i) contents.variants.push_back({.price = price + static_cast<std::int64_t>(i)});
  return contents;
}

RC_GTEST_PROP(DocumentTable, HoldsWhatTheLastChangeLeft, ()) {
  std::map<DocumentNumber, DocumentContents> expected;
  DocumentTable table;
  for (int step = *rc::gen::inRange(1, 6); step > 0; --step) {
    std::map<DocumentNumber, DocumentContents> step_changes;
    for (int i = *rc::gen::inRange(0, 20); i > 0; --i) {
      const auto number = *rc::gen::inRange<DocumentNumber>(0, 1000);
      const bool gone = *rc::gen::inRange(0, 4) == 0;
      step_changes[number] =
          gone ? DocumentContents{} : priced(*rc::gen::inRange(0, 1000), *rc::gen::inRange<std::size_t>(0, 4));
    }
    std::vector<DocumentChange> changes;
    for (const auto& [number, contents] : step_changes) {
      changes.push_back({number, contents});
      expected[number] = contents;
    }
    const DocumentTable before = table;
    table = before.changed(changes);
    RC_ASSERT(table.size() >= before.size());
  }

  for (DocumentNumber number = 0; number < table.size(); ++number) {
    const DocumentContents contents = expected.contains(number) ? expected[number] : DocumentContents{};
    RC_ASSERT(table.find(number) == contents.document.get());
    const auto variants = table.variants(number);
    RC_ASSERT(variants.size() == contents.variants.size());
    for (std::size_t i = 0; i < variants.size(); ++i) RC_ASSERT(variants[i].price == contents.variants[i].price);
    RC_ASSERT(table.price_max(number) == (contents.document ? contents.document->price_max : 0));
  }
}

TEST(DocumentTable, LeavesTheTableBeforeAsItWas) {
  const DocumentTable empty;
  const DocumentTable one = empty.changed(std::vector<DocumentChange>{{300, priced(5, 2)}});
  const DocumentTable none = one.changed(std::vector<DocumentChange>{{300, {}}});

  EXPECT_EQ(empty.size(), 0u);
  EXPECT_EQ(one.variants(300).size(), 2u);
  EXPECT_EQ(one[300].price_min, 5);
  EXPECT_EQ(none.find(300), nullptr);
  EXPECT_EQ(one.find(299), nullptr);
  int visited = 0;
  one.for_each([&](DocumentNumber number, const Document&) { visited += number == 300 ? 1 : 100; });
  EXPECT_EQ(visited, 1);
}

}  // namespace
}  // namespace souk::search
