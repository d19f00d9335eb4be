#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sodium/crypto_secretstream_xchacha20poly1305.h>

#include "commerce/error/error.h"
#include "embedded/at_rest/locked_key.h"

/// Sealed bytes: "SOUKSEAL", 8 bytes that name the key, libsodium's secretstream header, then chunks of 64 KiB with a tag each,
/// of which the last one is marked: what is cut off, put together otherwise, or belongs under another `context` does not open.
namespace souk::embedded {

/// Takes bytes that come piece by piece.
using TakeBytes = std::function<Result<void>(std::string_view bytes)>;

class Sealer {
 public:
  /// `context`: what the bytes are and where they belong; whoever opens them must say the same.
  Sealer(const LockedKey& key, std::string context, TakeBytes take);
  /// Errors: what `take` returns.
  Result<void> add(std::string_view plain);
  /// Exactly once, at the end.
  Result<void> finish();

 private:
  Result<void> push(std::string_view chunk, std::uint8_t tag);
  Result<void> begin();

  const std::string context_;
  const TakeBytes take_;
  crypto_secretstream_xchacha20poly1305_state state_{};
  std::string head_;     // not given away yet
  std::string pending_;  // of a chunk that may be the last
};

/// Opens what a Sealer made, and lets pass as it is what never was sealed.
class Opener {
 public:
  /// `keys`: any of which may have sealed it.
  Opener(std::vector<const LockedKey*> keys, std::string context, TakeBytes take);
  ~Opener();
  Opener(const Opener&) = delete;
  Opener& operator=(const Opener&) = delete;
  /// Errors: corrupt, and what `take` returns.
  Result<void> add(std::string_view stored);
  /// Exactly once, at the end. Errors: corrupt (the end is missing), and what `take` returns.
  Result<void> finish();
  /// By which of the keys it was sealed; null if it never was. Known after finish().
  const LockedKey* sealed_by() const { return key_; }

 private:
  enum class Kind { unknown, plain, sealed };
  Result<void> recognize(bool ended);
  Result<void> open_chunks(bool ended);
  Result<void> open_chunk(std::string_view sealed, bool last);

  const std::vector<const LockedKey*> keys_;
  const std::string context_;
  const TakeBytes take_;
  Kind kind_ = Kind::unknown;
  const LockedKey* key_ = nullptr;
  crypto_secretstream_xchacha20poly1305_state state_{};
  std::string pending_;
};

/// For what fits the memory.
std::string sealed(const LockedKey& key, const std::string& context, std::string_view plain);
struct Opened {
  std::string plain;
  const LockedKey* sealed_by;
};
/// Errors: corrupt.
Result<Opened> opened(const std::vector<const LockedKey*>& keys, const std::string& context, std::string_view stored);

/// How many bytes `plain_bytes` may become at most.
std::size_t sealed_size_limit(std::size_t plain_bytes);

/// Whether these bytes begin as sealed ones do, and by which key.
bool is_sealed(std::string_view stored);
bool is_sealed_by(const LockedKey& key, std::string_view stored);

}  // namespace souk::embedded
