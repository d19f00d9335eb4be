#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "commerce/error/error.h"
#include "net/channel.h"

struct ssl_ctx_st;

namespace souk::server {

struct TlsFiles {
  std::filesystem::path certificate;  // PEM, the server's own first, then its chain
  std::filesystem::path key;          // PEM
};

/// The certificate that new connections are offered: TLS 1.2 and 1.3, authenticated ciphers only, HTTP/1.1 by ALPN. Replaced
/// while the server runs; connections that stand keep theirs. Thread-safe.
class TlsCertificate {
 public:
  /// Errors: invalid_argument, with the file at fault.
  static Result<std::unique_ptr<TlsCertificate>> load(TlsFiles files);

  /// For one accepted connection.
  Result<net::TlsSession> new_session() const;
  /// Reads the files again. On an error the certificate in use stays.
  Result<void> reload();
  /// Whether the files were changed since they were last read, with or without success.
  bool files_changed() const;

 private:
  struct ContextFree {
    void operator()(ssl_ctx_st* context) const;
  };
  using Context = std::unique_ptr<ssl_ctx_st, ContextFree>;
  /// What tells two versions of the files apart.
  struct Stamp {
    std::filesystem::file_time_type certificate{};
    std::filesystem::file_time_type key{};
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };

  explicit TlsCertificate(TlsFiles files) : files_(std::move(files)) {}
  static Result<Context> read(const TlsFiles& files);
  Stamp stamp() const;

  const TlsFiles files_;
  mutable std::mutex mutex_{};  // guards what follows; held for a pointer's copy, never while files are read
  Context context_{};
  Stamp stamp_{};
};

}  // namespace souk::server
