#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "net/http_client.h"
#include "net/socket.h"
#include "net/tls_client.h"
#include "server/tls_certificate.h"
#include "support/certificate.h"
#include "support/raw_client.h"
#include "support/temp_folder.h"
#include "support/test_server.h"

namespace souk::server {
namespace {

using namespace std::chrono_literals;
using support::self_signed;
using testing::HasSubstr;

/// A folder with a certificate and its key, as an operator has them.
class TlsFolder {
 public:
  TlsFolder() { install(self_signed("IP:127.0.0.1")); }

  void install(const support::Certificate& certificate) {
    folder_.write("cert.pem", certificate.certificate);
    folder_.write("key.pem", certificate.key);
    folder_.write("trusted-" + std::to_string(++generation_) + ".pem", certificate.certificate);
  }
  /// The roots that trust what was installed last.
  std::filesystem::path trust() const { return folder_.path() / ("trusted-" + std::to_string(generation_) + ".pem"); }
  TlsFiles files() const { return {folder_.path() / "cert.pem", folder_.path() / "key.pem"}; }
  void break_key() { folder_.write("key.pem", "not a key"); }

 private:
  support::TempFolder folder_;
  int generation_ = 0;
};

ServerConfig secured(const TlsFolder& folder) {
  ServerConfig config;
  config.tls = folder.files();
  return config;
}

net::HttpClient client_of(const TestServer& server, const TlsFolder& folder) {
  return net::HttpClient{net::Endpoint::tls("127.0.0.1", server.port()),
                         {.response_body_bytes = 64 << 20, .trust_file = folder.trust()}};
}

TEST(Tls, CarriesRequestsAndAnswersOfAnySize) {
  const TlsFolder folder;
  TestServer server{secured(folder)};
  const auto client = client_of(server, folder);

  const auto small = client.send({"GET", "/"}, 20s);
  const auto posted = client.send({"POST", "/", {}, std::string(100'000, 'x')}, 20s);
  const auto large = client.send({"GET", "/large"}, 20s);

  ASSERT_TRUE(small && posted && large) << (small ? "" : small.error().cause);
  EXPECT_THAT(small->body, HasSubstr(" secure\n"));
  EXPECT_TRUE(small->header("strict-transport-security"));
  EXPECT_GT(posted->body.size(), 100'000U);
  EXPECT_EQ(large->body.size(), kLargeBytes);
  EXPECT_THAT(server.metrics.text(), HasSubstr("souk_http_connections 1\n"));
}

/// What one handshake with the given client settings ends in: the cipher, or nothing.
std::string cipher_of(const TestServer& server, int version, const char* ciphers, std::string protocol = "") {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  const auto socket = net::connect_tcp("127.0.0.1", server.port(), deadline);
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_max_proto_version(context.get(), version);
  SSL_CTX_set_min_proto_version(context.get(), version);
  if (ciphers != nullptr) SSL_CTX_set_cipher_list(context.get(), ciphers);
  net::TlsSession session{SSL_new(context.get())};
  SSL* const raw = session.get();
  SSL_set_connect_state(raw);
  protocol.insert(protocol.begin(), static_cast<char>(protocol.size()));
  if (protocol.size() > 1)
    SSL_set_alpn_protos(raw, reinterpret_cast<const unsigned char*>(protocol.data()), static_cast<unsigned>(protocol.size()));
  net::Channel channel{socket->get(), std::move(session)};
  for (;;) {
    const auto step = channel.handshake();
    if (step.progress == net::Progress::done) return SSL_get_cipher_name(raw);
    if (step.progress != net::Progress::want_read && step.progress != net::Progress::want_write) return {};
    const auto wait = step.progress == net::Progress::want_read ? net::Wait::readable : net::Wait::writable;
    if (!net::wait_until(socket->get(), wait, deadline)) return "timed out";
  }
}

TEST(Tls, SpeaksOnlyModernVersionsAuthenticatedCiphersAndHttp11) {
  const TlsFolder folder;
  TestServer server{secured(folder)};

  EXPECT_THAT(cipher_of(server, TLS1_3_VERSION, nullptr), HasSubstr("TLS_"));
  EXPECT_EQ(cipher_of(server, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256"), "ECDHE-ECDSA-AES128-GCM-SHA256");
  EXPECT_EQ(cipher_of(server, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA"), "");  // CBC
  EXPECT_EQ(cipher_of(server, TLS1_2_VERSION, "AES128-GCM-SHA256"), "");       // no forward secrecy
  EXPECT_EQ(cipher_of(server, TLS1_1_VERSION, nullptr), "");
  EXPECT_NE(cipher_of(server, TLS1_3_VERSION, nullptr, "http/1.1"), "");
  EXPECT_EQ(cipher_of(server, TLS1_3_VERSION, nullptr, "h2"), "");
}

TEST(Tls, ClosesOnAClientThatDoesNotSpeakIt) {
  const TlsFolder folder;
  TestServer server{secured(folder)};
  support::RawClient client{server.port()};

  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

  EXPECT_TRUE(client.is_cut());
}

TEST(Tls, ClosesOnAHandshakeThatDoesNotEnd) {
  const TlsFolder folder;
  auto config = secured(folder);
  config.timeouts.header = 60ms;
  TestServer server{config};
  support::RawClient client{server.port()};

  client.send(std::string_view("\x16\x03\x01", 3));

  EXPECT_TRUE(client.is_closed());
}

TEST(Tls, ShowsANewCertificateToNewConnectionsOnly) {
  TlsFolder folder;
  TestServer server{secured(folder)};
  const auto before = client_of(server, folder);
  ASSERT_TRUE(before.send({"GET", "/"}, 20s));

  folder.install(self_signed("IP:127.0.0.1", 2));
  ASSERT_TRUE(server->reload_certificate());
  const auto after = client_of(server, folder);

  EXPECT_TRUE(before.send({"GET", "/"}, 20s)) << "the standing connection was dropped";
  EXPECT_TRUE(after.send({"GET", "/"}, 20s));
}

TEST(Tls, KeepsTheOldCertificateWhenTheNewOneIsBroken) {
  TlsFolder folder;
  TestServer server{secured(folder)};
  const auto client = client_of(server, folder);

  folder.break_key();
  const auto reloaded = server->reload_certificate();

  ASSERT_FALSE(reloaded);
  EXPECT_THAT(reloaded.error().detail, HasSubstr("key.pem"));
  EXPECT_TRUE(client.send({"GET", "/"}, 20s));
}

TEST(Tls, NoticesNewFilesByItself) {
  TlsFolder folder;
  auto config = secured(folder);
  config.certificate_check = 5ms;
  TestServer server{config};

  folder.install(self_signed("IP:127.0.0.1", 2));
  const auto client = client_of(server, folder);

  const auto deadline = std::chrono::steady_clock::now() + 20s;
  bool trusted = false;
  while (!trusted && std::chrono::steady_clock::now() < deadline) trusted = client.send({"GET", "/"}, 20s).has_value();
  EXPECT_TRUE(trusted);
}

TEST(Tls, RefusesToStartWithAForeignKey) {
  TlsFolder folder;
  const support::TempFolder elsewhere;
  TlsFiles files = folder.files();
  files.key = elsewhere.write("key.pem", self_signed("IP:127.0.0.1").key);

  const auto loaded = TlsCertificate::load(files);

  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace souk::server
