#include "embedded/secrets.h"

#include <sodium.h>

namespace souk::embedded {

namespace {

using ports::SecretKey;

class DerivedSecrets final : public ports::Secrets {
 public:
  explicit DerivedSecrets(const SecretKey& root) : root_(root.bytes()) {}

  /// BLAKE2b keyed with the root, as libsodium's own crypto_kdf does, which knows numbers instead of names.
  SecretKey derive(std::string_view purpose) const override {
    SecretKey derived;
    const auto into = derived.writable();
    crypto_generichash(into.data(), into.size(), reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
                       root_.bytes().data(), LockedKey::kBytes);
    return derived;
  }

 private:
  const LockedKey root_;
};

}  // namespace

Result<std::unique_ptr<ports::Secrets>> open_secrets(const Database& database, ports::IdSource& ids) {
  TRY(const SecretKey root, database.keyring().root(ids));
  return std::make_unique<DerivedSecrets>(root);
}

}  // namespace souk::embedded
