#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

#include "aws/sha256.h"
#include "commerce/time/instant.h"
#include "net/http_client.h"

namespace souk::aws {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token{};  // of temporary credentials
};

enum class Payload {
  hashed,       // the signature covers the body
  not_covered,  // UNSIGNED-PAYLOAD: a body that is streamed, or not known to the signer
};

/// AWS Signature Version 4 for one service of one region. Thread-safe.
class Sigv4Signer {
 public:
  Sigv4Signer(Credentials credentials, std::string region, std::string service);

  /// The headers to send beside those of `request`, Authorization last. `host`: the Host header as it will be sent. What the
  /// request's headers hold is signed too, so nothing may change on the way; `request.target` is percent-encoded as it goes
  /// out.
  net::HeaderList sign(const net::HttpRequest& request, std::string_view host, Payload payload, Instant now) const;

  /// `request.target` with a signature in its query: whoever has it may send this method and these headers to `host` within
  /// `lifetime` (≤ 7 days). S3 leaves the body open, other services expect an empty one.
  std::string presign(const net::HttpRequest& request, std::string_view host, std::chrono::seconds lifetime, Instant now) const;

 private:
  bool is_s3() const { return service_ == "s3"; }
  std::string canonical_path(std::string_view path) const;
  std::string scope(std::string_view day) const;
  Sha256 day_key(const std::string& day) const;
  std::string signature(const std::string& canonical_request, const std::string& timestamp) const;

  const Credentials credentials_;
  const std::string region_;
  const std::string service_;
  mutable std::mutex mutex_;  // guards what follows: the key of a day costs four HMACs and serves all its requests
  mutable std::string day_;
  mutable Sha256 day_key_{};
};

}  // namespace souk::aws
