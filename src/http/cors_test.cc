#include "http/cors.h"

#include <gtest/gtest.h>

namespace souk::http {
namespace {

std::string header(const Response& response, std::string_view name) {
  for (const auto& [known, value] : response.headers)
    if (known == name) return value;
  return {};
}

Request from(std::string_view origin) {
  Request request{.method = "GET", .target = "/v1/products", .headers = {}, .body = {}, .remote_address = {}, .request_id = {}};
  if (!origin.empty()) request.headers.emplace_back("origin", origin);
  return request;
}

TEST(Cors, AnswersTheOriginsThatAreListedAndNoOther) {
  const Cors cors({"https://shop.example.com", "null"});

  Response allowed;
  cors.allow(from("https://shop.example.com"), allowed);
  EXPECT_EQ(header(allowed, "Access-Control-Allow-Origin"), "https://shop.example.com");
  EXPECT_EQ(header(allowed, "Vary"), "Origin");
  EXPECT_EQ(header(allowed, "Access-Control-Allow-Credentials"), "");

  for (const std::string origin :
       {"null", "https://shop.example.com.evil.com", "https://evilshop.example.com", "http://shop.example.com",
        "https://shop.example.com:444", "https://SHOP.example.com", "https://shop.example.com/", "*", ""}) {
    Response refused;
    cors.allow(from(origin), refused);
    EXPECT_EQ(header(refused, "Access-Control-Allow-Origin"), "") << origin;
  }
}

TEST(Cors, AnswersAPreflightOfAListedOrigin) {
  const Cors cors({"https://shop.example.com"});
  Request request = from("https://shop.example.com");
  request.headers.emplace_back("access-control-request-method", "POST");

  const Response response = cors.options(request, "GET, HEAD, OPTIONS");

  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(header(response, "Access-Control-Allow-Methods"), "GET, HEAD, OPTIONS");
  EXPECT_NE(header(response, "Access-Control-Allow-Headers").find("Idempotency-Key"), std::string::npos);
  EXPECT_EQ(header(cors.options(from("https://evil.example"), "GET"), "Access-Control-Allow-Methods"), "");
}

TEST(Cors, SaysNothingWhenNobodyIsListed) {
  Response response;
  Cors({}).allow(from("https://shop.example.com"), response);

  EXPECT_TRUE(response.headers.empty());
}

}  // namespace
}  // namespace souk::http
