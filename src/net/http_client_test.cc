#include "net/http_client.h"

#include <array>
#include <atomic>
#include <cstring>
#include <functional>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "net/channel.h"
#include "net/socket.h"
#include "support/certificate.h"
#include "support/temp_folder.h"

namespace souk::net {
namespace {

using namespace std::chrono_literals;
using Effect = CallFailure::Effect;

constexpr auto kLong = 20s;  // a deadline that must not be reached

/// What the other side does with one connection: answers a request with each reply in turn, then closes or stays silent.
struct Script {
  std::vector<std::string> replies;
  bool stays_open = false;
};

std::string ok(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

FileDescriptor listening_socket(const sockaddr* address, socklen_t size) {
  FileDescriptor socket{::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (::bind(socket.get(), address, size) != 0 || ::listen(socket.get(), 8) != 0)
    throw std::runtime_error(std::strerror(errno));
  return socket;
}

/// A server that follows a script, connection by connection, and then stops.
class ScriptedPeer {
 public:
  explicit ScriptedPeer(std::vector<Script> scripts, const support::Certificate* certificate = nullptr)
      : scripts_(std::move(scripts)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener_ = listening_socket(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    start(certificate);
  }
  ScriptedPeer(std::vector<Script> scripts, const std::filesystem::path& path) : scripts_(std::move(scripts)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    listener_ = listening_socket(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    start(nullptr);
  }
  ~ScriptedPeer() {
    ::shutdown(listener_.get(), SHUT_RDWR);
    thread_.join();
    SSL_CTX_free(tls_);
  }

  std::uint16_t port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }
  int connections() const { return connections_; }
  /// The last request, once its reply has arrived.
  std::string last_request() const { return last_request_; }

 private:
  void start(const support::Certificate* certificate) {
    if (certificate != nullptr) {
      const std::unique_ptr<BIO, decltype(&BIO_free)> chain{BIO_new_mem_buf(certificate->certificate.c_str(), -1), BIO_free};
      const std::unique_ptr<BIO, decltype(&BIO_free)> secret{BIO_new_mem_buf(certificate->key.c_str(), -1), BIO_free};
      const std::unique_ptr<X509, decltype(&X509_free)> x509{PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr),
                                                             X509_free};
      const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
          PEM_read_bio_PrivateKey(secret.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
      tls_ = SSL_CTX_new(TLS_server_method());
      SSL_CTX_use_certificate(tls_, x509.get());
      SSL_CTX_use_PrivateKey(tls_, key.get());
    }
    thread_ = std::thread([this] {
      for (const Script& script : scripts_) {
        FileDescriptor socket{::accept(listener_.get(), nullptr, nullptr)};
        if (!socket) return;
        ++connections_;
        follow(script, socket.get());
      }
    });
  }

  void follow(const Script& script, int socket) {
    Channel channel = tls_ == nullptr ? Channel{socket} : Channel{socket, accepting_session()};
    if (channel.handshake().progress != Progress::done) return;
    for (const std::string& reply : script.replies) {
      if (!read_request(channel)) return;
      for (std::string_view left = reply; !left.empty();) {
        const Transfer step = channel.write_some(left);
        if (step.progress != Progress::done) return;
        left.remove_prefix(step.bytes);
      }
    }
    std::array<char, 256> ignored;
    while (script.stays_open && channel.read_some(ignored).progress == Progress::done) {}
  }

  TlsSession accepting_session() const {
    TlsSession session{SSL_new(tls_)};
    SSL_set_accept_state(session.get());
    return session;
  }

  bool read_request(Channel& channel) {
    std::string request;
    std::array<char, 4096> buffer;
    for (;;) {
      const auto end = request.find("\r\n\r\n");
      const auto length = request.find("Content-Length: ");
      const std::size_t body = length == std::string::npos ? 0 : std::stoul(request.substr(length + 16));
      if (end != std::string::npos && request.size() >= end + 4 + body) break;
      const Transfer step = channel.read_some(buffer);
      if (step.progress != Progress::done) return false;
      request.append(buffer.data(), step.bytes);
    }
    last_request_ = request;
    return true;
  }

  std::vector<Script> scripts_;
  FileDescriptor listener_{};
  SSL_CTX* tls_ = nullptr;
  std::atomic<int> connections_{0};
  std::string last_request_{};
  std::thread thread_{};
};

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
