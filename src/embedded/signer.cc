#include "embedded/signer.h"

#include <algorithm>

#include <sodium.h>

#include "embedded/durable_file.h"

namespace souk::embedded {

namespace {

using Key = std::array<std::uint8_t, crypto_auth_hmacsha256_KEYBYTES>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

class KeySigner final : public ports::Signer {
 public:
  explicit KeySigner(const Key& key) : key_(key) {}

  ports::Mac sign(std::string_view purpose, std::string_view message) const override {
    static constexpr unsigned char kEnd = 0;  // purposes have no zero byte, so no two pairs run together alike
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key_.data(), key_.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(purpose), purpose.size());
    crypto_auth_hmacsha256_update(&state, &kEnd, 1);
    crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
    ports::Mac mac;
    crypto_auth_hmacsha256_final(&state, mac.data());
    return mac;
  }

 private:
  const Key key_;
};

Result<void> make_key(const std::filesystem::path& key_file, ports::IdSource& ids) {
  std::string bytes(sizeof(Key), '\0');
  ids.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return write_durably(key_file, bytes);
}

}  // namespace

Result<std::unique_ptr<ports::Signer>> open_signer(const std::filesystem::path& key_file, ports::IdSource& ids) {
  auto stored = read_file(key_file, 4096);
  if (!stored && stored.error().code == ErrorCode::not_found) {
    TRY(make_key(key_file, ids));
    stored = read_file(key_file, 4096);
  }
  if (!stored) return std::unexpected(std::move(stored).error());
  Key key;
  if (stored->size() != key.size()) return fail(ErrorCode::corrupt, "The shop's key file is damaged", key_file.string());
  std::ranges::copy(*stored, key.begin());
  return std::make_unique<KeySigner>(key);
}

}  // namespace souk::embedded
