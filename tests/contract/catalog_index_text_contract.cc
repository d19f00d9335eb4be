// Searching by words, and suggestions.
#include <algorithm>
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "commerce/text/utf8.h"
#include "contract/catalog_index_contract.h"

namespace souk::contract {

using ports::ProductQuery;
using ports::ProductSort;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

TEST_P(CatalogIndexContract, SearchesEveryField) {
  put({listed("Kettle")
           .vendor("Wasserfreund")
           .type("Kitchenware")
           .tags({"induction"})
           .sku("KTL-0815")
           .described("<p>Boils <b>quiet</b>ly &amp; fast</p>"),
       listed("Lamp").options({"Shade"}).variant({"Linen"}, 1000)});

  for (const char* const text :
       {"kettle", "wasserfreund", "kitchenware", "induction", "KTL-0815", "0815", "quietly", "boils fast"}) {
    EXPECT_THAT(titles(text), ElementsAre("Kettle")) << text;
  }
  EXPECT_THAT(titles("linen"), ElementsAre("Lamp"));
}

TEST_P(CatalogIndexContract, RanksTheTitleBeforeTheDescription) {
  put({listed("Rack").described("<p>Holds a mug, and another mug.</p>"), listed("Blue mug with lid and saucer"), listed("Mug"),
       listed("Shelf").tags({"mug"})});

  EXPECT_THAT(titles("mug"), ElementsAre("Mug", "Blue mug with lid and saucer", "Shelf", "Rack"));
}

TEST_P(CatalogIndexContract, RanksRareWordsHigher) {
  std::vector<Listed> products{listed("Red kyusu"), listed("Red mug")};
  for (int i = 0; i < 20; ++i) products.push_back(listed("Red bowl " + std::to_string(i)));
  put(products);

  EXPECT_EQ(titles("kyusu mug").size(), 2u);
  EXPECT_THAT(titles("red kyusu"), ElementsAre("Red kyusu"));
}

TEST_P(CatalogIndexContract, FindsOtherFormsOfAWord) {
  put({listed("Running shoes"), listed("Boxes of teas")});

  EXPECT_THAT(titles("shoe runs"), ElementsAre("Running shoes"));
  EXPECT_THAT(titles("box"), ElementsAre("Boxes of teas"));
  EXPECT_THAT(titles("tea"), ElementsAre("Boxes of teas"));
}

TEST_P(CatalogIndexContract, TakesTheLastWordAsUnfinished) {
  put({listed("Blue kettle"), listed("Blue kayak"), listed("Ketchup")});

  EXPECT_THAT(titles("ket"), UnorderedElementsAre("Ketchup", "Blue kettle"));
  EXPECT_THAT(titles("blue k"), UnorderedElementsAre("Blue kettle", "Blue kayak"))
      << "one letter is too little: any word will do";
  EXPECT_THAT(titles("blue ka"), ElementsAre("Blue kayak"));
  EXPECT_THAT(titles("blue ket"), ElementsAre("Blue kettle"));
  EXPECT_EQ(search("blue ket").corrected_text, std::nullopt);
}

TEST_P(CatalogIndexContract, RanksTheWholeWordBeforeItsCompletions) {
  put({listed("Teapot"), listed("Tea")});

  EXPECT_THAT(titles("tea"), ElementsAre("Tea", "Teapot"));
}

TEST_P(CatalogIndexContract, RequiresEveryWordFirst) {
  put({listed("Green tea"), listed("Green mug"), listed("Black tea")});

  EXPECT_THAT(titles("green tea"), ElementsAre("Green tea"));
  EXPECT_THAT(titles("tea green the"), ElementsAre("Green tea"));
}

TEST_P(CatalogIndexContract, TakesAnyWordWhenNothingHasThemAll) {
  put({listed("Green tea"), listed("Black tea"), listed("Lamp")});

  EXPECT_THAT(titles("green lantern tea"), ElementsAre("Green tea", "Black tea"));
  EXPECT_THAT(titles("zzzz qqqq"), IsEmpty());
}

TEST_P(CatalogIndexContract, CorrectsWhatNothingHas) {
  put({listed("Blue teapot"), listed("Espresso machine"), listed("Mug")});

  EXPECT_THAT(titles("taepot"), ElementsAre("Blue teapot"));
  EXPECT_EQ(search("taepot").corrected_text, "teapot");
  EXPECT_EQ(search("Blue taepot!").corrected_text, "Blue teapot!");
  EXPECT_EQ(search("exprezso machine").corrected_text, "espresso machine") << "two slips in a long word";
  EXPECT_EQ(search("tpeaot").corrected_text, std::nullopt) << "two slips in a short one";
  EXPECT_EQ(search("mgu").corrected_text, std::nullopt) << "too short to guess";
  EXPECT_EQ(search("teapot").corrected_text, std::nullopt);
}

TEST_P(CatalogIndexContract, CorrectsInAnyScriptAndSpellsAsTheShopDoes) {
  put({listed("Kyūsu"), listed("Чайник"), listed("Größenwahn")});

  EXPECT_EQ(search("kyuus").corrected_text, "kyūsu");
  EXPECT_EQ(search("чайнек").corrected_text, "чайник");
  EXPECT_EQ(search("grösenwahn").corrected_text, "größenwahn");
}

TEST_P(CatalogIndexContract, LeavesNumbersAlone) {
  put({listed("Bottle 500ml")});

  EXPECT_EQ(search("600ml").corrected_text, std::nullopt);
}

TEST_P(CatalogIndexContract, FoldsCaseAndDiacritics) {
  put({listed("KYŪSU Größe L"), listed("Cafe\xCC\x81"), listed("Ёлка")});

  EXPECT_THAT(titles("kyusu grosse"), ElementsAre("KYŪSU Größe L"));
  EXPECT_THAT(titles("GRÖSSE"), ElementsAre("KYŪSU Größe L"));
  EXPECT_THAT(titles("caf\xC3\xA9"), ElementsAre("Cafe\xCC\x81"));
  EXPECT_THAT(titles("елка"), ElementsAre("Ёлка"));
}

TEST_P(CatalogIndexContract, SearchesIdeographs) {
  put({listed("抹茶碗 大"), listed("玉露の茶"), listed("こんにちは")});

  EXPECT_THAT(titles("茶"), UnorderedElementsAre("抹茶碗 大", "玉露の茶"));
  EXPECT_THAT(titles("抹茶"), ElementsAre("抹茶碗 大"));
  EXPECT_THAT(titles("抹茶碗"), ElementsAre("抹茶碗 大"));
  EXPECT_THAT(titles("こんにちは"), ElementsAre("こんにちは"));
}

TEST_P(CatalogIndexContract, TakesOperatorsAsPunctuation) {
  put({listed("Mug near the sea"), listed("Not a bowl"), listed("100% wool")});

  for (const char* const text :
       {"\"mug", "mug*", "*mug", "(mug", "title:mug", "mug\"; DROP TABLE words; --", "mug NEAR sea", "^mug"}) {
    EXPECT_THAT(titles(text), ElementsAre("Mug near the sea")) << text;
  }
  EXPECT_THAT(titles("NOT bowl"), ElementsAre("Not a bowl"));
  EXPECT_THAT(titles("mug AND sea"), ElementsAre("Mug near the sea"));
  EXPECT_THAT(titles("%"), SizeIs(3)) << "no word is no text";
  EXPECT_THAT(titles("\"*)( %% _ \\ ™"), SizeIs(3));
  EXPECT_THAT(titles("100%"), ElementsAre("100% wool"));
}

TEST_P(CatalogIndexContract, SurvivesAnyBytes) {
  put({listed("Mug"), listed("Bowl")});
  std::string paste;
  while (paste.size() < 10'000) paste += "word" + std::to_string(paste.size()) + " ";

  EXPECT_THAT(titles(paste), IsEmpty());
  EXPECT_THAT(titles("mug " + paste), ElementsAre("Mug"));
  EXPECT_THAT(titles(std::string(100'000, 'x')), IsEmpty());
  EXPECT_THAT(titles(std::string("mug\0bowl", 8)), SizeIs(2));
  EXPECT_TRUE(index_->search({.text = "\xFF\xFE mug \xC3"}));
  EXPECT_TRUE(index_->suggest("\xFF\xFE mug \xC3", 10));
  const auto corrected = search("tasse bowll " + std::string(1200, 'x') + "ü").corrected_text;
  EXPECT_TRUE(!corrected || is_valid_utf8(*corrected));
  std::string marks = "bowll ";
  while (marks.size() < 3000) marks += "ü";
  const auto cut = search(marks).corrected_text;
  ASSERT_TRUE(cut);
  EXPECT_TRUE(is_valid_utf8(*cut)) << *cut;
}

TEST_P(CatalogIndexContract, SortsAndFiltersWhatWasSearched) {
  put({listed("Blue mug").priced(3000).vendor("Kiln"), listed("Red mug").priced(1000).vendor("Kiln"),
       listed("Mug").priced(2000).vendor("Forge"), listed("Bowl").priced(500).vendor("Kiln")});

  EXPECT_THAT(titles(ProductQuery{.text = "mug", .sort = ProductSort::price_asc}), ElementsAre("Red mug", "Mug", "Blue mug"));
  EXPECT_THAT(titles(ProductQuery{.text = "mug", .vendors = {"Kiln"}, .sort = ProductSort::title}),
              ElementsAre("Blue mug", "Red mug"));
  EXPECT_THAT(facet(ProductQuery{.text = "mug"}, "vendor"), ElementsAre("Kiln 2", "Forge 1"));
}

TEST_P(CatalogIndexContract, PagesByRelevanceWithoutRepetition) {
  std::vector<Listed> products;
  for (int i = 0; i < 23; ++i)
    products.push_back(listed("Mug").described(i % 3 == 0 ? "<p>mug mug</p>" : "<p>other words here</p>"));
  put(products);

  const auto whole = all_pages({.text = "mug"}, 100);
  EXPECT_THAT(whole, SizeIs(23));
  for (const std::int64_t limit : {1, 2, 5, 22, 23, 24}) EXPECT_EQ(all_pages({.text = "mug"}, limit), whole) << limit;
}

TEST_P(CatalogIndexContract, SuggestsWordsThenProducts) {
  put({listed("Blue kettle"), listed("Blue kettle lid"), listed("Ketchup"), listed("Kyūsu").described("<p>ketosis</p>")});

  EXPECT_THAT(suggestions("ket"), ElementsAre("kettle", "ketchup", "Ketchup", "Blue kettle", "Blue kettle lid", "Kyūsu"));
  EXPECT_THAT(suggestions("Blue ket"), ElementsAre("Blue kettle", "Blue kettle", "Blue kettle lid"));
  EXPECT_THAT(suggestions("kyu"), ElementsAre("kyūsu", "Kyūsu"));
  EXPECT_THAT(suggestions("ket", 3), SizeIs(3));
  EXPECT_THAT(suggestions("ket", 1), SizeIs(1));
  EXPECT_THAT(suggestions("ket", 0), IsEmpty());
  EXPECT_THAT(suggestions("ket", 1000), SizeIs(6));
  EXPECT_THAT(suggestions(""), IsEmpty());
  EXPECT_THAT(suggestions("%"), IsEmpty());
}

TEST_P(CatalogIndexContract, SuggestsProductsWithTheirSlug) {
  put(listed("Blue kettle").slug("blue-kettle"));

  const auto found = index_->suggest("blue", 10).value();

  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].text, "blue");
  EXPECT_EQ(found[0].product_slug, std::nullopt);
  EXPECT_EQ(found[1].text, "Blue kettle");
  EXPECT_EQ(found[1].product_slug, "blue-kettle");
}

TEST_P(CatalogIndexContract, AnswersWhileItIsUpdated) {
  std::vector<ports::IndexedProduct> batch;
  for (int i = 0; i < 20; ++i) batch.push_back(listed("Mug " + std::to_string(i)).indexed());
  ASSERT_TRUE(index_->update(batch, {}, {}, ++sequence_));
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto page = index_->search({.text = "mug", .limit = 100, .facets = true});
        const auto suggested = index_->suggest("mu", 5);
        if (!page || page->items.size() < 20 || !suggested || suggested->empty()) ++wrong;
      }
    });
  }

  for (int round = 0; round < 20; ++round) {
    const Listed more = listed("Mug of round " + std::to_string(round));
    EXPECT_TRUE(index_->update({more.indexed()}, {}, {}, ++sequence_));
    EXPECT_THAT(titles(ProductQuery{.text = "round", .limit = 100}), Contains(more.product().title))
        << "seen once update returns";
  }
  done = true;
  readers.clear();

  EXPECT_EQ(wrong, 0);
}

}  // namespace souk::contract
