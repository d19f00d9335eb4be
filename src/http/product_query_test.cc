#include "http/product_query.h"

#include <gtest/gtest.h>

#include "embedded/signer.h"
#include "support/fixed_secrets.h"

namespace souk::http {
namespace {

class ProductQueryTest : public testing::Test {
 protected:
  Result<ListedProducts> read(std::string_view query) const { return read_product_query("/v1/products", query, cursors_); }
  std::string refused(std::string_view query) const {
    const auto listed = read(query);
    return listed ? "(read)" : std::string(name_of(listed.error().code)) + " " + listed.error().pointer;
  }

  std::unique_ptr<ports::Signer> signer_ = embedded::make_signer(support::FixedSecrets{});
  Cursors cursors_{*signer_};
};

TEST_F(ProductQueryTest, GivesEqualQueriesOneTarget) {
  const std::string one = read("sort=title&tag=b&tag=a&option=Color:Red&limit=20")->target;

  EXPECT_EQ(read("option=Color%3ARed&tag=a&sort=title&tag=b")->target, one);
  EXPECT_EQ(read("tag=a&tag=b&sort=title&option=Color:Red&facets=false&q=")->target, one);
  EXPECT_NE(read("tag=a&sort=title&option=Color:Red")->target, one);
}

TEST_F(ProductQueryTest, ReadsEveryParameter) {
  const ports::ProductQuery query =
      read(
          "q=green+tea&category=tea&tag=new&vendor=A&vendor=B&price_min=0&price_max=9007199254740991&in_stock=true&option=Size:L:XL&sort=-price&limit=7&facets=true")
          ->query;

  EXPECT_EQ(query.text, "green tea");
  EXPECT_EQ(query.category_slug, "tea");
  EXPECT_EQ(query.vendors, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(query.price_max, 9007199254740991);
  EXPECT_EQ(query.in_stock, true);
  EXPECT_EQ(query.options.front(), (std::pair<std::string, std::string>{"Size", "L:XL"}));
  EXPECT_EQ(query.sort, ports::ProductSort::price_desc);
  EXPECT_EQ(query.limit, 7);
  EXPECT_TRUE(query.facets);
}

TEST_F(ProductQueryTest, RefusesWhatItCannotMean) {
  for (const auto& [query, answer] : {std::pair<std::string, std::string>{"limit=1000000000", "invalid_parameter limit"},
                                      {"limit=0", "invalid_parameter limit"},
                                      {"offset=100000", "invalid_parameter offset"},
                                      {"sort=price%20desc", "invalid_parameter sort"},
                                      {"sort=title;drop", "invalid_parameter sort"},
                                      {"currency=USD", "invalid_parameter currency"},
                                      {"lang=de", "invalid_parameter lang"},
                                      {"price_min=-1", "invalid_parameter price_min"},
                                      {"price_max=9007199254740992", "invalid_parameter price_max"},
                                      {"price_min=1.5", "invalid_parameter price_min"},
                                      {"option=Red", "invalid_parameter option"},
                                      {"option=:Red", "invalid_parameter option"},
                                      {"option=Color:", "invalid_parameter option"},
                                      {"tag=", "invalid_parameter tag"},
                                      {"cursor=forged", "invalid_parameter cursor"},
                                      {"q=" + std::string(900, 'a'), "invalid_parameter q"}})
    EXPECT_EQ(refused(query), answer) << query;
}

TEST_F(ProductQueryTest, TakesACursorOnlyForTheListItCameFrom) {
  const std::string cursor = cursors_.encode("here", read("sort=title&limit=5")->list, "guest");

  EXPECT_EQ(read("limit=5&sort=title&cursor=" + cursor)->query.after, "here");
  EXPECT_EQ(refused("limit=6&sort=title&cursor=" + cursor), "invalid_parameter cursor");
  EXPECT_EQ(refused("limit=5&sort=title&tag=a&cursor=" + cursor), "invalid_parameter cursor");
}

TEST_F(ProductQueryTest, KnowsAPlainListFromASearch) {
  EXPECT_FALSE(read("sort=newest&limit=50")->filtered);
  for (const std::string query :
       {"q=tea", "category=tea", "tag=a", "vendor=a", "price_min=1", "in_stock=false", "option=a:b", "facets=true"})
    EXPECT_TRUE(read(query)->filtered) << query;
}

}  // namespace
}  // namespace souk::http
