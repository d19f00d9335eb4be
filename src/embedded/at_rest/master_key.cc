#include "embedded/at_rest/master_key.h"

#include <array>
#include <utility>

#include <sodium.h>

namespace souk::embedded {

namespace {

constexpr std::string_view kPrefix = "souk-key-1:";
constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "souk-key";
constexpr std::size_t kFingerprintBytes = 8;
static_assert(LockedKey::kBytes == crypto_kdf_KEYBYTES);

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

MasterKey MasterKey::generate() {
  MasterKey made;
  crypto_kdf_keygen(made.key_.writable().data());
  return made;
}

Result<MasterKey> MasterKey::parse(std::string_view text) {
  text = trimmed(text);
  MasterKey key;
  std::size_t length = 0;
  const bool well_formed = text.starts_with(kPrefix) &&
                           sodium_hex2bin(key.key_.writable().data(), LockedKey::kBytes, text.data() + kPrefix.size(),
                                          text.size() - kPrefix.size(), nullptr, &length, nullptr) == 0 &&
                           length == LockedKey::kBytes && text.size() == kPrefix.size() + 2 * LockedKey::kBytes;
  if (!well_formed) return fail(ErrorCode::invalid_argument, "This is no key: `souk key generate FILE` makes one");
  return key;
}

std::string MasterKey::text() const {
  std::string text(kPrefix.size() + 2 * LockedKey::kBytes + 1, '\0');
  kPrefix.copy(text.data(), kPrefix.size());
  sodium_bin2hex(text.data() + kPrefix.size(), text.size() - kPrefix.size(), key_.bytes().data(), LockedKey::kBytes);
  text.pop_back();  // its terminating zero
  return text;
}

LockedKey MasterKey::derive(KeyUse use) const {
  LockedKey derived;
  crypto_kdf_derive_from_key(derived.writable().data(), LockedKey::kBytes, std::to_underlying(use), kContext,
                             key_.bytes().data());
  return derived;
}

std::string MasterKey::fingerprint() const {
  const LockedKey derived = derive(KeyUse::fingerprint);
  std::string text(2 * kFingerprintBytes + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), derived.bytes().data(), kFingerprintBytes);
  text.pop_back();
  return text;
}

}  // namespace souk::embedded
