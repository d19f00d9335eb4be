#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include "embedded/at_rest/keyring.h"
#include "sqlite/connection.h"

namespace souk::embedded {

/// The file that the shop's database lies in, and how it is opened. Owned together by the database and by the connections that
/// read it: after a change of the key the old file is removed when the last of them is gone. Thread-safe.
class DatabaseFile {
 public:
  /// `vfs`: beneath the cipher's; empty: the system's.
  DatabaseFile(const std::filesystem::path& folder, const AtRest& at_rest, std::string vfs = {});
  DatabaseFile(const DatabaseFile&) = delete;
  DatabaseFile& operator=(const DatabaseFile&) = delete;
  ~DatabaseFile();

  /// Makes the file, readable by its owner alone, when it is not there. Errors: those of Connection::open.
  Result<std::unique_ptr<sqlite::Connection>> open_writer() const;
  Result<std::unique_ptr<sqlite::Connection>> open_reader() const;

  const std::filesystem::path& path() const { return path_; }
  /// What it is encrypted with; empty: not encrypted.
  std::span<const std::uint8_t> key() const;

  /// How open_writer() opens it: also for a connection that reads beside the writer, and writes elsewhere.
  sqlite::OpenOptions writing_options() const;
  const std::string& vfs() const { return vfs_; }

  /// It goes with its last owner, unless it is kept after all.
  void retire() { retired_ = true; }
  void keep() { retired_ = false; }

 private:
  const std::filesystem::path path_;
  const std::shared_ptr<const ShopKeys> keys_;  // as AtRest has them
  const std::string vfs_;
  std::atomic<bool> retired_ = false;
};

/// Whether the folder holds a shop, by the names of its files.
bool has_database(const std::filesystem::path& folder);

/// Removes what a change of the key left behind that came to no end, or whose old file was still being read.
/// Errors: unavailable.
Result<void> remove_other_databases(const std::filesystem::path& folder, const AtRest& at_rest);

}  // namespace souk::embedded
