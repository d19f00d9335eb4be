#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/builders.h"
#include "support/served_shop.h"

namespace souk::http {
namespace {

using support::Reply;
using support::ServedShop;
using testing::ElementsAre;

TEST(CatalogService, ShowsAProductByIdAndBySlug) {
  ServedShop shop;
  shop.shop.with_stock("Kyusu teapot", 3);
  const std::string id = shop.shop.product("Kyusu teapot").id.text();

  const Reply by_slug = shop.get("/v1/products/kyusu-teapot");

  EXPECT_EQ(by_slug.status(), 200);
  EXPECT_EQ(by_slug.at("/title"), "Kyusu teapot");
  EXPECT_EQ(by_slug.at("/variants/0/price/amount"), "1999");
  EXPECT_EQ(by_slug.at("/variants/0/available"), "true");
  EXPECT_EQ(by_slug.header("Cache-Control"), "public, max-age=10");
  EXPECT_EQ(shop.get("/v1/products/" + id).body(), by_slug.body());
}

TEST(CatalogService, HidesWhatIsNotPublished) {
  ServedShop shop;
  shop.shop.with("Mug");
  shop.shop.change("Mug", [&](Product& product) { product.publish_at = shop.shop.clock.now() + std::chrono::hours{1}; });

  EXPECT_EQ(shop.get("/v1/products/mug").status(), 404);
  EXPECT_EQ(shop.get("/products/mug").status(), 404);
  shop.shop.wait(std::chrono::hours{1});
  EXPECT_EQ(shop.get("/v1/products/mug").status(), 200);

  shop.shop.change("Mug", [](Product& product) { product.status = ProductStatus::draft; });
  EXPECT_EQ(shop.get("/v1/products/mug").status(), 404);
}

TEST(CatalogService, LeadsAFormerSlugToThePresentOne) {
  ServedShop shop;
  shop.shop.with("Mug");
  shop.shop.change("Mug", [](Product& product) { product.slug = "blue-mug"; });

  const Reply moved = shop.get("/v1/products/mug");

  EXPECT_EQ(moved.status(), 308);
  EXPECT_EQ(moved.header("Location"), "/v1/products/blue-mug");
  EXPECT_EQ(shop.get("/v1/products/mug/variants").header("Location"), "/v1/products/blue-mug/variants");
  EXPECT_EQ(shop.get("/products/mug").header("Location"), "/products/blue-mug");
}

TEST(CatalogService, ShowsAChangeAtOnceThoughItCaches) {
  ServedShop shop;
  shop.shop.with_stock("Mug", 1);
  EXPECT_EQ(shop.get("/v1/products/mug").at("/variants/0/available"), "true");

  shop.shop.ordered("Mug");

  EXPECT_EQ(shop.get("/v1/products/mug").at("/variants/0/available"), "false");
  shop.shop.change("Mug", [](Product& product) { product.vendor = "Kiln"; });
  EXPECT_EQ(shop.get("/v1/products/mug").at("/vendor"), "Kiln");
}

TEST(CatalogService, AnswersNotModifiedToWhoHoldsTheSame) {
  ServedShop shop;
  shop.shop.with("Mug");
  const std::string tag = shop.get("/v1/products/mug").header("ETag");

  for (const std::string& held : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
    const Reply same = shop.get("/v1/products/mug", {{"if-none-match", held}});
    EXPECT_EQ(same.status(), 304) << held;
    EXPECT_EQ(same.body(), "");
    EXPECT_EQ(same.header("ETag"), tag);
  }
  EXPECT_EQ(shop.get("/v1/products/mug", {{"if-none-match", "\"other\""}}).status(), 200);
  shop.shop.change("Mug", [](Product& product) { product.vendor = "Kiln"; });
  EXPECT_EQ(shop.get("/v1/products/mug", {{"if-none-match", tag}}).status(), 200);
}

TEST(CatalogService, PacksWhatIsLargeWithATagOfItsOwn) {
  ServedShop shop;
  shop.shop.with("Mug");
  shop.shop.change("Mug", [](Product& product) { product.description_html = "<p>" + std::string(5000, 'x') + "</p>"; });
  const Reply plain = shop.get("/v1/products/mug");

  for (int round = 0; round < 2; ++round) {
    const Reply packed = shop.get("/v1/products/mug", {{"accept-encoding", "gzip, br"}});
    EXPECT_EQ(packed.header("Content-Encoding"), "br");
    EXPECT_EQ(packed.header("Vary"), "Accept-Encoding");
    EXPECT_LT(packed.body().size(), plain.body().size() / 5);
    EXPECT_NE(packed.header("ETag"), plain.header("ETag"));
  }
  EXPECT_EQ(shop.get("/v1/products/mug", {{"accept-encoding", "gzip"}}).header("Content-Encoding"), "gzip");
  EXPECT_EQ(shop.get("/v1/shop", {{"accept-encoding", "gzip, br"}}).header("Content-Encoding"), "");
}

TEST(CatalogService, PagesThroughAListWithItsCursor) {
  ServedShop shop;
  for (const std::string title : {"A", "B", "C", "D", "E"}) shop.shop.with(title);
  shop.index();

  std::string titles;
  std::string next;
  for (int page = 0; page < 3; ++page) {
    const Reply reply = shop.get("/v1/products?sort=title&limit=2" + (next.empty() ? std::string{} : "&cursor=" + next));
    ASSERT_EQ(reply.status(), 200) << reply.body();
    for (const std::string item : {"0", "1"}) titles += reply.at("/items/" + item + "/title") + " ";
    next = reply.at("/next_cursor");
  }

  EXPECT_EQ(titles, "A B C D E (none) ");
  EXPECT_EQ(next, "null");
}

TEST(CatalogService, RefusesACursorOfAnotherList) {
  ServedShop shop;
  for (const std::string title : {"A", "B", "C"}) shop.shop.with(title);
  shop.index();
  const std::string next = shop.get("/v1/products?sort=title&limit=2").at("/next_cursor");

  for (const std::string target :
       {"/v1/products?sort=newest&limit=2&cursor=", "/v1/products?sort=title&limit=1&cursor=", "/v1/categories?cursor="}) {
    const Reply reply = shop.get(target + next);
    EXPECT_EQ(reply.status(), 400) << target;
    EXPECT_EQ(reply.code(), "invalid_parameter");
    EXPECT_EQ(reply.at("/pointer"), "cursor");
  }
}

TEST(CatalogService, DoesNotKeepAListBeyondItsIndex) {
  ServedShop shop;
  shop.shop.with("Mug");
  EXPECT_EQ(shop.get("/v1/products").at("/items"), "[0]");

  shop.index();

  EXPECT_EQ(shop.get("/v1/products").at("/items"), "[1]");
  shop.shop.with("Bowl");
  shop.index();
  EXPECT_EQ(shop.get("/v1/products?facets=true").at("/items"), "[2]");
  EXPECT_EQ(shop.get("/v1/products").at("/items"), "[2]");
}

TEST(CatalogService, ShowsAListItemWhoseHourHasCome) {
  ServedShop shop;
  shop.shop.with("Mug");
  shop.shop.change("Mug", [&](Product& product) { product.publish_at = shop.shop.clock.now() + std::chrono::minutes{1}; });
  shop.index();
  EXPECT_EQ(shop.get("/v1/products").at("/items"), "[0]");

  shop.shop.wait(std::chrono::minutes{1});

  EXPECT_EQ(shop.get("/v1/products").at("/items"), "[1]");
}

TEST(CatalogService, ShowsWhatIsPublishedByNowThoughNothingWasWritten) {
  ServedShop shop;
  shop.shop.with("Mug");
  shop.shop.with("Bowl");
  shop.shop.change("Mug", [&](Product& product) { product.publish_at = shop.shop.clock.now() + std::chrono::hours{1}; });
  shop.index();
  const auto seen = [&] {
    return std::vector{shop.get("/v1/products/mug").at("/title"),
                       shop.get("/v1/products/mug/variants").at("/items"),
                       shop.get("/v1/products?facets=true&sort=title").at("/items/1/title"),
                       shop.get("/v1/products?q=mug").at("/items/0/title"),
                       std::string(shop.get("/v1/search/suggestions?q=mu").at("/items") == "[0]" ? "silent" : "suggested"),
                       std::string(shop.get("/").body().find("/products/mug") == std::string::npos ? "hidden" : "shown"),
                       std::to_string(shop.get("/products/mug").status())};
  };
  EXPECT_THAT(seen(), ElementsAre("Not found", "(none)", "(none)", "(none)", "silent", "hidden", "404"));
  const auto version = shop.shop.catalog->version();

  shop.shop.wait(std::chrono::hours{1});

  EXPECT_THAT(seen(), ElementsAre("Mug", "[1]", "Mug", "Mug", "suggested", "shown", "200"));
  EXPECT_EQ(shop.shop.catalog->version(), version);
}

TEST(CatalogService, SearchesSuggestsAndCounts) {
  ServedShop shop;
  shop.shop.with("Kyusu teapot");
  shop.shop.with("Linen towel");
  shop.index();

  EXPECT_EQ(shop.get("/v1/products?q=teapots").at("/items/0/slug"), "kyusu-teapot");
  EXPECT_EQ(shop.get("/v1/products?q=taepot").at("/corrected_text"), "teapot");
  EXPECT_EQ(shop.get("/v1/products?q=teapot&facets=true").at("/facets").substr(0, 1), "[");
  EXPECT_EQ(shop.get("/v1/products?q=%25%22*)(OR").status(), 200);
  EXPECT_EQ(shop.get("/v1/search/suggestions?q=kyu").at("/items/0/text").substr(0, 3), "kyu");
  EXPECT_EQ(shop.get("/v1/search/suggestions").code(), "invalid_parameter");
}

TEST(CatalogService, PagesThroughTheVariantsOfALargeProduct) {
  ServedShop shop;
  Product product = support::a_product(shop.shop.ids, "Paint", 130);
  shop.shop.with(product);

  const Reply whole = shop.get("/v1/products/paint");
  EXPECT_EQ(whole.at("/variants"), "[100]");
  EXPECT_EQ(whole.at("/variant_count"), "130");

  const Reply first = shop.get("/v1/products/paint/variants?limit=100");
  const Reply second = shop.get("/v1/products/paint/variants?limit=100&cursor=" + first.at("/next_cursor"));
  EXPECT_EQ(first.at("/items"), "[100]");
  EXPECT_EQ(second.at("/items"), "[30]");
  EXPECT_EQ(second.at("/items/0/title"), product.variants[100].title());
  EXPECT_EQ(second.at("/next_cursor"), "null");
}

TEST(CatalogService, PagesThroughCategoriesInTheirOrder) {
  ServedShop shop;
  for (const std::string title : {"Tea", "Clay", "Linen"})
    ASSERT_EQ(shop.as_owner("POST", "/v1/admin/categories", R"({"title":")" + title + R"("})").status(), 201);

  const Reply first = shop.get("/v1/categories?limit=2");
  const Reply second = shop.get("/v1/categories?limit=2&cursor=" + first.at("/next_cursor"));

  EXPECT_EQ(first.at("/items/0/title") + first.at("/items/1/title") + second.at("/items/0/title"), "ClayLinenTea");
  EXPECT_EQ(second.at("/next_cursor"), "null");
  EXPECT_EQ(shop.get("/v1/categories/clay").at("/id"), first.at("/items/0/id"));
}

TEST(CatalogService, TellsWhatEveryoneMayKnowOfTheShop) {
  ServedShop shop;
  EXPECT_EQ(shop.get("/v1/shop").at("/currency"), "EUR");
  EXPECT_EQ(shop.get("/v1/shop").at("/currency_exponent"), "2");

  shop.shop.change_settings([](ShopSettings& settings) { settings.name = "Leaf & Kiln"; });

  EXPECT_EQ(shop.get("/v1/shop").at("/name"), "Leaf & Kiln");
  EXPECT_EQ(shop.get("/v1/shop").at("/tax_rate_basis_points"), "(none)");
}

TEST(CatalogService, RunsSearchesApartUnlessTheyAreReady) {
  ServedShop shop;
  shop.shop.with("Mug");
  shop.index();

  EXPECT_EQ(shop.service->admit("GET", "/v1/products?q=mug").lane, Lane::reads);
  EXPECT_EQ(shop.service->admit("GET", "/v1/products").lane, Lane::inline_io);
  EXPECT_EQ(shop.service->admit("GET", "/v1/products/mug").lane, Lane::inline_io);
  shop.get("/v1/products?q=mug");
  EXPECT_EQ(shop.service->admit("GET", "/v1/products?q=mug").lane, Lane::inline_io);
  EXPECT_EQ(shop.service->admit("HEAD", "/v1/products?limit=20&q=mug").lane, Lane::inline_io);
  EXPECT_EQ(shop.service->admit("GET", "/v1/products?limit=oops").lane, Lane::inline_io);
}

}  // namespace
}  // namespace souk::http
