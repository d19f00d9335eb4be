#include "search/document_set.h"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::search {
namespace {

constexpr DocumentNumber kDocuments = 300;
using Naive = std::set<DocumentNumber>;

DocumentBits bits_of(const Naive& naive) {
  DocumentBits bits(kDocuments);
  for (const auto document : naive) bits.add(document);
  return bits;
}
DocumentSet set_of(const Naive& naive) { return DocumentSet({naive.begin(), naive.end()}, kDocuments); }
Naive naive_of(const DocumentBits& bits) {
  Naive naive;
  bits.for_each([&](DocumentNumber document) { naive.insert(document); });
  return naive;
}
Naive both(const Naive& a, const Naive& b) {
  Naive result;
  for (const auto document : a) {
    if (b.contains(document)) result.insert(document);
  }
  return result;
}
/// Few documents or many, so that both representations occur.
rc::Gen<Naive> any_documents() {
  const auto one = rc::gen::inRange<DocumentNumber>(0, kDocuments);
  return rc::gen::oneOf(rc::gen::resize(5, rc::gen::container<Naive>(one)),
                        rc::gen::resize(200, rc::gen::container<Naive>(one)));
}

RC_GTEST_PROP(DocumentSet, OperationsAreThoseOfSets, ()) {
  const auto a = *any_documents();
  const auto b = *any_documents();

  auto kept = bits_of(a);
  kept.keep_only(set_of(b));
  RC_ASSERT(naive_of(kept) == both(a, b));
  auto kept_bits = bits_of(a);
  kept_bits.keep_only(bits_of(b));
  RC_ASSERT(naive_of(kept_bits) == both(a, b));
  auto joined = bits_of(a);
  joined.add_all(set_of(b));
  auto all = a;
  all.insert(b.begin(), b.end());
  RC_ASSERT(naive_of(joined) == all);
  auto dropped = bits_of(a);
  dropped.drop(bits_of(b));
  RC_ASSERT(naive_of(dropped).size() == a.size() - both(a, b).size());

  RC_ASSERT(set_of(b).count_within(bits_of(a)) == static_cast<std::int64_t>(both(a, b).size()));
  RC_ASSERT(bits_of(a).count() == static_cast<std::int64_t>(a.size()));
  RC_ASSERT(bits_of(a).empty() == a.empty());
  RC_ASSERT(set_of(a).empty() == a.empty());
}

RC_GTEST_PROP(DocumentSet, ChangesLikeASet, ()) {
  const auto before = *any_documents();
  const auto added = *any_documents();
  auto removed = *any_documents();
  for (const auto document : added) removed.erase(document);

  const DocumentSet changed =
      set_of(before).changed({added.begin(), added.end()}, {removed.begin(), removed.end()}, kDocuments);

  auto expected = before;
  for (const auto document : removed) expected.erase(document);
  expected.insert(added.begin(), added.end());
  DocumentBits all(kDocuments);
  all.add_all(changed);
  RC_ASSERT(naive_of(all) == expected);
}

RC_GTEST_PROP(DocumentSet, ReachesNoDocumentsThatCameLater, ()) {
  const auto a = *any_documents();
  const auto b = *any_documents();
  const DocumentBits larger = bits_of(a).resized(kDocuments * 2);

  auto kept = larger;
  kept.add(kDocuments + 100);
  kept.keep_only(set_of(b));
  RC_ASSERT(naive_of(kept) == both(a, b));
  kept = larger;
  kept.add(kDocuments + 100);
  kept.drop(bits_of(b));
  RC_ASSERT(kept.contains(kDocuments + 100));
  RC_ASSERT(set_of(b).count_within(larger) == static_cast<std::int64_t>(both(a, b).size()));
}

TEST(DocumentSet, BitsKnowOnlyTheirOwnDocuments) {
  DocumentBits bits(10);
  bits.add(3);

  EXPECT_TRUE(bits.contains(3));
  EXPECT_FALSE(bits.contains(1'000'000));
  bits.remove(3);
  EXPECT_TRUE(bits.empty());
}

}  // namespace
}  // namespace souk::search
