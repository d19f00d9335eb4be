#include "identity/password_hash.h"

#include <sodium.h>

namespace souk::identity {
namespace {

using Text = std::array<char, crypto_pwhash_STRBYTES>;

std::size_t bytes_of(const HashCost& cost) { return cost.memory_kib * 1024; }

/// A hash of this cost that no password has: the salt and hash of a PHC string, all zero.
std::string nobodys_hash(const HashCost& cost) {
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_kib) + ",t=" + std::to_string(cost.passes) + ",p=1$" +
         std::string(22, 'A') + '$' + std::string(43, 'A');
}

}  // namespace

PasswordHasher::PasswordHasher(const ports::Secrets& secrets, QuietThreads& threads, HashCost cost)
    : pepper_(secrets.derive("password_pepper")), threads_(threads), cost_(cost), nobody_(nobodys_hash(cost)) {
  [[maybe_unused]] const int state = sodium_init();  // picks the fastest code for this machine; fails only without a source of randomness
}

PasswordHasher::Peppered PasswordHasher::peppered(std::string_view password) const {
  Peppered mac;
  static_assert(mac.size() == crypto_auth_hmacsha256_BYTES && ports::SecretKey::kBytes == crypto_auth_hmacsha256_KEYBYTES);
  crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(mac.data()), reinterpret_cast<const unsigned char*>(password.data()),
                         password.size(), pepper_.bytes().data());
  return mac;
}

Result<std::string> PasswordHasher::hash(std::string_view password) const {
  const Peppered input = peppered(password);
  Text text;
  // The salt is the library's own: it decides nothing that a simulation would want to repeat.
  int failed = 0;
  threads_.run([&] {
    failed = crypto_pwhash_str_alg(text.data(), input.data(), input.size(), cost_.passes, bytes_of(cost_),
                                   crypto_pwhash_ALG_ARGON2ID13);
  });
  if (failed != 0)
    return fail(ErrorCode::overloaded, "Too much is going on; try again", "no memory for a password's hash");
  return std::string(text.data());
}

bool PasswordHasher::matches(const std::string& stored, std::string_view password) const {
  const Peppered input = peppered(password);
  bool right = false;
  threads_.run([&] { right = crypto_pwhash_str_verify(stored.c_str(), input.data(), input.size()) == 0; });
  return right;
}

bool PasswordHasher::is_outdated(const std::string& stored) const {
  return crypto_pwhash_str_needs_rehash(stored.c_str(), cost_.passes, bytes_of(cost_)) != 0;
}

}  // namespace souk::identity
