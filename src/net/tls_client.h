#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "net/channel.h"

struct ssl_ctx_st;

namespace souk::net {

/// Makes TLS 1.2+ sessions that trust only the given roots and only the named host. Thread-safe.
class TlsClient {
 public:
  /// Reads the roots now: the system's bundle costs about 28 ms. `trust_file`: PEM, empty for the system's. The error is why
  /// not.
  static std::expected<TlsClient, std::string> open(const std::filesystem::path& trust_file);

  /// `host`: a name, or an address literal, which the certificate then must list as an address.
  std::expected<TlsSession, std::string> session_with(const std::string& host) const;

 private:
  struct ContextFree {
    void operator()(ssl_ctx_st* context) const;
  };
  explicit TlsClient(ssl_ctx_st* context) : context_(context) {}

  std::unique_ptr<ssl_ctx_st, ContextFree> context_;
};

}  // namespace souk::net
