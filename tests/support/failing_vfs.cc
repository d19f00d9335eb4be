#include "support/failing_vfs.h"

#include <atomic>
#include <new>
#include <stdexcept>

#include <sqlite3.h>

namespace souk::support {

namespace {

constexpr const char* kName = "failing";

std::atomic<bool> sync_fails = false;
std::atomic<int> write_result = SQLITE_OK;

struct FailingFile {
  sqlite3_file base;   // what SQLite sees
  sqlite3_file* real;  // behind this struct, in the same allocation
  sqlite3_io_methods methods;
};

sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<FailingFile*>(file)->real; }

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  if (const int result = write_result; result != SQLITE_OK) return result;
  return real(file)->pMethods->xWrite(real(file), bytes, count, at);
}

int sync(sqlite3_file* file, int flags) {
  if (sync_fails.exchange(false)) return SQLITE_IOERR_FSYNC;
  return real(file)->pMethods->xSync(real(file), flags);
}

/// The real file's methods, each behind the wrapper; those that may fail are ours.
sqlite3_io_methods wrapped(const sqlite3_io_methods& behind) {
  return sqlite3_io_methods{
      .iVersion = behind.iVersion,
      .xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
      .xRead = [](sqlite3_file* f, void* to, int count,
                  sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), to, count, at); },
      .xWrite = write,
      .xTruncate = [](sqlite3_file* f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); },
      .xSync = sync,
      .xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
      .xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); },
      .xUnlock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); },
      .xCheckReservedLock = [](sqlite3_file* f, int* held) { return real(f)->pMethods->xCheckReservedLock(real(f), held); },
      .xFileControl = [](sqlite3_file* f, int op, void* arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); },
      .xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
      .xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
      .xShmMap = [](sqlite3_file* f, int page, int size, int extend,
                    void volatile** at) { return real(f)->pMethods->xShmMap(real(f), page, size, extend, at); },
      .xShmLock = [](sqlite3_file* f, int offset, int n,
                     int flags) { return real(f)->pMethods->xShmLock(real(f), offset, n, flags); },
      .xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
      .xShmUnmap = [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
      .xFetch = [](sqlite3_file* f, sqlite3_int64 at, int n,
                   void** page) { return real(f)->pMethods->xFetch(real(f), at, n, page); },
      .xUnfetch = [](sqlite3_file* f, sqlite3_int64 at, void* page) { return real(f)->pMethods->xUnfetch(real(f), at, page); },
  };
}

sqlite3_vfs* system_vfs() { return sqlite3_vfs_find("unix"); }

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* opened) {
  auto* const wrapper = new (file) FailingFile{};
  wrapper->real = reinterpret_cast<sqlite3_file*>(wrapper + 1);
  const int result = system_vfs()->xOpen(system_vfs(), name, wrapper->real, flags, opened);
  if (result != SQLITE_OK) return result;  // pMethods stays null: SQLite will not close it
  wrapper->methods = wrapped(*wrapper->real->pMethods);
  wrapper->base.pMethods = &wrapper->methods;
  return SQLITE_OK;
}

sqlite3_vfs make_vfs() {
  sqlite3_vfs vfs = *system_vfs();
  vfs.szOsFile += static_cast<int>(sizeof(FailingFile));
  vfs.zName = kName;
  vfs.xOpen = open;
  vfs.pNext = nullptr;
  return vfs;
}

}  // namespace

FailingVfs::FailingVfs() {
  // Registered once and for the life of the process: the cipher's VFS above it keeps pointing here.
  static sqlite3_vfs vfs = [] {
    sqlite3_initialize();
    return make_vfs();
  }();
  if (sqlite3_vfs_find(kName) == nullptr && sqlite3_vfs_register(&vfs, 0) != SQLITE_OK)
    throw std::runtime_error("no failing VFS");
}

FailingVfs::~FailingVfs() {
  sync_fails = false;
  write_result = SQLITE_OK;
}

std::string FailingVfs::name() const { return kName; }

void FailingVfs::fail_next_sync() { sync_fails = true; }

void FailingVfs::fill_disk() { write_result = SQLITE_FULL; }

void FailingVfs::free_disk() { write_result = SQLITE_OK; }

void FailingVfs::break_writes() { write_result = SQLITE_IOERR_WRITE; }

}  // namespace souk::support
