#include "net/outgoing_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/certificate.h"
#include "support/scripted_peer.h"
#include "support/temp_folder.h"

namespace souk::net {
namespace {

using namespace std::chrono_literals;
using support::ok;
using support::ScriptedPeer;

/// A name server that answers with each list in turn, the last one for ever, and counts how often it was asked.
class Names {
 public:
  explicit Names(std::vector<std::vector<const char*>> answers) : answers_(std::move(answers)) {}

  Resolver resolver() {
    return [this](const std::string& host, Deadline) -> std::expected<std::vector<IpAddress>, ConnectFailure> {
      asked_.push_back(host);
      const auto& answer = answers_[std::min(asked_.size(), answers_.size()) - 1];
      std::vector<IpAddress> addresses;
      for (const char* text : answer) addresses.push_back(*IpAddress::parse(text));
      return addresses;
    };
  }
  const std::vector<std::string>& asked() const { return asked_; }

 private:
  std::vector<std::vector<const char*>> answers_;
  std::vector<std::string> asked_{};
};

/// A shop.example on this machine whose certificate is good.
struct TlsPeer {
  support::TempFolder folder{};
  support::Certificate certificate = support::self_signed("DNS:shop.example");
  ScriptedPeer peer;

  explicit TlsPeer(std::vector<support::Script> scripts) : peer(std::move(scripts), &certificate) {}
  std::string url(const std::string& path = "/") const { return "https://shop.example:" + std::to_string(peer.port()) + path; }
  OutgoingPolicy policy() const {
    return {.local_origins = {Url::parse(url())->origin()}, .trust_file = folder.write("ca.pem", certificate.certificate)};
  }
};

ErrorCode code_of(const Result<HttpResponse>& answer) { return answer ? ErrorCode::internal : answer.error().code; }

class RefusedAddresses : public testing::TestWithParam<std::vector<const char*>> {};

TEST_P(RefusedAddresses, AreNeverCalled) {
  Names names{{GetParam()}};
  const OutgoingClient client{{}, names.resolver()};

  EXPECT_EQ(code_of(client.send({.url = "https://shop.example/"})), ErrorCode::url_not_allowed);
}

INSTANTIATE_TEST_SUITE_P(All, RefusedAddresses,
                         testing::Values(std::vector<const char*>{}, std::vector{"127.0.0.1"}, std::vector{"169.254.169.254"},
                                         std::vector{"fd00:ec2::254"}, std::vector{"::ffff:10.0.0.1"},
                                         std::vector{"100.64.0.1"}, std::vector{"64:ff9b::7f00:1"},
                                         std::vector{"2002:7f00:1::1"}, std::vector{"fe80::1"},
                                         // one bad address among good ones
                                         std::vector{"93.184.216.34", "10.0.0.1"}, std::vector{"::1", "93.184.216.34"}));

TEST(OutgoingClient, RefusesAddressesWithoutAskingAnyone) {
  Names names{{{"93.184.216.34"}}};
  const OutgoingClient client{{}, names.resolver()};

  for (const char* url :
       {"http://shop.example/", "https://shop.example:22/", "https://shop.example:8443/", "https://user@shop.example/",
        "https://127.0.0.1/", "https://169.254.169.254/latest/meta-data/", "https://[fd00:ec2::254]/", "https://[::1]/",
        "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://0x7f.1/", "https://2130706433/",
        "https://localhost/", "https://metadata/", "https://shop.example./", "ftp://shop.example/", "not an address"})
    EXPECT_EQ(code_of(client.send({.url = url})), ErrorCode::url_not_allowed) << url;
  EXPECT_THAT(names.asked(), testing::IsEmpty());
}

TEST(OutgoingClient, SaysWhenAHostIsNotFound) {
  const OutgoingClient client{{}, [](const std::string&, Deadline) -> std::expected<std::vector<IpAddress>, ConnectFailure> {
                                return std::unexpected(ConnectFailure{false, "no such name"});
                              }};

  EXPECT_EQ(code_of(client.send({.url = "https://shop.example/"})), ErrorCode::unavailable);
}

TEST(OutgoingClient, CallsTheAddressItCheckedWhateverTheNameSaysNext) {
  TlsPeer shop{{{{ok("mine")}}}};
  Names names{{{"127.0.0.1"}, {"10.0.0.1"}}};  // what a rebinding name server does
  const OutgoingClient client{shop.policy(), names.resolver()};

  const auto answer = client.send({.url = shop.url("/a?b=1"), .headers = {{"Accept", "image/*"}}});

  ASSERT_TRUE(answer) << answer.error().detail << answer.error().cause;
  EXPECT_EQ(answer->body, "mine");
  EXPECT_THAT(names.asked(), testing::ElementsAre("shop.example"));
  EXPECT_EQ(shop.peer.last_request(),
            "GET /a?b=1 HTTP/1.1\r\nHost: shop.example:" + std::to_string(shop.peer.port()) + "\r\nAccept: image/*\r\n\r\n");
}

TEST(OutgoingClient, ChecksTheAddressAgainAtEveryCall) {
  TlsPeer shop{{{{ok("mine")}}}};
  Names names{{{"127.0.0.1"}, {"10.0.0.1"}}};
  const OutgoingClient client{shop.policy(), names.resolver()};

  ASSERT_TRUE(client.send({.url = shop.url()}));
  EXPECT_EQ(code_of(client.send({.url = shop.url()})), ErrorCode::url_not_allowed);
}

TEST(OutgoingClient, LetsALocalOriginLeadNowhereButHere) {
  TlsPeer shop{{}};
  Names names{{{"93.184.216.34"}}};
  const OutgoingClient client{shop.policy(), names.resolver()};

  EXPECT_EQ(code_of(client.send({.url = shop.url()})), ErrorCode::url_not_allowed);
  EXPECT_EQ(code_of(client.send({.url = "http://shop.example:" + std::to_string(shop.peer.port())})),
            ErrorCode::url_not_allowed)
      << "another scheme is another origin";
}

TEST(OutgoingClient, RefusesACertificateOfAnotherName) {
  TlsPeer shop{{{{ok("mine")}}}};
  Names names{{{"127.0.0.1"}}};
  OutgoingPolicy policy = shop.policy();
  const std::string elsewhere = "https://elsewhere.example:" + std::to_string(shop.peer.port());
  policy.local_origins = {elsewhere};

  EXPECT_EQ(code_of(OutgoingClient{policy, names.resolver()}.send({.url = elsewhere})), ErrorCode::unavailable);
}

TEST(OutgoingClient, RefusesACertificateNobodyVouchesFor) {
  TlsPeer shop{{{{ok("mine")}}}};
  Names names{{{"127.0.0.1"}}};
  OutgoingPolicy policy = shop.policy();
  policy.trust_file.clear();

  EXPECT_EQ(code_of(OutgoingClient{policy, names.resolver()}.send({.url = shop.url()})), ErrorCode::unavailable);
}

std::string redirect_to(const std::string& location) {
  return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
}

TEST(OutgoingClient, FollowsNoRedirectUnasked) {
  TlsPeer shop{{{{redirect_to("/b")}}}};
  Names names{{{"127.0.0.1"}}};

  const auto answer = OutgoingClient{shop.policy(), names.resolver()}.send({.url = shop.url()});

  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 302);
}

TEST(OutgoingClient, FollowsAsManyRedirectsAsItsCallerAllows) {
  TlsPeer shop{{{{redirect_to("/b")}}, {{redirect_to("/c")}}, {{ok("there")}}}};
  Names names{{{"127.0.0.1"}}};
  const OutgoingClient client{shop.policy(), names.resolver()};

  const auto answer = client.send({.url = shop.url("/a"), .redirects = 2});

  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->body, "there");
  EXPECT_THAT(shop.peer.last_request(), testing::StartsWith("GET /c "));
}

TEST(OutgoingClient, StopsAtItsLimitOfRedirects) {
  TlsPeer shop{{{{redirect_to("/b")}}, {{redirect_to("/c")}}}};
  Names names{{{"127.0.0.1"}}};

  const auto answer = OutgoingClient{shop.policy(), names.resolver()}.send({.url = shop.url(), .redirects = 1});

  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 302);
}

TEST(OutgoingClient, HoldsEveryRedirectToTheSameRules) {
  for (const char* location : {"https://169.254.169.254/", "http://shop.example/", "https://[::1]/", "https://0x7f.1/",
                               "//inside.example/", "ftp://shop.example/", "https://user@shop.example/"}) {
    TlsPeer shop{{{{redirect_to(location)}}}};
    Names names{{{"127.0.0.1"}, {"10.0.0.1"}}};

    const auto answer = OutgoingClient{shop.policy(), names.resolver()}.send({.url = shop.url(), .redirects = 3});

    EXPECT_EQ(code_of(answer), ErrorCode::url_not_allowed) << location;
  }
}

TEST(OutgoingClient, SendsABodyOnceAndFollowsNothingThen) {
  TlsPeer shop{{{{redirect_to("/b")}}}};
  Names names{{{"127.0.0.1"}}};

  const auto answer = OutgoingClient{shop.policy(), names.resolver()}.send(
      {.url = shop.url("/token"), .method = "POST", .body = "code=1", .redirects = 3});

  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 302);
  EXPECT_THAT(shop.peer.last_request(), testing::EndsWith("\r\n\r\ncode=1"));
}

TEST(OutgoingClient, ReadsNoMoreThanItsLimit) {
  const std::string large(64 << 10, 'x');
  TlsPeer shop{{{{ok(large)}}, {{ok(large + "y")}}, {{"HTTP/1.0 200 OK\r\n\r\n" + large + large}}}};
  Names names{{{"127.0.0.1"}}};
  const OutgoingClient client{shop.policy(), names.resolver()};

  ASSERT_TRUE(client.send({.url = shop.url()}));
  EXPECT_EQ(code_of(client.send({.url = shop.url()})), ErrorCode::payload_too_large);
  EXPECT_EQ(code_of(client.send({.url = shop.url()})), ErrorCode::payload_too_large) << "also when nothing was announced";
}

TEST(OutgoingClient, WaitsNoLongerThanItsLimitForEverythingTogether) {
  TlsPeer shop{{{{redirect_to("/b")}}, {{""}, true}}};
  Names names{{{"127.0.0.1"}}};

  const auto answer =
      OutgoingClient{shop.policy(), names.resolver()}.send({.url = shop.url(), .timeout = 200ms, .redirects = 1});

  EXPECT_EQ(code_of(answer), ErrorCode::unavailable);
}

TEST(OutgoingClient, SpeaksPlainlyToALocalOriginAlone) {
  ScriptedPeer peer{{{{ok("here")}}}};
  const std::string origin = "http://127.0.0.1:" + std::to_string(peer.port());

  const auto answer = OutgoingClient{{.local_origins = {origin}}}.send({.url = origin + "/a"});

  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->body, "here");
  EXPECT_EQ(code_of(OutgoingClient{}.send({.url = origin})), ErrorCode::url_not_allowed);
}

TEST(OutgoingClient, AsksTheSystemForNames) {
  const auto addresses = resolve_with_system("localhost", std::chrono::steady_clock::now() + 20s);

  ASSERT_TRUE(addresses) << addresses.error().cause;
  ASSERT_FALSE(addresses->empty());
  for (const auto& address : *addresses) EXPECT_TRUE(address.is_loopback()) << address.text();
}

}  // namespace
}  // namespace souk::net
