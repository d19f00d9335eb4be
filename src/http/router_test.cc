#include "http/router.h"

#include <string>

#include <gtest/gtest.h>

namespace souk::http {
namespace {

/// "/v1/carts/{cart}/lines/{line}" with something in the places of its parameters.
std::string filled(std::string_view path) {
  std::string filled;
  bool inside = false;
  int parameter = 0;
  for (const char c : path) {
    if (c == '{') filled += "value" + std::to_string(++parameter);
    inside = c == '{' || (inside && c != '}');
    if (!inside && c != '}') filled += c;
  }
  return filled;
}

TEST(Router, FindsEveryOperationOfTheContract) {
  const Router router;
  for (const OperationRow& row : kOperations) {
    const std::string path = filled(row.path);
    const auto match = router.match(row.method, path);
    ASSERT_TRUE(match.operation) << row.name;
    EXPECT_EQ(*match.operation, row.operation) << row.name;
    EXPECT_EQ(match.parameters[0], match.parameters.count > 0 ? "value1" : "");
    EXPECT_EQ(match.parameters[1], match.parameters.count > 1 ? "value2" : "");
  }
}

TEST(Router, TakesHeadForGet) {
  const Router router;
  EXPECT_EQ(router.match("HEAD", "/v1/products").operation, Operation::listProducts);
}

TEST(Router, SaysWhichMethodsAPathHas) {
  const Router router;
  for (const std::string method : {"TRACE", "CONNECT", "DELETE", "OPTIONS", "get", "GETX", "BREW"}) {
    const auto match = router.match(method, "/v1/carts/cart_1");
    EXPECT_TRUE(match.path_known) << method;
    EXPECT_FALSE(match.operation) << method;
    EXPECT_EQ(match.allow, "GET, HEAD, OPTIONS") << method;
  }
  EXPECT_EQ(router.match("TRACE", "/v1/admin/products/prod_1").allow, "GET, HEAD, PUT, DELETE, PATCH, OPTIONS");
}

TEST(Router, KnowsNoOtherPath) {
  const Router router;
  for (const std::string path : {"", "/", "/v1", "/v1/", "/v2/products", "/v1/products/", "/v1//products", "/v1/products/a/b",
                                 "/v1/Products", "/v1/products/a/variants/", "/v1/carts/", "/v1/carts//lines", "/v1/admin",
                                 "v1/products", "/v1/products%2F", "//v1/products"})
    EXPECT_FALSE(router.match("GET", path).path_known) << path;
}

}  // namespace
}  // namespace souk::http
