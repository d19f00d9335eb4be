#include "net/channel.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include "net/socket_bio.h"

namespace souk::net {
namespace {

int tls_size(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max())); }

std::string last_tls_error(int saved_errno) {
  const unsigned long code = ERR_peek_last_error();
  if (code != 0) {
    char text[256];
    ERR_error_string_n(code, text, sizeof text);
    return text;
  }
  return saved_errno != 0 ? std::strerror(saved_errno) : "connection cut inside TLS";
}

}  // namespace

void TlsSessionFree::operator()(ssl_st* session) const { SSL_free(session); }

Channel::Channel(int socket, TlsSession session) : socket_(socket), session_(std::move(session)) {
  BIO* const bio = new_socket_bio(socket);
  SSL_set_bio(session_.get(), bio, bio);  // takes the one reference for both directions
}

Transfer Channel::handshake() {
  if (!session_) return {Progress::done};
  ERR_clear_error();
  return after_tls(SSL_do_handshake(session_.get()));
}

Transfer Channel::read_some(std::span<char> into) {
  if (session_) {
    ERR_clear_error();
    return after_tls(SSL_read(session_.get(), into.data(), tls_size(into.size())));
  }
  for (;;) {
    const ssize_t got = ::recv(socket_, into.data(), into.size(), 0);
    if (got > 0) return {Progress::done, static_cast<std::size_t>(got)};
    if (got == 0) return {Progress::ended};
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return {Progress::want_read};
    failure_ = std::strerror(errno);
    return {Progress::failed};
  }
}

Transfer Channel::write_some(std::string_view bytes) {
  if (session_) {
    ERR_clear_error();
    return after_tls(SSL_write(session_.get(), bytes.data(), tls_size(bytes.size())));
  }
  for (;;) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) return {Progress::done, static_cast<std::size_t>(sent)};
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return {Progress::want_write};
    failure_ = std::strerror(errno);
    return {Progress::failed};
  }
}

Transfer Channel::after_tls(int result) {
  const int saved_errno = errno;
  if (result > 0) return {Progress::done, static_cast<std::size_t>(result)};
  switch (SSL_get_error(session_.get(), result)) {
    case SSL_ERROR_WANT_READ: return {Progress::want_read};
    case SSL_ERROR_WANT_WRITE: return {Progress::want_write};
    case SSL_ERROR_ZERO_RETURN: return {Progress::ended};
    default: failure_ = last_tls_error(saved_errno); return {Progress::failed};
  }
}

void Channel::close_notify() {
  // After a failure OpenSSL forbids it; before the end of the handshake there is nothing to say goodbye to.
  if (!session_ || !failure_.empty() || SSL_is_init_finished(session_.get()) == 0) return;
  ERR_clear_error();
  SSL_shutdown(session_.get());
}

bool Channel::has_buffered() const { return session_ && SSL_has_pending(session_.get()) != 0; }

}  // namespace souk::net
