#pragma once

#include <string>
#include <string_view>

#include "commerce/error/error.h"
#include "embedded/at_rest/locked_key.h"

namespace souk::embedded {

/// What each key derived from the master key is for. The numbers are in every encrypted shop: never change one.
enum class KeyUse : std::uint8_t { fingerprint = 0, database = 1, media = 2, backups = 3, keyring = 4, search = 5 };

/// The one key that a merchant keeps. Everything a shop encrypts is under keys derived from it.
class MasterKey {
 public:
  /// From libsodium's generator.
  static MasterKey generate();
  /// What text() gives; white space around it is ignored. Errors: invalid_argument.
  static Result<MasterKey> parse(std::string_view text);

  /// "souk-key-1:" and 64 hexadecimal digits. The caller wipes it.
  std::string text() const;
  LockedKey derive(KeyUse use) const;
  /// 16 hexadecimal digits that name the key and tell nothing else of it.
  std::string fingerprint() const;

 private:
  LockedKey key_;
};

}  // namespace souk::embedded
