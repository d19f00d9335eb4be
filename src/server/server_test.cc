#include "server/server.h"

#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_client.h"
#include "server/metrics_service.h"
#include "support/raw_client.h"
#include "support/temp_folder.h"
#include "support/test_server.h"

namespace souk::server {
namespace {

using namespace std::chrono_literals;
using support::RawClient;
using testing::HasSubstr;
using testing::Not;

std::string get(const std::string& target, const std::string& headers = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: shop.example\r\n" + headers + "\r\n";
}

RawClient::Answer ask(RawClient& client, const std::string& request) {
  client.send(request);
  const auto answer = client.read_answer();
  if (!answer) throw std::runtime_error("no answer to " + request);
  return *answer;
}

ServerConfig with(const Timeouts& timeouts) {
  ServerConfig config;
  config.timeouts = timeouts;
  return config;
}

TEST(Server, GivesEveryAnswerItsDateItsIdAndItsSecurityHeaders) {
  TestServer server;
  RawClient client{server.port()};

  const auto answer = ask(client, get("/"));

  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Date"), "Sat, 14 Mar 2026 09:00:00 GMT");
  EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(answer.header("X-Frame-Options"), "DENY");
  EXPECT_EQ(answer.header("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
  EXPECT_FALSE(answer.header("Strict-Transport-Security"));
  EXPECT_EQ(answer.header("X-Request-Id")->size(), 32U);
  EXPECT_NE(ask(client, get("/")).header("X-Request-Id"), answer.header("X-Request-Id"));
}

TEST(Server, LetsAResponseBringItsOwnPolicyButNoSecondHeaderInOne) {
  TestServer server;
  RawClient client{server.port()};

  const auto answer = ask(client, get("/page"));

  EXPECT_EQ(answer.header("Content-Security-Policy"), "default-src 'self'");
  EXPECT_THAT(answer.head, Not(HasSubstr("default-src 'none'")));
  EXPECT_THAT(answer.head, Not(HasSubstr("X-Evil")));
}

TEST(Server, SendsNoContentWhereTheStatusForbidsIt) {
  TestServer server;
  RawClient client{server.port()};

  const auto answer = ask(client, get("/nothing"));

  EXPECT_EQ(answer.status, 204);
  EXPECT_FALSE(answer.header("Content-Length"));
  EXPECT_EQ(ask(client, get("/")).status, 200);
}

TEST(Server, TakesARequestIdOnlyIfItIsHarmless) {
  TestServer server;
  RawClient client{server.port()};

  EXPECT_EQ(ask(client, get("/", "X-Request-Id: checkout-17.a_B\r\n")).header("X-Request-Id"), "checkout-17.a_B");
  for (const std::string& wrong : {std::string("a b"), std::string("\"}"), std::string(65, 'a'), std::string("\xc3\xa9")})
    EXPECT_NE(ask(client, get("/", "X-Request-Id: " + wrong + "\r\n")).header("X-Request-Id"), wrong);
}

TEST(Server, PassesOnAValidTraceparentOnly) {
  TestServer server;
  RawClient client{server.port()};
  const std::string valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  EXPECT_THAT(ask(client, get("/", "Traceparent: " + valid + "\r\n")).body, HasSubstr("traceparent=" + valid));
  for (const char* wrong :
       {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "x"})
    EXPECT_THAT(ask(client, get("/", std::string("Traceparent: ") + wrong + "\r\n")).body, Not(HasSubstr("traceparent")))
        << wrong;
}

TEST(Server, IgnoresWhatAStrangerSaysOfOthers) {
  TestServer server;
  RawClient client{server.port()};

  const auto answer =
      ask(client,
          get("/",
              "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\nX-Real-IP: 1.1.1.1\r\n"));

  EXPECT_THAT(answer.body, HasSubstr("from 127.0.0.1\n"));
  EXPECT_THAT(answer.body, Not(HasSubstr("x-forwarded")));
  EXPECT_THAT(answer.body, Not(HasSubstr("x-real-ip")));
}

TEST(Server, BelievesATrustedProxy) {
  ServerConfig config;
  config.trusted_proxies = *TrustedProxies::parse({"127.0.0.0/8"});
  TestServer server{config};
  RawClient client{server.port()};

  const auto answer =
      ask(client, get("/", "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\n"));

  EXPECT_THAT(answer.body, HasSubstr("from 198.51.100.1 secure\n"));
  EXPECT_TRUE(answer.header("Strict-Transport-Security"));
}

TEST(Server, LimitsTheRateOfOneClientAndNotOfAnother) {
  ServerConfig config;
  config.trusted_proxies = *TrustedProxies::parse({"127.0.0.1"});
  config.rate_limits->checkout = {.per_second = 0.01, .burst = 2};
  TestServer server{config};
  RawClient proxy{server.port()};
  const auto from = [](const char* client) { return get("/limited", std::string("X-Forwarded-For: ") + client + "\r\n"); };

  EXPECT_EQ(ask(proxy, from("198.51.100.1")).status, 200);
  EXPECT_EQ(ask(proxy, from("198.51.100.1")).status, 200);
  const auto refused = ask(proxy, from("198.51.100.1"));
  EXPECT_EQ(ask(proxy, from("198.51.100.2")).status, 200);

  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "100");
  EXPECT_EQ(refused.header("RateLimit"), "\"checkout\";r=0;t=100");
  EXPECT_EQ(refused.header("RateLimit-Policy"), "\"checkout\";q=2;w=200");
}

TEST(Server, AnswersABugWith500AndGoesOn) {
  TestServer server;
  RawClient client{server.port()};

  const auto answer = ask(client, get("/throws"));

  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, Not(HasSubstr("a bug")));
  EXPECT_EQ(ask(client, get("/")).status, 200);
}

TEST(Server, SendsAnAnswerLargerThanAnyBuffer) {
  TestServer server;
  RawClient client{server.port()};

  EXPECT_EQ(ask(client, get("/large")).body.size(), kLargeBytes);
  EXPECT_EQ(ask(client, get("/")).status, 200);
}

TEST(Server, TellsASlowSenderSoAndCloses) {
  TestServer server{with({.header = 60ms, .body = 60ms})};
  for (const std::string& begun :
       {std::string("GET / HT"), std::string("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab"),
        std::string("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")}) {
    RawClient client{server.port()};

    const auto answer = ask(client, begun);

    EXPECT_EQ(answer.status, 408);
    EXPECT_THAT(answer.body, HasSubstr("request_timeout"));
    EXPECT_TRUE(answer.closes());
    EXPECT_TRUE(client.is_closed());
  }
}

TEST(Server, CutsASenderThatKeepsDripping) {
  TestServer server{with({.header = 100ms})};
  RawClient client{server.port()};
  client.send("GET / HTTP/1.1\r\nX: ");

  while (client.send("a"))
    if (net::wait_until(client.socket(), net::Wait::readable, std::chrono::steady_clock::now() + 2ms)) break;

  const auto answer = client.read_answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 408);
}

TEST(Server, ClosesSilentConnectionsWithoutAWord) {
  TestServer server{with({.header = 60ms, .idle = 60ms})};
  RawClient silent{server.port()};
  RawClient idle{server.port()};

  EXPECT_EQ(ask(idle, get("/")).status, 200);

  EXPECT_TRUE(silent.is_closed());
  EXPECT_TRUE(idle.is_closed());
}

TEST(Server, CutsAReaderThatTakesNothing) {
  TestServer server{with({.write_stall = 100ms})};
  RawClient client{server.port()};

  client.send(get("/large"));

  EXPECT_TRUE(client.is_cut());
}

TEST(Server, ShedsWhatItsPoolCannotTake) {
  ServerConfig config;
  config.lanes.commits = {.threads = 1, .waiting = 1, .longest_wait = 1min};
  TestServer server{config};
  RawClient running{server.port()};
  RawClient waiting{server.port()};
  RawClient shed{server.port()};
  running.send(get("/blocks"));
  server.await_blocked(1);
  // Not a lane behind another: reads still answer.
  EXPECT_EQ(ask(shed, get("/reads")).status, 200);
  waiting.send(get("/blocks"));
  while (server.metrics.text().find("souk_pool_waiting{pool=\"commits\"} 1") == std::string::npos) std::this_thread::yield();

  const auto answer = ask(shed, get("/blocks"));
  server.service.released.count_down();

  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.body, HasSubstr("overloaded"));
  EXPECT_TRUE(answer.header("Retry-After"));
  EXPECT_FALSE(answer.closes());
  EXPECT_EQ(running.read_answer()->status, 200);
  EXPECT_EQ(waiting.read_answer()->status, 200);
}

TEST(Server, KeepsAPartOfThePaymentsLaneForOthers) {
  ServerConfig config;
  config.trusted_proxies = *TrustedProxies::parse({"127.0.0.1"});
  config.lanes.payments_of_a_client = 2;
  TestServer server{config};
  const auto from = [](const char* path, const char* client) {
    return get(path, std::string("X-Forwarded-For: ") + client + "\r\n");
  };
  RawClient first{server.port()};
  RawClient second{server.port()};
  RawClient third{server.port()};
  first.send(from("/pays", "198.51.100.1"));
  second.send(from("/pays", "198.51.100.1"));
  server.await_blocked(2);

  const auto refused = ask(third, from("/pays", "198.51.100.1"));
  const auto other = ask(third, from("/pays/at-once", "198.51.100.2"));
  server.service.released.count_down();

  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr("rate_limited"));
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_FALSE(refused.closes());
  EXPECT_EQ(other.status, 200);
  EXPECT_EQ(first.read_answer()->status, 200);
  EXPECT_EQ(second.read_answer()->status, 200);
  EXPECT_EQ(ask(third, from("/pays/at-once", "198.51.100.1")).status, 200) << "it has its share again";
}

TEST(Server, ShedsWhatWaitedTooLong) {
  ServerConfig config;
  config.lanes.commits = {.threads = 1, .waiting = 5, .longest_wait = 500ms};
  TestServer server{config};
  RawClient running{server.port()};
  RawClient waiting{server.port()};
  running.send(get("/blocks"));
  server.await_blocked(1);

  const auto answer = ask(waiting, get("/blocks"));

  EXPECT_EQ(answer.status, 503);
}

TEST(Server, FinishesWhatIsInFlightWhenItStops) {
  TestServer server;
  RawClient in_flight{server.port()};
  RawClient idle{server.port()};
  ask(idle, get("/"));
  in_flight.send(get("/blocks"));
  server.await_blocked(1);

  server->request_stop();
  const bool idle_closed = idle.is_closed();
  EXPECT_FALSE(server->accepting());
  server.service.released.count_down();
  const auto answer = in_flight.read_answer();
  server->join();

  EXPECT_TRUE(idle_closed);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_TRUE(answer->closes());
  EXPECT_THROW(RawClient{server.port()}, std::runtime_error);
}

TEST(Server, StillHearsARequestThatComesJustAsItStops) {
  TestServer server{with({.idle_grace = 20s})};
  RawClient client{server.port()};
  RawClient begun{server.port()};
  ask(client, get("/"));
  begun.send("GET / HTTP/1.1\r\nHo");
  while (server.metrics.text().find("souk_http_connections 2") == std::string::npos) std::this_thread::yield();

  server->request_stop();
  const auto answer = ask(client, get("/"));
  const auto ended = ask(begun, "st: a\r\n\r\n");

  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.closes());
  EXPECT_EQ(ended.status, 200);
  EXPECT_TRUE(client.is_closed());
}

TEST(Server, StopsWithoutTheClientsThatDoNotEnd) {
  TestServer server{with({.drain = 50ms})};
  RawClient client{server.port()};
  client.send(get("/large"));

  server->request_stop();
  server->join();

  EXPECT_TRUE(client.is_cut());
}

TEST(Server, LosesNoRequestOfBusyClientsWhenItStops) {
  TestServer server;
  constexpr int kClients = 8;
  std::atomic<int> unanswered{0};
  std::atomic<int> answered{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i)
    clients.emplace_back([&] {
      RawClient client{server.port()};
      for (;;) {
        client.send(get("/reads"));
        const auto answer = client.read_answer();
        if (!answer) {
          ++unanswered;
          return;
        }
        ++answered;
        if (answer->closes()) return;
      }
    });
  while (answered < 200) std::this_thread::yield();

  server->request_stop();
  for (auto& client : clients) client.join();
  server->join();

  EXPECT_EQ(unanswered, 0);
}

TEST(Server, ServesAThousandConnectionsAtATime) {
  TestServer server;
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 1000; ++i) clients.push_back(std::make_unique<RawClient>(server.port()));

  for (int round = 0; round < 3; ++round) {
    for (const auto& client : clients) ASSERT_TRUE(client->send(get(round == 1 ? "/reads" : "/")));
    if (round == 1) continue;  // the pool may shed some of a thousand at once: answers count, not their status
    for (const auto& client : clients) {
      for (int expected = round == 0 ? 1 : 2; expected > 0; --expected) ASSERT_TRUE(client->read_answer());
    }
  }

  EXPECT_THAT(server.metrics.text(), HasSubstr("souk_http_connections 1000"));
}

TEST(Server, LetsFurtherConnectionsWaitAtItsLimit) {
  ServerConfig config;
  config.io_threads = 1;
  config.max_connections = 2;
  TestServer server{config};
  auto first = std::make_unique<RawClient>(server.port());
  RawClient second{server.port()};
  ask(*first, get("/"));
  ask(second, get("/"));
  RawClient third{server.port()};
  third.send(get("/"));

  first.reset();

  EXPECT_EQ(third.read_answer()->status, 200);
}

TEST(Server, CountsRequestsByRouteAndStatus) {
  TestServer server;
  RawClient client{server.port()};
  ask(client, get("/some/private/path?email=a@b.example"));
  ask(client, get("/throws"));
  ask(client, "GET / HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(client.is_closed());

  const std::string text = server.metrics.text();

  EXPECT_THAT(text, HasSubstr("souk_http_requests_total{route=\"/echo\",status=\"2xx\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("souk_http_requests_total{route=\"/echo\",status=\"5xx\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("souk_http_requests_total{route=\"unmatched\",status=\"4xx\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("souk_http_request_duration_seconds_count{route=\"/echo\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("souk_http_in_flight 0\n"));
  EXPECT_THAT(text, Not(HasSubstr("private")));
}

TEST(Server, ShowsMetricsOnAListenerOfTheirOwn) {
  Metrics metrics;
  const auto registration = metrics.add_value(MetricFamily::Kind::gauge, "souk_answer", "The answer.", [] { return 42.0; });
  const auto process = metrics.add(process_metrics);
  const MetricsService service{metrics};
  const support::FixedClock clock;
  const Log log{2, LogLevel::error, clock};
  ServerConfig config;
  config.listen = *ListenAddress::parse("[::1]:0");
  const auto server = Server::start(config, {.service = service, .clock = clock, .log = log});
  ASSERT_TRUE(server) << server.error().detail;
  const net::HttpClient client{net::Endpoint::tcp("::1", (*server)->port())};

  const auto shown = client.send({"GET", "/metrics"}, 20s);
  const auto other = client.send({"GET", "/v1/products"}, 20s);

  ASSERT_TRUE(shown && other);
  EXPECT_EQ(shown->header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(shown->body, HasSubstr("souk_answer 42\n"));
  EXPECT_THAT(shown->body, HasSubstr("process_resident_memory_bytes "));
  EXPECT_EQ(other->status, 404);
}

TEST(Server, ListensOnAUnixSocketAndRemovesItAtTheEnd) {
  const support::TempFolder folder;
  const auto path = folder.path() / "shop.sock";
  ServerConfig config;
  config.listen.path = path;
  config.trusted_proxies = *TrustedProxies::parse({"unix"});
  {
    TestServer server{config};
    const net::HttpClient client{net::Endpoint::unix_socket(path)};

    const auto answer = client.send({"POST", "/", {{"X-Forwarded-For", "198.51.100.1"}}, "body"}, 20s);

    ASSERT_TRUE(answer) << answer.error().cause;
    EXPECT_THAT(answer->body, HasSubstr("from 198.51.100.1\n"));
    EXPECT_THROW(TestServer{config}, std::runtime_error);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Server, SaysWhyItCannotListen) {
  TestServer server;
  ServerConfig config;
  config.listen = server->address();
  const TestService service;
  const support::FixedClock clock;
  const Log log{2, LogLevel::error, clock};

  const auto second = Server::start(config, {.service = service, .clock = clock, .log = log});

  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().detail, HasSubstr("already in use"));
}

TEST(Exposure, IsRefusedForPlainHttpInProductionOnly) {
  const auto exposed = [](const char* listen, auto... changes) {
    ServerConfig config;
    config.listen = *ListenAddress::parse(listen);
    (changes(config), ...);
    return !check_exposure(config, true).has_value();
  };
  const auto with_tls = [](ServerConfig& config) { config.tls = TlsFiles{}; };
  const auto behind_proxy = [](ServerConfig& config) { config.trusted_proxies = *TrustedProxies::parse({"10.0.0.1"}); };

  EXPECT_TRUE(exposed(":8080"));
  EXPECT_TRUE(exposed("192.0.2.1:80"));
  EXPECT_FALSE(exposed(":443", with_tls));
  EXPECT_FALSE(exposed(":8080", behind_proxy));
  EXPECT_FALSE(exposed("127.0.0.1:8080"));
  EXPECT_FALSE(exposed("unix:/run/shop.sock"));
  ServerConfig development;
  EXPECT_TRUE(check_exposure(development, false));
}

}  // namespace
}  // namespace souk::server
