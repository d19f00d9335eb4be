// Rows 1 to 13 of RELIABILITY.md section 3, byte by byte against a listening server.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/raw_client.h"
#include "support/test_server.h"

namespace souk::server {
namespace {

using namespace std::chrono_literals;
using support::RawClient;
using testing::HasSubstr;

const std::string kHost = "Host: shop.example\r\n";

struct Refusal {
  const char* name;
  std::string request;
  int status;
  const char* code;
};

std::string get(const std::string& headers) { return "GET / HTTP/1.1\r\n" + headers + "\r\n"; }
std::string post(const std::string& headers, const std::string& body = "") {
  return "POST / HTTP/1.1\r\n" + kHost + headers + "\r\n" + body;
}
std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }

std::vector<Refusal> refusals() {
  std::string many_headers;
  for (int i = 0; i < 101; ++i) many_headers += "X-" + std::to_string(i) + ": 1\r\n";
  return {
      // Where the body ends
      {"length_and_chunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400, "bad_framing"},
      {"chunked_and_length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400, "bad_framing"},
      {"length_zero_and_chunked", post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400, "bad_framing"},
      {"two_lengths", post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab"), 400, "bad_framing"},
      {"the_same_length_twice", post("Content-Length: 1\r\nContent-Length: 1\r\n", "a"), 400, "bad_framing"},
      {"length_list", post("Content-Length: 1, 1\r\n", "a"), 400, "bad_framing"},
      {"length_with_sign", post("Content-Length: +1\r\n", "a"), 400, "bad_framing"},
      {"negative_length", post("Content-Length: -1\r\n"), 400, "bad_framing"},
      {"hexadecimal_length", post("Content-Length: 0x1\r\n", "a"), 400, "bad_framing"},
      {"empty_length", post("Content-Length: \r\n"), 400, "bad_framing"},
      {"length_beyond_64_bits", post("Content-Length: 18446744073709551617\r\n", "a"), 400, "bad_framing"},
      {"unknown_coding", post("Transfer-Encoding: xchunked\r\n"), 501, "not_implemented"},
      {"gzip_then_chunked", post("Transfer-Encoding: gzip, chunked\r\n"), 501, "not_implemented"},
      {"identity", post("Transfer-Encoding: identity\r\n"), 501, "not_implemented"},
      {"chunked_then_identity", post("Transfer-Encoding: chunked, identity\r\n"), 400, "bad_framing"},
      {"chunked_twice", post("Transfer-Encoding: chunked, chunked\r\n"), 400, "bad_framing"},
      {"chunked_on_two_lines", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400, "bad_framing"},
      {"unknown_then_chunked_on_two_lines", post("Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n"), 501,
       "not_implemented"},
      {"empty_coding", post("Transfer-Encoding:\r\n"), 400, "bad_framing"},
      {"list_with_a_gap", post("Transfer-Encoding: ,chunked\r\n"), 400, "bad_framing"},
      {"two_spaces_before_chunked", post("Transfer-Encoding:  chunked\r\n"), 400, "bad_framing"},
      {"tab_before_chunked", post("Transfer-Encoding:\tchunked\r\n"), 400, "bad_framing"},
      {"space_after_chunked", post("Transfer-Encoding: chunked \r\n"), 400, "bad_framing"},
      {"vertical_tab_before_chunked", post("Transfer-Encoding: \vchunked\r\n"), 400, "bad_header"},
      {"chunked_in_http_1_0", "POST / HTTP/1.0\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
       "bad_framing"},
      // Chunks
      {"chunk_size_not_hexadecimal", chunked("g\r\n"), 400, "bad_framing"},
      {"chunk_size_with_prefix", chunked("0x1\r\na\r\n0\r\n\r\n"), 400, "bad_framing"},
      {"chunk_size_with_sign", chunked("+1\r\na\r\n0\r\n\r\n"), 400, "bad_framing"},
      {"chunk_size_behind_space", chunked(" 1\r\na\r\n0\r\n\r\n"), 400, "bad_framing"},
      {"chunk_size_beyond_64_bits", chunked("10000000000000001\r\na\r\n0\r\n\r\n"), 400, "bad_framing"},
      {"chunk_line_ends_with_line_feed", chunked("1\na\r\n0\r\n\r\n"), 400, "bad_framing"},
      {"chunk_without_line_end", chunked("1\r\nab\r\n0\r\n\r\n"), 400, "bad_framing"},
      {"line_feed_in_chunk_extension", chunked("1;a=\"\n\"\r\na\r\n0\r\n\r\n"), 400, "bad_framing"},
      {"endless_chunk_extension", chunked("1;" + std::string(9000, 'a')), 400, "bad_framing"},
      {"long_chunk_extension", chunked("1;" + std::string(1100, 'a') + "\r\na\r\n0\r\n\r\n"), 400, "bad_framing"},
      {"long_trailer", chunked("0\r\nX: " + std::string(9000, 'a') + "\r\n\r\n"), 400, "bad_framing"},
      {"endless_trailer", chunked("0\r\nX: " + std::string(9000, 'a')), 400, "bad_framing"},
      {"chunks_beyond_the_limit", chunked("186a1\r\n"), 413, "payload_too_large"},
      {"many_chunks_beyond_the_limit", chunked("c350\r\n" + std::string(50'000, 'a') + "\r\nc351\r\n"), 413,
       "payload_too_large"},
      // Headers
      {"folded_line", get(kHost + "X: a\r\n b\r\n"), 400, "bad_header"},
      {"folded_framing_line", post("Transfer-Encoding:\r\n chunked\r\n"), 400, "bad_header"},
      {"space_before_first_header", "GET / HTTP/1.1\r\n " + kHost + "\r\n", 400, "bad_header"},
      {"space_before_colon", get(kHost + "X : a\r\n"), 400, "bad_header"},
      {"space_before_colon_of_coding", post("Transfer-Encoding : chunked\r\n"), 400, "bad_header"},
      {"no_colon", get(kHost + "X\r\n"), 400, "bad_header"},
      {"empty_name", get(kHost + ": a\r\n"), 400, "bad_header"},
      {"nul_in_value", get(kHost + std::string("X: a\0b\r\n", 8)), 400, "bad_header"},
      {"nul_in_name", get(kHost + std::string("X\0: a\r\n", 7)), 400, "bad_header"},
      {"carriage_return_in_value", get(kHost + "X: a\rb\r\n"), 400, "bad_header"},
      {"line_feed_alone", "GET / HTTP/1.1\n" + kHost + "\n", 400, "bad_header"},
      {"line_feed_in_header", get(kHost + "X: a\nY: b\r\n"), 400, "bad_header"},
      {"no_host", get("X: a\r\n"), 400, "bad_header"},
      {"two_hosts", get(kHost + kHost), 400, "bad_header"},
      {"empty_host", get("Host:\r\n"), 400, "bad_header"},
      {"host_list", get("Host: a.example, b.example\r\n"), 400, "bad_header"},
      {"host_with_user", get("Host: a@b.example\r\n"), 400, "bad_header"},
      {"host_with_path", get("Host: b.example/x\r\n"), 400, "bad_header"},
      {"two_authorizations", get(kHost + "Authorization: a\r\nauthorization: b\r\n"), 400, "bad_header"},
      {"two_idempotency_keys", post("Idempotency-Key: a\r\nIdempotency-Key: a\r\n"), 400, "bad_header"},
      {"unknown_expectation", post("Expect: tea\r\n"), 400, "bad_header"},
      // The request line
      {"absolute_form", "GET http://shop.example/ HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_header"},
      {"authority_form", "CONNECT shop.example:443 HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_header"},
      {"asterisk_form", "OPTIONS * HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_header"},
      {"bytes_in_target", "GET /caf\xc3\xa9 HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_header"},
      {"fragment_in_target", "GET /#top HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_header"},
      {"no_version", "GET /\r\n" + kHost + "\r\n", 400, "bad_framing"},
      {"version_2", "GET / HTTP/2.0\r\n" + kHost + "\r\n", 400, "bad_framing"},
      {"version_0_9", "GET / HTTP/0.9\r\n" + kHost + "\r\n", 400, "bad_framing"},
      {"version_in_lower_case", "GET / http/1.1\r\n" + kHost + "\r\n", 400, "bad_framing"},
      {"two_spaces", "GET  / HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_framing"},
      {"tab_for_space", "GET\t/ HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_framing"},
      {"space_at_the_end", "GET / HTTP/1.1 \r\n" + kHost + "\r\n", 400, "bad_framing"},
      {"method_not_a_token", "G(T / HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_framing"},
      {"endless_method", std::string(40, 'G') + " / HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_framing"},
      {"tls_to_a_plain_port", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400, "bad_framing"},
      {"empty_lines", "\r\n\r\n\r\nGET / HTTP/1.1\r\n" + kHost + "\r\n", 400, "bad_framing"},
      // Sizes
      {"headers_too_large", get(kHost + "X: " + std::string(8200, 'a') + "\r\n"), 431, "headers_too_large"},
      {"too_many_headers", get(kHost + many_headers), 431, "headers_too_large"},
      {"target_too_long", "GET /" + std::string(4096, 'a') + " HTTP/1.1\r\n" + kHost + "\r\n", 414, "uri_too_long"},
      {"target_without_end", "GET /" + std::string(9000, 'a'), 414, "uri_too_long"},
      {"body_too_large", post("Content-Length: 100001\r\n"), 413, "payload_too_large"},
      {"body_where_none_is_taken", "POST /no-body HTTP/1.1\r\n" + kHost + "Content-Length: 1\r\n\r\na", 413,
       "payload_too_large"},
      {"chunks_where_none_are_taken", "POST /no-body HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n", 413,
       "payload_too_large"},
      {"expected_body_too_large", post("Expect: 100-continue\r\nContent-Length: 100001\r\n"), 413, "payload_too_large"},
  };
}

class Framing : public testing::TestWithParam<Refusal> {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<TestServer>(); }
  static void TearDownTestSuite() { server_.reset(); }
  static inline std::unique_ptr<TestServer> server_{};
};

void expect_refusal(RawClient& client, const Refusal& refusal) {
  const auto answer = client.read_answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, refusal.status) << answer->body;
  EXPECT_THAT(answer->body, HasSubstr(std::string("\"code\":\"") + refusal.code + "\""));
  EXPECT_EQ(answer->header("Content-Type"), "application/problem+json");
  EXPECT_TRUE(answer->closes());
  EXPECT_TRUE(client.is_closed());
}

TEST_P(Framing, IsRefusedAndTheConnectionClosed) {
  RawClient client{server_->port()};

  client.send(GetParam().request + "GET /smuggled HTTP/1.1\r\n" + kHost + "\r\n");

  expect_refusal(client, GetParam());
}

TEST_P(Framing, IsRefusedAlikeWhenItComesInSmallPieces) {
  RawClient client{server_->port()};
  const std::string_view request = GetParam().request;
  const std::size_t piece = 1 + request.size() / 1000;

  for (std::size_t at = 0; at < request.size(); at += piece)
    if (!client.send(request.substr(at, piece))) break;

  expect_refusal(client, GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, Framing, testing::ValuesIn(refusals()), [](const auto& instance) { return instance.param.name; });

struct Accepted {
  const char* name;
  std::string request;
  std::string body;  // as the service saw it
};

class GoodFraming : public testing::TestWithParam<Accepted> {};

TEST_P(GoodFraming, ReachesTheServiceWholeOrByteByByte) {
  TestServer server;
  RawClient client{server.port()};
  const std::string& request = GetParam().request;

  client.send(request);
  const auto whole = client.read_answer();
  for (const char byte : request) client.send({&byte, 1});
  const auto in_bytes = client.read_answer();

  ASSERT_TRUE(whole && in_bytes);
  EXPECT_EQ(whole->status, 200) << whole->body;
  EXPECT_THAT(whole->body, testing::EndsWith("\n\n" + GetParam().body));
  EXPECT_EQ(in_bytes->body, whole->body);
}

INSTANTIATE_TEST_SUITE_P(
    All, GoodFraming,
    testing::Values(
        Accepted{"get", get(kHost), ""},
        Accepted{"target_at_the_limit", "GET /" + std::string(4095, 'a') + " HTTP/1.1\r\n" + kHost + "\r\n", ""},
        Accepted{"host_with_port", get("host:[::1]:8080\r\n"), ""}, Accepted{"empty_line_before", "\r\n" + get(kHost), ""},
        Accepted{"sized", post("Content-Length: 3\r\n", "abc"), "abc"}, Accepted{"empty", post("Content-Length: 0\r\n"), ""},
        Accepted{"chunked", chunked("3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"), "abc0123456789"},
        Accepted{"no_chunks", chunked("0\r\n\r\n"), ""},
        Accepted{"zeros_before_size", chunked("0003\r\nabc\r\n00\r\n\r\n"), "abc"},
        Accepted{"extension_and_trailer", chunked("3;a=b;c=\"d\"\r\nabc\r\n0\r\nX-Trailer: t\r\nHost: evil\r\n\r\n"), "abc"},
        Accepted{"coding_in_upper_case", post("Transfer-Encoding: CHUNKED\r\n", "1\r\na\r\n0\r\n\r\n"), "a"}),
    [](const auto& instance) { return instance.param.name; });

TEST(Framing, KeepsTheEndOfARequestApartFromTheNext) {
  TestServer server;
  RawClient client{server.port()};

  client.send(post("Content-Length: 3\r\n", "abc") + chunked("2\r\nde\r\n0\r\n\r\n") + get(kHost) +
              post("Content-Length: 1\r\n", "f"));

  for (const char* body : {"abc", "de", "", "f"}) {
    const auto answer = client.read_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_THAT(answer->body, testing::EndsWith(std::string("\n\n") + body));
  }
}

TEST(Framing, BelievesNothingBehindABodyThatTheMethodShouldNotHave) {
  TestServer server;
  for (const std::string method : {"GET", "DELETE", "OPTIONS"}) {
    RawClient client{server.port()};

    client.send(method + " / HTTP/1.1\r\n" + kHost + "Content-Length: 3\r\n\r\nabc" + get(kHost));

    const auto answer = client.read_answer();
    ASSERT_TRUE(answer) << method;
    EXPECT_EQ(answer->header("Connection"), "close") << method;
    EXPECT_FALSE(client.read_answer()) << method;
  }
}

TEST(Framing, AnswersManyPipelinedRequestsInTheirOrder) {
  TestServer server;
  RawClient client{server.port()};
  std::string requests;
  for (int i = 0; i < 1000; ++i)
    requests += i % 3 == 0 ? "POST /reads?n=" + std::to_string(i) + " HTTP/1.1\r\n" + kHost + "\r\n"
                           : "POST /echo?n=" + std::to_string(i) + " HTTP/1.1\r\n" + kHost + "Content-Length: 4\r\n\r\nbody";

  client.send(requests);

  for (int i = 0; i < 1000; ++i) {
    const auto answer = client.read_answer();
    ASSERT_TRUE(answer) << i;
    EXPECT_THAT(answer->body, HasSubstr("?n=" + std::to_string(i) + " ")) << i;
  }
}

TEST(Framing, InvitesABodyThatIsExpectedToFit) {
  TestServer server;
  RawClient client{server.port()};

  client.send(post("Expect: 100-continue\r\nContent-Length: 3\r\n"));
  const auto invitation = client.read_answer();
  client.send("abc");
  const auto answer = client.read_answer();

  ASSERT_TRUE(invitation && answer);
  EXPECT_EQ(invitation->status, 100);
  EXPECT_EQ(answer->status, 200);
}

TEST(Framing, AnswersHeadWithTheLengthAndNoContent) {
  TestServer server;
  RawClient client{server.port()};

  client.send("HEAD /large HTTP/1.1\r\n" + kHost + "\r\n" + get(kHost));
  const auto head = client.read_answer(true);
  const auto next = client.read_answer();

  ASSERT_TRUE(head && next);
  EXPECT_EQ(head->header("Content-Length"), std::to_string(kLargeBytes));
  EXPECT_EQ(next->status, 200);
}

TEST(Framing, ClosesWhenTheClientSaysSoOrSpeaksHttp10) {
  TestServer server;
  for (const std::string& request : {get(kHost + "Connection: close\r\n"), std::string("GET / HTTP/1.0\r\n\r\n")}) {
    RawClient client{server.port()};
    client.send(request);
    const auto answer = client.read_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_TRUE(answer->closes());
    EXPECT_TRUE(client.is_closed());
  }
  RawClient client{server.port()};
  client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(client.read_answer()->header("Connection"), "keep-alive");
}

TEST(Framing, AnswersAClientThatHasFinishedSending) {
  TestServer server;
  RawClient client{server.port()};

  client.send(get(kHost));
  client.finish_sending();

  ASSERT_TRUE(client.read_answer());
  EXPECT_TRUE(client.is_closed());
}

}  // namespace
}  // namespace souk::server
