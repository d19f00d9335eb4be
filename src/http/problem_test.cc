#include "http/problem.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "assets/problems.h"
#include "http/json_reader.h"

namespace souk::http {
namespace {

constexpr int kLastCode = static_cast<int>(ErrorCode::internal);

TEST(Problem, HasAPageForEveryCode) {
  std::set<std::string_view> pages;
  for (const auto& file : assets::problems()) pages.insert(file.name);

  for (int code = 0; code <= kLastCode; ++code) {
    const std::string name(name_of(static_cast<ErrorCode>(code)));
    EXPECT_EQ(pages.erase(name + ".md"), 1U) << name;
  }
  EXPECT_TRUE(pages.empty()) << *pages.begin();
}

TEST(Problem, SaysItsStatusInThePageToo) {
  for (const auto& file : assets::problems()) {
    for (int code = 0; code <= kLastCode; ++code) {
      const auto error = static_cast<ErrorCode>(code);
      if (file.name != std::string(name_of(error)) + ".md") continue;
      EXPECT_NE(file.bytes.find("`, status " + std::to_string(http_status(error)) + "\n"), std::string_view::npos) << file.name;
    }
  }
}

TEST(Problem, IsOneJsonDocument) {
  const Response response = problem({ErrorCode::out_of_stock, "Only 2 of \"Mug\"\nare left", "internal cause", "/lines/0"});

  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.body, R"({"type":"/docs/problems/out_of_stock","title":"Out of stock","status":409,)"
                           R"("detail":"Only 2 of \"Mug\"\nare left","code":"out_of_stock","pointer":"/lines/0"})");
}

TEST(Problem, KeepsItsOwnFaultsToItself) {
  const Response response = problem({ErrorCode::corrupt, "table orders is malformed", "SELECT *"});

  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("orders"), std::string::npos);
}

TEST(Problem, TellsWhenToComeBack) {
  const auto header = [](const Response& response, std::string_view name) {
    for (const auto& [known, value] : response.headers)
      if (known == name) return value;
    return std::string{};
  };
  EXPECT_EQ(header(problem({ErrorCode::overloaded, ""}), "Retry-After"), "1");
  EXPECT_EQ(header(problem({ErrorCode::rate_limited, ""}), "Retry-After"), "60");
  EXPECT_EQ(header(problem({ErrorCode::unauthorized, ""}), "WWW-Authenticate"), "Bearer realm=\"souk\"");
  EXPECT_EQ(header(problem({ErrorCode::not_found, ""}), "Cache-Control"), "private, no-store");
}

}  // namespace
}  // namespace souk::http
