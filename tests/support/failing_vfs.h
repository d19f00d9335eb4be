#pragma once

#include <string>

namespace souk::support {

/// A VFS over the system's whose writes and syncs fail on demand, for the name in OpenOptions::vfs. One at a time; what it
/// breaks it breaks for every file opened through it.
class FailingVfs {
 public:
  FailingVfs();
  ~FailingVfs();
  FailingVfs(const FailingVfs&) = delete;
  FailingVfs& operator=(const FailingVfs&) = delete;

  std::string name() const;

  /// The next sync fails as a broken disk does; later ones succeed again, as Linux has it.
  void fail_next_sync();
  /// Writes fail as on a full disk, until there is room.
  void fill_disk();
  void free_disk();
  /// Every write fails as a broken disk does.
  void break_writes();
};

}  // namespace souk::support
