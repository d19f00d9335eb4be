#include "server/tls_certificate.h"

#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace souk::server {
namespace {

constexpr unsigned char kHttp11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, size, kHttp11, sizeof kHttp11, offered, offered_size) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;  // RFC 7301: a client that wants something else is told so
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

std::unexpected<Error> unusable(const std::filesystem::path& file, const char* what) {
  char reason[256] = "";
  if (const unsigned long code = ERR_peek_last_error(); code != 0) ERR_error_string_n(code, reason, sizeof reason);
  ERR_clear_error();
  return fail(ErrorCode::invalid_argument, file.string() + ": " + what, reason);
}

}  // namespace

void TlsCertificate::ContextFree::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

Result<std::unique_ptr<TlsCertificate>> TlsCertificate::load(TlsFiles files) {
  std::unique_ptr<TlsCertificate> certificate{new TlsCertificate(std::move(files))};
  TRY(certificate->reload());
  return certificate;
}

Result<void> TlsCertificate::reload() {
  const Stamp before = stamp();
  auto fresh = read(files_);
  const std::lock_guard lock(mutex_);
  stamp_ = before;
  if (!fresh) return std::unexpected(std::move(fresh).error());
  context_ = std::move(*fresh);
  return {};
}

bool TlsCertificate::files_changed() const {
  const Stamp present = stamp();
  const std::lock_guard lock(mutex_);
  return present != stamp_;
}

TlsCertificate::Stamp TlsCertificate::stamp() const {
  std::error_code missing;  // then the time is the smallest there is, and the next look sees a change
  return {std::filesystem::last_write_time(files_.certificate, missing), std::filesystem::last_write_time(files_.key, missing)};
}

Result<net::TlsSession> TlsCertificate::new_session() const {
  net::TlsSession session;
  {
    const std::lock_guard lock(mutex_);
    session.reset(SSL_new(context_.get()));  // takes a share of the context
  }
  if (!session) return fail(ErrorCode::unavailable, "No memory for a TLS session");
  SSL_set_accept_state(session.get());
  return session;
}

Result<TlsCertificate::Context> TlsCertificate::read(const TlsFiles& files) {
  ERR_clear_error();
  Context context{SSL_CTX_new(TLS_server_method())};
  if (!context) return unusable(files.certificate, "cannot make a TLS context");
  SSL_CTX* const raw = context.get();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(
      raw, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  // TLS 1.3 has authenticated ciphers only; of TLS 1.2 these are the ones with forward secrecy.
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  // Buffers of 34 KB a connection are freed while it is idle; an answer may be cut anywhere and continued from elsewhere.
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);  // resumption by tickets needs no memory here
  SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);

  if (SSL_CTX_use_certificate_chain_file(raw, files.certificate.c_str()) != 1)
    return unusable(files.certificate, "is not a PEM certificate");
  if (SSL_CTX_use_PrivateKey_file(raw, files.key.c_str(), SSL_FILETYPE_PEM) != 1)
    return unusable(files.key, "is not the PEM private key of the certificate");
  if (SSL_CTX_check_private_key(raw) != 1) return unusable(files.key, "is not the private key of the certificate");
  return context;
}

}  // namespace souk::server
