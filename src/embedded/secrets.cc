#include "embedded/secrets.h"

#include <algorithm>
#include <string>

#include <sodium.h>

#include "embedded/durable_file.h"

namespace souk::embedded {

namespace {

using ports::SecretKey;

class DerivedSecrets final : public ports::Secrets {
 public:
  explicit DerivedSecrets(SecretKey root) : root_(std::move(root)) {}

  /// BLAKE2b keyed with the root, as libsodium's own crypto_kdf does, which knows numbers instead of names.
  SecretKey derive(std::string_view purpose) const override {
    SecretKey derived;
    const auto into = derived.writable();
    crypto_generichash(into.data(), into.size(), reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
                       root_.bytes().data(), SecretKey::kBytes);
    return derived;
  }

 private:
  const SecretKey root_;
};

Result<void> make_key(const std::filesystem::path& file, ports::IdSource& ids) {
  SecretKey key;
  ids.fill(key.writable());
  return write_durably(file, {reinterpret_cast<const char*>(key.bytes().data()), SecretKey::kBytes});
}

}  // namespace

Result<std::unique_ptr<ports::Secrets>> open_secrets(const std::filesystem::path& folder, ports::IdSource& ids) {
  const auto file = folder / "shop.key";
  auto stored = read_file(file, 4096);
  if (!stored && stored.error().code == ErrorCode::not_found) {
    TRY(make_key(file, ids));
    stored = read_file(file, 4096);
  }
  if (!stored) return std::unexpected(std::move(stored).error());
  if (stored->size() != SecretKey::kBytes) return fail(ErrorCode::corrupt, "The shop's key file is damaged", file.string());
  SecretKey root;
  std::ranges::copy(*stored, root.writable().begin());
  sodium_memzero(stored->data(), stored->size());
  return std::make_unique<DerivedSecrets>(std::move(root));
}

}  // namespace souk::embedded
