#include "net/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/certificate.h"
#include "support/scripted_peer.h"
#include "support/temp_folder.h"

namespace souk::net {
namespace {

using namespace std::chrono_literals;
using Effect = CallFailure::Effect;
using support::ok;
using support::ScriptedPeer;

constexpr auto kLong = 20s;  // a deadline that must not be reached

HttpClient client_of(const ScriptedPeer& peer, ClientLimits limits = {}) {
  return HttpClient{Endpoint::tcp("127.0.0.1", peer.port()), limits};
}

std::uint16_t port_nobody_listens_on() {
  const ScriptedPeer gone{{}};
  return gone.port();
}

TEST(HttpClient, SendsARequestAndReadsTheAnswer) {
  ScriptedPeer peer{{{{"HTTP/1.1 201 Created\r\nX-Thing: One\r\nContent-Length: 4\r\n\r\nmade"}}}};

  const auto answer = client_of(peer).send({"POST", "/things?x=1", {{"X-Key", "k 1"}}, "body"}, kLong);

  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->header("x-thing"), "One");
  EXPECT_EQ(answer->body, "made");
  EXPECT_EQ(peer.last_request(), "POST /things?x=1 HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(peer.port()) +
                                     "\r\nX-Key: k 1\r\nContent-Length: 4\r\n\r\nbody");
}

TEST(HttpClient, ReusesAConnectionForTheNextCall) {
  ScriptedPeer peer{{{{ok("a"), ok("b")}, true}}};
  const HttpClient client = client_of(peer);

  const auto first = client.send({"GET", "/"}, kLong);
  const auto second = client.send({"GET", "/"}, kLong);

  ASSERT_TRUE(first && second);
  EXPECT_EQ(second->body, "b");
  EXPECT_EQ(peer.connections(), 1);
}

TEST(HttpClient, OpensAnotherConnectionWhenTheServerSaysClose) {
  ScriptedPeer peer{{{{"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na"}}, {{ok("b")}}}};
  const HttpClient client = client_of(peer);

  ASSERT_TRUE(client.send({"GET", "/"}, kLong));
  const auto second = client.send({"POST", "/"}, kLong);

  ASSERT_TRUE(second) << second.error().cause;
  EXPECT_EQ(second->body, "b");
  EXPECT_EQ(peer.connections(), 2);
}

TEST(HttpClient, RepeatsWhatMayBeRepeatedWhenAReusedConnectionEndsUnanswered) {
  // The empty reply is a connection closed after the second request was read.
  ScriptedPeer peer{{{{ok("a"), ""}}, {{ok("b")}}}};
  const HttpClient client = client_of(peer);

  ASSERT_TRUE(client.send({"GET", "/"}, kLong));
  const auto second = client.send({"GET", "/"}, kLong);

  ASSERT_TRUE(second) << second.error().cause;
  EXPECT_EQ(second->body, "b");
}

TEST(HttpClient, NeverSendsAPlainPostTwice) {
  ScriptedPeer peer{{{{ok("a"), ""}}, {{ok("b")}}}};
  const HttpClient client = client_of(peer);

  ASSERT_TRUE(client.send({"GET", "/"}, kLong));
  const auto second = client.send({"POST", "/", {}, "pay"}, kLong);

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().effect, Effect::unknown);
  EXPECT_EQ(peer.connections(), 1);
}

TEST(HttpClient, SendsAPostTwiceWhenItsCallerAllowsIt) {
  ScriptedPeer peer{{{{ok("a"), ""}}, {{ok("b")}}}};
  const HttpClient client = client_of(peer);

  ASSERT_TRUE(client.send({"GET", "/"}, kLong));
  const auto second = client.send({.method = "POST", .target = "/", .body = "pay", .repeatable = true}, kLong);

  ASSERT_TRUE(second) << second.error().cause;
}

TEST(HttpClient, NeverRepeatsOnAFreshConnection) {
  ScriptedPeer peer{{{{""}}, {{ok("b")}}}};

  const auto answer = client_of(peer).send({"GET", "/"}, kLong);

  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().effect, Effect::unknown);
}

TEST(HttpClient, SaysThatNothingWasSentWhenNobodyListens) {
  const HttpClient client{Endpoint::tcp("127.0.0.1", port_nobody_listens_on())};

  const auto answer = client.send({"POST", "/", {}, "pay"}, kLong);

  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().effect, Effect::none);
  EXPECT_FALSE(answer.error().timed_out);
  const Error as_error = answer.error();
  EXPECT_EQ(as_error.code, ErrorCode::unavailable);
}

TEST(HttpClient, SaysThatTheEffectIsUnknownWhenTheAnswerIsLate) {
  ScriptedPeer peer{{{{""}, true}}};

  const auto answer = client_of(peer).send({"POST", "/", {}, "pay"}, 50ms);

  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().effect, Effect::unknown);
  EXPECT_TRUE(answer.error().timed_out);
}

TEST(HttpClient, ReadsChunksAndDropsTrailers) {
  ScriptedPeer peer{
      {{{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Trailer: t\r\n\r\n"}}}};

  const auto answer = client_of(peer).send({"GET", "/"}, kLong);

  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(answer->body, "abcde");
  EXPECT_FALSE(answer->header("x-trailer"));
}

TEST(HttpClient, ReadsAnAnswerWithoutLengthUpToTheEnd) {
  ScriptedPeer peer{{{{"HTTP/1.0 200 OK\r\n\r\nall of it"}}}};

  const auto answer = client_of(peer).send({"GET", "/"}, kLong);

  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(answer->body, "all of it");
}

TEST(HttpClient, SkipsInterimAnswers) {
  ScriptedPeer peer{{{{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok("done")}}}};

  const auto answer = client_of(peer).send({"GET", "/"}, kLong);

  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "done");
}

TEST(HttpClient, ExpectsNoBodyAfterHead) {
  ScriptedPeer peer{{{{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", ok("next")}, true}}};
  const HttpClient client = client_of(peer);

  const auto head = client.send({"HEAD", "/"}, kLong);
  const auto next = client.send({"GET", "/"}, kLong);

  ASSERT_TRUE(head && next);
  EXPECT_EQ(head->header("content-length"), "5");
  EXPECT_EQ(next->body, "next");
  EXPECT_EQ(peer.connections(), 1);
}

TEST(HttpClient, DoesNotFollowRedirects) {
  ScriptedPeer peer{{{{"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"}}}};

  const auto answer = client_of(peer).send({"GET", "/"}, kLong);

  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 302);
}

class BrokenAnswers : public testing::TestWithParam<std::pair<const char*, std::string>> {};

TEST_P(BrokenAnswers, AreFailuresWithUnknownEffect) {
  ScriptedPeer peer{{{{GetParam().second}}}};

  const auto answer = client_of(peer, {.response_header_bytes = 1024, .response_body_bytes = 100}).send({"GET", "/"}, kLong);

  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().effect, Effect::unknown);
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenAnswers,
    testing::Values(
        std::pair{"cut_in_header", std::string{"HTTP/1.1 200 OK\r\nContent-"}},
        std::pair{"cut_in_body", std::string{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"}},
        std::pair{"cut_in_chunk", std::string{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort"}},
        std::pair{"not_http", std::string{"SSH-2.0-OpenSSH_9.2\r\n\r\n"}},
        std::pair{"header_too_large", "HTTP/1.1 200 OK\r\nX: " + std::string(2000, 'x') + "\r\n\r\n"},
        std::pair{"body_too_large", "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + std::string(101, 'x')},
        std::pair{"chunks_too_large",
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'x') + "\r\n0\r\n\r\n"},
        std::pair{"endless_chunk_line", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;" + std::string(40'000, 'x')},
        std::pair{"body_to_the_end_too_large", "HTTP/1.0 200 OK\r\n\r\n" + std::string(101, 'x')},
        std::pair{"two_framings",
                  std::string{"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"}},
        std::pair{"unknown_coding", std::string{"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc"}}),
    [](const auto& instance) { return instance.param.first; });

TEST(HttpClient, RefusesToSendALineBreakInsideAHeader) {
  const HttpClient client{Endpoint::tcp("127.0.0.1", port_nobody_listens_on())};

  for (const HttpRequest& request :
       {HttpRequest{"GET", "/", {{"X", "a\r\nY: b"}}}, HttpRequest{"GET", "/", {{"X\n", "a"}}},
        HttpRequest{"GET", "/ HTTP/1.1\r\nY: b"}, HttpRequest{"GET\r\n", "/"}, HttpRequest{"GET", "/a b"}}) {
    const auto answer = client.send(request, kLong);
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().cause, testing::StartsWith("not a "));
  }
}

TEST(HttpClient, SpeaksOverAUnixSocket) {
  const support::TempFolder folder;
  ScriptedPeer peer{{{{ok("a")}}}, folder.path() / "peer.sock"};

  const auto answer = HttpClient{Endpoint::unix_socket(folder.path() / "peer.sock")}.send({"GET", "/"}, kLong);

  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(answer->body, "a");
  EXPECT_THAT(peer.last_request(), testing::HasSubstr("Host: localhost\r\n"));
}

TEST(HttpClient, SpeaksTlsWithAHostItCanVerify) {
  const support::TempFolder folder;
  const auto certificate = support::self_signed("DNS:localhost");
  ScriptedPeer peer{{{{ok("a"), ok("b")}, true}}, &certificate};
  const HttpClient client{Endpoint::tls("localhost", peer.port()),
                          {.trust_file = folder.write("ca.pem", certificate.certificate)}};

  const auto first = client.send({"GET", "/"}, kLong);
  const auto second = client.send({"POST", "/", {}, std::string(100'000, 'x')}, kLong);

  ASSERT_TRUE(first) << first.error().cause;
  ASSERT_TRUE(second) << second.error().cause;
  EXPECT_EQ(second->body, "b");
  EXPECT_EQ(peer.connections(), 1);
}

TEST(HttpClient, RefusesTheCertificateOfAnotherHost) {
  const support::TempFolder folder;
  const auto certificate = support::self_signed("DNS:elsewhere.example");
  ScriptedPeer peer{{{{ok("a")}}}, &certificate};
  const HttpClient client{Endpoint::tls("localhost", peer.port()),
                          {.trust_file = folder.write("ca.pem", certificate.certificate)}};

  const auto answer = client.send({"GET", "/"}, kLong);

  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().effect, Effect::none);
}

TEST(HttpClient, RefusesACertificateNobodyVouchesFor) {
  const support::TempFolder folder;
  const auto certificate = support::self_signed("IP:127.0.0.1");
  const auto another = support::self_signed("IP:127.0.0.1");
  ScriptedPeer peer{{{{ok("a")}}}, &certificate};
  const HttpClient client{Endpoint::tls("127.0.0.1", peer.port()), {.trust_file = folder.write("ca.pem", another.certificate)}};

  const auto answer = client.send({"GET", "/"}, kLong);

  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().effect, Effect::none);
}

TEST(Endpoint, IsReadFromAUrl) {
  const auto plain = Endpoint::parse("http://127.0.0.1:5000/");
  const auto secure = Endpoint::parse("https://api.stripe.com");
  const auto literal = Endpoint::parse("http://[::1]:80");
  const auto local = Endpoint::parse("unix:/run/x.sock");

  ASSERT_TRUE(plain && secure && literal && local);
  EXPECT_EQ(plain->port, 5000);
  EXPECT_EQ(secure->port, 443);
  EXPECT_EQ(secure->transport, Endpoint::Transport::tls);
  EXPECT_EQ(literal->host, "::1");
  EXPECT_EQ(local->path, "/run/x.sock");
  for (const char* wrong : {"", "ftp://a", "http://", "http://a:", "http://a:0", "http://a:65536", "http://a:1x", "http://u@a",
                            "http://a/b", "unix:", "http://[::1", "http://[::1]x"})
    EXPECT_FALSE(Endpoint::parse(wrong)) << wrong;
}

}  // namespace
}  // namespace souk::net
