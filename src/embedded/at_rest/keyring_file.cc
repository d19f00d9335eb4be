#include "embedded/at_rest/keyring_file.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <sodium.h>

namespace souk::embedded {

namespace {

using ports::SecretKey;

constexpr std::string_view kFirstLine = "souk-keyring 1\n";
constexpr std::string_view kNoKey = "none";
constexpr std::size_t kFlagBytes = 2;  // media_pending, previous_media follows
constexpr std::size_t kBodyBytes = 2 * SecretKey::kBytes + kFlagBytes;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::unexpected<Error> damaged(const char* how) {
  return fail(ErrorCode::corrupt, "The shop's key file shop.key is damaged: take it from a backup", how);
}

/// A body on its way, wiped when it goes.
struct PlainBody {
  ~PlainBody() { sodium_memzero(bytes.data(), bytes.size()); }
  std::array<unsigned char, kBodyBytes> bytes{};
};

PlainBody packed(const KeyringBody& body) {
  PlainBody plain;
  auto* at = std::ranges::copy(body.root.bytes(), plain.bytes.begin()).out;
  *at++ = body.media_pending ? 1 : 0;
  *at++ = body.previous_media ? 1 : 0;
  if (body.previous_media) std::ranges::copy(body.previous_media->bytes(), at);
  return plain;
}

KeyringBody unpacked(const PlainBody& plain) {
  const std::span bytes(plain.bytes);
  KeyringBody body;
  std::ranges::copy(bytes.first<SecretKey::kBytes>(), body.root.writable().begin());
  body.media_pending = bytes[SecretKey::kBytes] != 0;
  if (bytes[SecretKey::kBytes + 1] != 0) body.previous_media.emplace(bytes.last<SecretKey::kBytes>());
  return body;
}

/// Takes a line that begins with `word` from the front of `text`; what follows the word.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view word) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos || !text.starts_with(word)) return std::nullopt;
  const std::string_view value = text.substr(word.size(), end - word.size());
  text.remove_prefix(end + 1);
  return value;
}

}  // namespace

std::string KeyringHead::text() const {
  return std::string(kFirstLine) + "key " + (fingerprint.empty() ? std::string(kNoKey) : fingerprint) + "\ngeneration " +
         std::to_string(generation) + "\n";
}

Result<KeyringFile> parse_keyring(std::string_view text) {
  if (!text.starts_with(kFirstLine)) return damaged("its first line");
  text.remove_prefix(kFirstLine.size());
  KeyringFile file;
  const auto key = take_line(text, "key ");
  const auto generation = take_line(text, "generation ");
  const auto body = take_line(text, "");
  if (!key || key->empty() || !generation || !body || !text.empty()) return damaged("its lines");
  if (*key != kNoKey) file.head.fingerprint = *key;
  const auto [end, problem] =
      std::from_chars(generation->data(), generation->data() + generation->size(), file.head.generation);
  if (problem != std::errc{} || end != generation->data() + generation->size() || file.head.generation < 0)
    return damaged("its generation");
  file.body.resize(body->size() / 2);
  std::size_t length = 0;
  if (sodium_hex2bin(bytes_of(file.body), file.body.size(), body->data(), body->size(), nullptr, &length, nullptr) != 0 ||
      length != file.body.size() || 2 * length != body->size())
    return damaged("its digits");
  return file;
}

Result<KeyringBody> open_body(const KeyringFile& file, const LockedKey* key) {
  PlainBody plain;
  if (key == nullptr) {
    if (file.body.size() != kBodyBytes) return damaged("its length");
    std::ranges::copy(file.body, plain.bytes.begin());
    return unpacked(plain);
  }
  if (file.body.size() != kNonceBytes + kBodyBytes + kTagBytes) return damaged("its length");
  const std::string head = file.head.text();
  const std::string_view sealed = std::string_view(file.body).substr(kNonceBytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.bytes.data(), nullptr, nullptr, bytes_of(sealed), sealed.size(),
                                                 bytes_of(std::string_view(head)), head.size(),
                                                 bytes_of(std::string_view(file.body)), key->bytes().data()) != 0)
    return damaged("it does not open");
  return unpacked(plain);
}

std::string keyring_text(const KeyringHead& head, const KeyringBody& body, const LockedKey* key) {
  const PlainBody plain = packed(body);
  std::string text = head.text();
  std::string bytes;
  if (key == nullptr) {
    bytes.assign(plain.bytes.begin(), plain.bytes.end());
  } else {
    bytes.resize(kNonceBytes + kBodyBytes + kTagBytes);
    randombytes_buf(bytes.data(), kNonceBytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(bytes) + kNonceBytes, nullptr, plain.bytes.data(), plain.bytes.size(),
                                               bytes_of(std::string_view(text)), text.size(), nullptr,
                                               bytes_of(std::string_view(bytes)), key->bytes().data());
  }
  std::string digits(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(digits.data(), digits.size(), bytes_of(std::string_view(bytes)), bytes.size());
  digits.back() = '\n';
  text += digits;
  sodium_memzero(bytes.data(), bytes.size());
  sodium_memzero(digits.data(), digits.size());
  return text;
}

}  // namespace souk::embedded
