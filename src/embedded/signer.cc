#include "embedded/signer.h"

#include <sodium.h>

namespace souk::embedded {

namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

class KeySigner final : public ports::Signer {
 public:
  explicit KeySigner(ports::SecretKey key) : key_(std::move(key)) {}

  ports::Mac sign(std::string_view purpose, std::string_view message) const override {
    static constexpr unsigned char kEnd = 0;  // purposes have no zero byte, so no two pairs run together alike
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key_.bytes().data(), ports::SecretKey::kBytes);
    crypto_auth_hmacsha256_update(&state, bytes_of(purpose), purpose.size());
    crypto_auth_hmacsha256_update(&state, &kEnd, 1);
    crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
    ports::Mac mac;
    crypto_auth_hmacsha256_final(&state, mac.data());
    return mac;
  }

 private:
  const ports::SecretKey key_;
};

}  // namespace

std::unique_ptr<ports::Signer> make_signer(const ports::Secrets& secrets) {
  return std::make_unique<KeySigner>(secrets.derive("signing"));
}

}  // namespace souk::embedded
