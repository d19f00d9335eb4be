#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct ssl_st;

namespace souk::net {

struct TlsSessionFree {
  void operator()(ssl_st* session) const;
};
/// One connection's TLS state, made from a context but not yet bound to a socket.
using TlsSession = std::unique_ptr<ssl_st, TlsSessionFree>;

enum class Progress {
  done,
  want_read,   // nothing moved: try again once the socket is readable
  want_write,  // the same, once it is writable. With TLS a read may want to write and the other way round
  ended,       // the other side closed in order
  failed,      // reset, or broken TLS
};

struct Transfer {
  Progress progress;
  std::size_t bytes = 0;  // above 0 only when done
};

/// The bytes of one connection, in the clear or through TLS, over a non-blocking socket that somebody else owns and waits on.
/// Never blocks, never raises SIGPIPE. Used by one thread at a time.
class Channel {
 public:
  explicit Channel(int socket) : socket_(socket) {}
  /// The session says whether this is the client's or the server's side of the handshake.
  Channel(int socket, TlsSession session);

  Transfer handshake();
  Transfer read_some(std::span<char> into);
  /// After want_read or want_write the next call must offer at least the same bytes; they may have moved in memory.
  Transfer write_some(std::string_view bytes);
  /// Says goodbye (TLS close_notify) if that needs no waiting.
  void close_notify();

  bool secure() const { return session_ != nullptr; }
  /// Bytes already decrypted, which no readiness event will announce.
  bool has_buffered() const;
  /// Why the last operation failed; for the log alone.
  const std::string& failure() const { return failure_; }

 private:
  Transfer after_tls(int result);

  int socket_;
  TlsSession session_{};
  std::string failure_{};
};

}  // namespace souk::net
