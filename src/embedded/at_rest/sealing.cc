#include "embedded/at_rest/sealing.h"

#include <algorithm>
#include <utility>

#include <sodium.h>

namespace souk::embedded {

namespace {

constexpr std::string_view kMagic = "SOUKSEAL";
constexpr std::size_t kKeyNameBytes = 8;
constexpr std::size_t kStreamHeaderBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kHeadBytes = kMagic.size() + kKeyNameBytes + kStreamHeaderBytes;
constexpr std::size_t kChunkBytes = 64 << 10;
constexpr std::size_t kTagBytes = crypto_secretstream_xchacha20poly1305_ABYTES;
static_assert(LockedKey::kBytes == crypto_secretstream_xchacha20poly1305_KEYBYTES);

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

using KeyName = std::array<unsigned char, crypto_generichash_BYTES_MIN>;

/// Tells which key is needed, and nothing of it.
KeyName name_of(const LockedKey& key) {
  static constexpr std::string_view kPurpose = "souk: the name of a sealing key";
  KeyName name;
  crypto_generichash(name.data(), name.size(), bytes_of(kPurpose), kPurpose.size(), key.bytes().data(), LockedKey::kBytes);
  return name;
}

std::string_view text_of(const KeyName& name) { return {reinterpret_cast<const char*>(name.data()), kKeyNameBytes}; }

std::unexpected<Error> damaged(const std::string& context, const char* how) {
  return fail(ErrorCode::corrupt, "A stored file is damaged or was tampered with", context + ": " + how);
}

}  // namespace

Sealer::Sealer(const LockedKey& key, std::string context, TakeBytes take)
    : context_(std::move(context)), take_(std::move(take)) {
  std::array<unsigned char, kStreamHeaderBytes> header;
  crypto_secretstream_xchacha20poly1305_init_push(&state_, header.data(), key.bytes().data());
  head_.append(kMagic).append(text_of(name_of(key))).append(reinterpret_cast<const char*>(header.data()), header.size());
}

Result<void> Sealer::add(std::string_view plain) {
  while (!plain.empty()) {
    if (pending_.size() == kChunkBytes)
      TRY(push(std::exchange(pending_, {}), crypto_secretstream_xchacha20poly1305_TAG_MESSAGE));
    const std::size_t some = std::min(plain.size(), kChunkBytes - pending_.size());
    pending_.append(plain.substr(0, some));
    plain.remove_prefix(some);
  }
  return {};
}

Result<void> Sealer::finish() {
  TRY(push(std::exchange(pending_, {}), crypto_secretstream_xchacha20poly1305_TAG_FINAL));
  sodium_memzero(&state_, sizeof state_);
  return {};
}

Result<void> Sealer::push(std::string_view chunk, std::uint8_t tag) {
  TRY(begin());
  std::string sealed_chunk(chunk.size() + kTagBytes, '\0');
  crypto_secretstream_xchacha20poly1305_push(&state_, bytes_of(sealed_chunk), nullptr, bytes_of(chunk), chunk.size(),
                                             bytes_of(std::string_view(context_)), context_.size(), tag);
  return take_(sealed_chunk);
}

Result<void> Sealer::begin() {
  if (head_.empty()) return {};
  return take_(std::exchange(head_, {}));
}

Opener::Opener(std::vector<const LockedKey*> keys, std::string context, TakeBytes take)
    : keys_(std::move(keys)), context_(std::move(context)), take_(std::move(take)) {}

Opener::~Opener() { sodium_memzero(&state_, sizeof state_); }

Result<void> Opener::add(std::string_view stored) {
  if (kind_ == Kind::plain) return take_(stored);
  pending_.append(stored);
  if (kind_ == Kind::unknown) TRY(recognize(false));
  if (kind_ == Kind::sealed) TRY(open_chunks(false));
  return {};
}

Result<void> Opener::finish() {
  if (kind_ == Kind::unknown) TRY(recognize(true));
  if (kind_ == Kind::sealed) return open_chunks(true);
  return {};
}

Result<void> Opener::recognize(bool ended) {
  const bool may_be_sealed = std::string_view(pending_).substr(0, kMagic.size()) == kMagic.substr(0, pending_.size());
  if (!may_be_sealed || (ended && pending_.size() < kMagic.size())) {
    kind_ = Kind::plain;
    return take_(std::exchange(pending_, {}));
  }
  if (pending_.size() < kHeadBytes) return ended ? damaged(context_, "its head is cut off") : Result<void>{};
  const auto named = std::ranges::find_if(keys_, [&](const LockedKey* key) { return is_sealed_by(*key, pending_); });
  if (named == keys_.end()) return damaged(context_, "it is sealed under a key that is not there");
  const auto* const header = bytes_of(pending_) + kMagic.size() + kKeyNameBytes;
  if (crypto_secretstream_xchacha20poly1305_init_pull(&state_, header, (*named)->bytes().data()) != 0)
    return damaged(context_, "its head is damaged");
  key_ = *named;
  kind_ = Kind::sealed;
  pending_.erase(0, kHeadBytes);
  return {};
}

Result<void> Opener::open_chunks(bool ended) {
  constexpr std::size_t kSealedChunkBytes = kChunkBytes + kTagBytes;
  std::string_view rest = pending_;
  while (rest.size() > kSealedChunkBytes) {  // of as many bytes it may be the last one
    TRY(open_chunk(rest.substr(0, kSealedChunkBytes), false));
    rest.remove_prefix(kSealedChunkBytes);
  }
  pending_.erase(0, pending_.size() - rest.size());
  if (!ended) return {};
  return open_chunk(std::exchange(pending_, {}), true);
}

Result<void> Opener::open_chunk(std::string_view sealed, bool last) {
  if (sealed.size() < kTagBytes) return damaged(context_, "its end is cut off");
  std::string plain(sealed.size() - kTagBytes, '\0');
  unsigned char tag = 0;
  if (crypto_secretstream_xchacha20poly1305_pull(&state_, bytes_of(plain), nullptr, &tag, bytes_of(sealed), sealed.size(),
                                                 bytes_of(std::string_view(context_)), context_.size()) != 0)
    return damaged(context_, "a part of it does not open");
  if (last != (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL)) return damaged(context_, "its end is cut off");
  return take_(plain);
}

std::string sealed(const LockedKey& key, const std::string& context, std::string_view plain) {
  std::string bytes;
  bytes.reserve(sealed_size_limit(plain.size()));
  Sealer sealer(key, context, [&](std::string_view piece) -> Result<void> {
    bytes.append(piece);
    return {};
  });
  std::ignore = sealer.add(plain);  // only `take` could fail
  std::ignore = sealer.finish();
  return bytes;
}

Result<Opened> opened(const std::vector<const LockedKey*>& keys, const std::string& context, std::string_view stored) {
  Opened result{};
  result.plain.reserve(stored.size());
  Opener opener(keys, context, [&](std::string_view piece) -> Result<void> {
    result.plain.append(piece);
    return {};
  });
  TRY(opener.add(stored));
  TRY(opener.finish());
  result.sealed_by = opener.sealed_by();
  return result;
}

std::size_t sealed_size_limit(std::size_t plain_bytes) {
  return kHeadBytes + plain_bytes + (plain_bytes / kChunkBytes + 1) * kTagBytes;
}

bool is_sealed(std::string_view stored) { return stored.starts_with(kMagic); }

bool is_sealed_by(const LockedKey& key, std::string_view stored) {
  return is_sealed(stored) && stored.substr(kMagic.size(), kKeyNameBytes) == text_of(name_of(key));
}

}  // namespace souk::embedded
