#include "net/tls_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace souk::net {
namespace {

bool is_address(const std::string& host) {
  in6_addr ignored{};
  return ::inet_pton(AF_INET, host.c_str(), &ignored) == 1 || ::inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
}

std::unexpected<std::string> tls_failure(const std::string& what) {
  char text[256] = "";
  if (const unsigned long code = ERR_get_error(); code != 0) ERR_error_string_n(code, text, sizeof text);
  return std::unexpected(what + ": " + text);
}

}  // namespace

void TlsClient::ContextFree::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

std::expected<TlsClient, std::string> TlsClient::open(const std::filesystem::path& trust_file) {
  ERR_clear_error();
  TlsClient client{SSL_CTX_new(TLS_client_method())};
  SSL_CTX* const context = client.context_.get();
  if (context == nullptr) return tls_failure("no TLS context");
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  const bool trusted = trust_file.empty() ? SSL_CTX_set_default_verify_paths(context) == 1
                                          : SSL_CTX_load_verify_file(context, trust_file.c_str()) == 1;
  if (!trusted) return tls_failure("cannot read the trusted roots " + trust_file.string());
  return client;
}

std::expected<TlsSession, std::string> TlsClient::session_with(const std::string& host) const {
  ERR_clear_error();
  TlsSession session{SSL_new(context_.get())};
  if (!session) return tls_failure("no TLS session");
  SSL_set_connect_state(session.get());

  static constexpr unsigned char kHttp11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  SSL_set_alpn_protos(session.get(), kHttp11, sizeof kHttp11);
  X509_VERIFY_PARAM* const rules = SSL_get0_param(session.get());
  if (is_address(host)) {
    if (X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) != 1) return tls_failure("cannot require the address");
    return session;
  }
  X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size()) != 1 ||
      SSL_set_tlsext_host_name(session.get(), host.c_str()) != 1)
    return tls_failure("cannot require the host name");
  return session;
}

}  // namespace souk::net
