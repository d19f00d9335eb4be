#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "commerce/error/error.h"
#include "embedded/at_rest/master_key.h"

namespace souk::embedded {

/// Where the master key is to be had. At most one is set; none: the shop is not encrypted.
struct KeySource {
  std::filesystem::path file{};
  std::string command{};   // run by /bin/sh; prints the key
  std::string variable{};  // names an environment variable that holds it

  bool is_none() const { return file.empty() && command.empty() && variable.empty(); }
  /// "the file /etc/souk.key": for messages.
  std::string description() const;
};

/// nullopt of no source. A file must belong to this user or to root and be readable by nobody else; a command has 30 s; a
/// variable is gone from the environment afterwards, /proc included. Errors: not_found, forbidden (others may read the file),
/// unavailable (the command failed), invalid_argument (what is there is no key).
Result<std::optional<MasterKey>> load_key(const KeySource& source);

/// Writes a fresh key into a new file, mode 0600, and returns its fingerprint. Durable.
/// Errors: invalid_state (the file is there already), unavailable, storage_full.
Result<std::string> generate_key_file(const std::filesystem::path& file);

}  // namespace souk::embedded
