#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

#include "shopify/export_rows.h"
#include "shopify/import_source.h"
#include "shopify/product_rows.h"

namespace souk::shopify {
namespace {

const Currency kEuro = Currency::parse("EUR").value();

struct Parsing {
  std::vector<ParsedProduct> products;
  std::vector<Note> notes;
  int count(Severity severity) const {
    return static_cast<int>(
        std::count_if(notes.begin(), notes.end(), [&](const Note& note) { return note.severity == severity; }));
  }
  bool says(std::int64_t line, const std::string& words) const {
    return std::any_of(notes.begin(), notes.end(),
                       [&](const Note& note) { return note.line == line && note.text.find(words) != std::string::npos; });
  }
};

Parsing parse(const std::string& csv, const Currency& currency = kEuro) {
  std::istringstream input(csv);
  auto reader = ProductRowsReader::open(input).value();
  Parsing parsing;
  while (auto rows = reader->next(parsing.notes).value())
    if (auto product = parse_product(*rows, reader->layout(), currency, parsing.notes))
      parsing.products.push_back(*std::move(product));
  return parsing;
}

TEST(ParseProduct, ReadsVariantsAndImagesFromSeveralRows) {
  const auto parsed = parse(
      "Handle,Title,Tags,Option1 Name,Option1 Value,Variant Price,Image Src\n"
      "mug,Mug,\"Kitchen, Blue Things ,Kitchen\",Color,Blue,19.90,a.jpg\n"
      "mug,,,,Red,21,b.jpg\n"
      "mug,,,,,,c.jpg\n");

  ASSERT_EQ(parsed.products.size(), 1U);
  const Product& mug = parsed.products[0].product;
  EXPECT_EQ(mug.tags, (std::vector<std::string>{"Kitchen", "Blue Things"}));
  EXPECT_EQ(mug.options, (std::vector<Option>{{"Color", {"Blue", "Red"}}}));
  ASSERT_EQ(mug.variants.size(), 2U);
  EXPECT_EQ(mug.variants[1].price.minor, 2100);
  EXPECT_EQ(mug.images.size(), 3U);
  EXPECT_TRUE(parsed.notes.empty());
}

TEST(ParseProduct, KnowsAProductWithoutOptions) {
  const auto parsed = parse("Handle,Title,Option1 Name,Option1 Value,Variant Price\nmug,Mug,Title,Default Title,5\n");

  EXPECT_TRUE(parsed.products.at(0).product.options.empty());
  EXPECT_TRUE(parsed.products.at(0).product.variants.at(0).option_values.empty());
}

TEST(ParseProduct, PutsNothingOnTheShelfForANegativeCountAndKeepsTheNumber) {
  const auto parsed = parse(
      "Handle,Title,Option1 Name,Option1 Value,Variant Price,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy\n"
      "mug,Mug,Color,Blue,5,shopify,-3,deny\nmug,,,Red,5,shopify,-3,continue\nmug,,,Green,5,,-3,deny\n");

  const auto& stock = parsed.products.at(0).stock;
  EXPECT_EQ(stock[0].on_hand, 0);
  EXPECT_EQ(stock[0].quantity, "-3");
  EXPECT_EQ(stock[1].policy, StockPolicy::backorder);
  EXPECT_EQ(stock[1].on_hand, -3);
  EXPECT_EQ(stock[2].policy, StockPolicy::untracked);
  EXPECT_EQ(stock[2].on_hand, std::nullopt);
  EXPECT_TRUE(parsed.says(2, "-3"));
  EXPECT_EQ(parsed.notes.size(), 1U);
}

TEST(ParseProduct, LeavesOutOnlyTheRowThatIsWrong) {
  const auto parsed = parse(
      "Handle,Title,Option1 Name,Option1 Value,Variant Price\n"
      "mug,Mug,Color,Blue,5\nmug,,,Red,cheap\nmug,,,Blue,6\n,,,,\nbowl,Bowl,Title,Default Title,\n");

  ASSERT_EQ(parsed.products.size(), 1U);
  EXPECT_EQ(parsed.products[0].product.variants.size(), 1U);
  EXPECT_TRUE(parsed.says(3, "'cheap' is not a price"));
  EXPECT_TRUE(parsed.says(4, "same options"));
  EXPECT_TRUE(parsed.says(5, "no handle"));
  EXPECT_TRUE(parsed.says(6, "no price"));
}

TEST(ParseProduct, SaysWhenAProductsRowsAreScattered) {
  const auto parsed = parse("Handle,Title,Variant Price\nmug,Mug,5\nbowl,Bowl,5\nmug,,6\n");

  EXPECT_EQ(parsed.products.size(), 2U);
  EXPECT_TRUE(parsed.says(4, "stand together"));
}

TEST(ParseProduct, KeepsColumnsItDoesNotKnowAsCustomFields) {
  const auto parsed = parse(
      "Handle,Title,Option1 Name,Option1 Value,Variant Price,Variant Tax Code,Gift Card,Season\n"
      "mug,Mug,Color,Blue,5,P1,false,Spring\nmug,,,Red,5,P2,,Autumn\nmug,,,,,,,Stray\n");

  const Product& mug = parsed.products.at(0).product;
  EXPECT_EQ(mug.custom_fields, (CustomFields{{"Gift Card", "false"}, {"Season", "Spring"}, {"Season [3]", "Stray"}}));
  EXPECT_EQ(mug.variants[0].custom_fields, (CustomFields{{"Variant Tax Code", "P1"}}));
  EXPECT_EQ(mug.variants[1].custom_fields, (CustomFields{{"Variant Tax Code", "P2"}, {"Season", "Autumn"}}));
}

TEST(ParseProduct, ReadsPricesAsPeopleWriteThemAndNothingElse) {
  const Currency yen = Currency::parse("JPY").value();
  EXPECT_EQ(parse_price("1,299.00", kEuro).value().minor, 129900);
  EXPECT_EQ(parse_price("36", kEuro).value().minor, 3600);
  EXPECT_EQ(parse_price("36.000", kEuro).value().minor, 3600);
  EXPECT_EQ(parse_price("3600.00", yen).value().minor, 3600);
  for (const char* text :
       {"", "-1", "1,29", "12,34.5", "1.999", "0x1", "1e3", " 1", "1 000", ".", "1.2.3", "99999999999999999999"})
    EXPECT_FALSE(parse_price(text, kEuro)) << text;
  EXPECT_FALSE(parse_price("36.50", yen));
}

TEST(ParseProduct, SanitizesDescriptions) {
  const auto parsed =
      parse("Handle,Title,Body (HTML),Variant Price\nmug,Mug,\"<p onclick=\"\"x()\"\">Hi<script>y()</script></p>\",5\n");

  EXPECT_EQ(parsed.products.at(0).product.description_html, "<p>Hi</p>");
}

TEST(ParseProduct, LeavesOutAProductWhoseDescriptionWouldKeepAParserBusy) {
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "<div>";

  const auto parsed = parse("Handle,Title,Body (HTML),Variant Price\nmug,Mug," + deep + ",5\npot,Pot,,6\n");

  ASSERT_EQ(parsed.products.size(), 1u);
  EXPECT_EQ(parsed.products.front().product.slug, "pot");
  EXPECT_EQ(parsed.count(Severity::error), 1);
  EXPECT_EQ(parsed.notes.front().line, 2);
}

TEST(ExportRows, GiveBackTheSameProduct) {
  const std::string csv =
      "Handle,Title,Vendor,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,"
      "Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Image Alt Text,Variant Image,Season\n"
      "mug,\"Mug, blue\",Ada,\"a, b\",true,Color,Blue,S1,300,shopify,-4,deny,19.90,25.00,a.jpg,Front,a.jpg,Spring\n"
      "mug,,,,,,Red,S1,300,,7,deny,19.90,,b.jpg,,,Autumn\n";
  const auto first = parse(csv).products.at(0);
  std::vector<StockItem> shelf;
  for (const auto& stock : first.stock)
    shelf.push_back({.id = {}, .policy = stock.policy, .on_hand = stock.on_hand.value_or(0)});
  std::vector<std::string> columns = classical_columns();
  collect_columns(first.product, columns);

  std::string text;
  append_csv_row(text, columns);
  for (const auto& row : rows_of(first.product, shelf, source_of("mug", first), columns)) append_csv_row(text, row);
  const auto second = parse(text).products.at(0);

  EXPECT_EQ(second.product, first.product);
  EXPECT_EQ(second.stock[0].quantity, "-4");
  EXPECT_EQ(second.stock[1].quantity, "7");
}

TEST(ExportRows, TellWhatIsLeftAfterASale) {
  const auto parsed =
      parse(
          "Handle,Title,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price\nmug,Mug,shopify,10,deny,5\n")
          .products.at(0);
  const std::vector<StockItem> shelf{{.id = {}, .policy = StockPolicy::deny, .on_hand = 7}};

  const auto rows = rows_of(parsed.product, shelf, source_of("mug", parsed), {"Variant Inventory Qty"});

  EXPECT_EQ(rows.at(0).at(0), "7");
}

TEST(ImportSource, ReadsBackWhatWasWrittenAndRefusesTheRest) {
  ImportSource source{
      "mug", {{{"Blue", "250 g"}, {StockPolicy::deny, "deny", "-1", 0}}, {{}, {StockPolicy::untracked, "continue", "", 0}}}};

  EXPECT_EQ(read_import_source(write(source)).value(), source);
  for (const char* text : {"", "[]", "{}", R"({"handle":"x","counts":[1]})", R"({"handle":"x","counts":[{"policy":"?"}]})"})
    EXPECT_FALSE(read_import_source(text)) << text;
}

}  // namespace
}  // namespace souk::shopify
