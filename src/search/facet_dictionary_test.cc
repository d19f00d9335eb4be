#include "search/facet_dictionary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace souk::search {
namespace {

TEST(FacetDictionary, TakesSpellingsOfOneThingAsOneValue) {
  FacetDictionary dictionary;
  const LabelNumber one = dictionary.add(FacetDictionary::kTag, "Sale");
  const LabelNumber other = dictionary.add(FacetDictionary::kTag, " SALE ");

  EXPECT_NE(one, other);
  EXPECT_EQ(dictionary.value_of(one), dictionary.value_of(other));
  EXPECT_EQ(dictionary.find(FacetDictionary::kTag, "sale"), dictionary.value_of(one));
  EXPECT_EQ(dictionary.text(other), " SALE ");
  EXPECT_EQ(dictionary.add(FacetDictionary::kTag, "Sale"), one);
}

TEST(FacetDictionary, KeepsFacetsApart) {
  FacetDictionary dictionary;
  dictionary.add(FacetDictionary::kTag, "Kiln");
  const FacetNumber color = dictionary.add_option("Color");
  dictionary.add(color, "Kiln");

  EXPECT_EQ(dictionary.find(FacetDictionary::kVendor, "Kiln"), std::nullopt);
  EXPECT_NE(dictionary.find(FacetDictionary::kTag, "Kiln"), dictionary.find(color, "Kiln"));
}

TEST(FacetDictionary, NamesOptionsInAnySpelling) {
  FacetDictionary dictionary;
  const FacetNumber color = dictionary.add_option("Color");

  EXPECT_EQ(dictionary.add_option("COLOR"), color);
  EXPECT_EQ(dictionary.find_option("color"), color);
  EXPECT_EQ(dictionary.find_option("Size"), std::nullopt);
  EXPECT_EQ(dictionary.name_of_option(color), dictionary.find(FacetDictionary::kOptionName, "cOlor"));
  EXPECT_THAT(dictionary.values(color), testing::IsEmpty());
}

}  // namespace
}  // namespace souk::search
