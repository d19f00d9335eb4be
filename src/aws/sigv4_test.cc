#include "aws/sigv4.h"

#include <chrono>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "aws/percent_encoding.h"

namespace souk::aws {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& vector, std::string_view member) {
  return json::value_to<std::string>(vector.at(member));
}

/// Made by tests/aws/generate_sigv4_vectors.py.
const json::object& vector_file() {
  static const json::value file = [] {
    std::ifstream in("tests/aws/sigv4_vectors.json");
    std::ostringstream content;
    content << in.rdbuf();
    return json::parse(content.str());
  }();
  return file.as_object();
}

Sigv4Signer signer_of(const json::object& vector) {
  return {Credentials{.access_key_id = text_of(vector_file(), "access_key_id"),
                      .secret_access_key = text_of(vector_file(), "secret_access_key"),
                      .session_token = text_of(vector, "session_token")},
          text_of(vector, "region"), text_of(vector, "service")};
}

net::HttpRequest request_of(const json::object& vector) {
  net::HttpRequest request{
      .method = text_of(vector, "method"), .target = text_of(vector, "target"), .body = text_of(vector, "body")};
  for (const auto& header : vector.at("headers").as_array()) {
    const auto& pair = header.as_array();
    request.headers.emplace_back(json::value_to<std::string>(pair.at(0)), json::value_to<std::string>(pair.at(1)));
  }
  return request;
}

Instant instant_of(const json::object& vector) {
  return Instant{std::chrono::milliseconds{vector.at("milliseconds").as_int64()}};
}

std::map<std::string, std::string> by_lower_case_name(const net::HeaderList& headers) {
  std::map<std::string, std::string> found;
  for (auto [name, value] : headers) {
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    found.emplace(name, value);
  }
  return found;
}

template <class Check>
void for_each_vector(std::string_view kind, const Check& check) {
  int checked = 0;
  for (const auto& value : vector_file().at("vectors").as_array()) {
    const auto& vector = value.as_object();
    if (vector.at("kind").as_string() != kind) continue;
    SCOPED_TRACE(json::serialize(vector));
    check(vector);
    ++checked;
  }
  EXPECT_GT(checked, 25);
}

void expect_same_headers(const json::object& vector, Payload payload) {
  const auto added = signer_of(vector).sign(request_of(vector), text_of(vector, "host"), payload, instant_of(vector));

  std::map<std::string, std::string> expected;
  for (const auto& [name, value] : vector.at("added").as_object()) expected.emplace(name, json::value_to<std::string>(value));
  EXPECT_EQ(by_lower_case_name(added), expected);
}

TEST(Sigv4Signer, SignsHeadersAsBotocoreDoes) {
  for_each_vector("headers", [](const json::object& vector) { expect_same_headers(vector, Payload::hashed); });
}

TEST(Sigv4Signer, LeavesThePayloadOutAsBotocoreDoes) {
  for_each_vector("unsigned_payload", [](const json::object& vector) { expect_same_headers(vector, Payload::not_covered); });
}

TEST(Sigv4Signer, PresignsAsBotocoreDoes) {
  for_each_vector("presigned", [](const json::object& vector) {
    const std::chrono::seconds lifetime{vector.at("lifetime_seconds").as_int64()};
    const auto target = signer_of(vector).presign(request_of(vector), text_of(vector, "host"), lifetime, instant_of(vector));
    EXPECT_EQ(target, text_of(vector, "signed_target"));
  });
}

TEST(Sigv4Signer, ChangesItsKeyWithTheDay) {
  const Credentials credentials{.access_key_id = "AKIDEXAMPLE", .secret_access_key = "secret"};
  const net::HttpRequest request{.method = "GET", .target = "/"};
  const Instant evening{std::chrono::sys_days{std::chrono::year{2026} / 12 / 31} + std::chrono::hours{23}};
  const Instant morning = evening + std::chrono::hours{2};
  const Sigv4Signer lasting(credentials, "eu-central-1", "dynamodb");

  for (const Instant now : {evening, morning, evening}) {
    const Sigv4Signer fresh(credentials, "eu-central-1", "dynamodb");
    EXPECT_EQ(lasting.sign(request, "example.com", Payload::hashed, now),
              fresh.sign(request, "example.com", Payload::hashed, now));
  }
}

TEST(PercentEncoding, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(percent_encoded("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encoded("a/b c+(ü)"), "a%2Fb%20c%2B%28%C3%BC%29");
  EXPECT_EQ(percent_encoded_path("a/b c"), "a/b%20c");
}

}  // namespace
}  // namespace souk::aws
