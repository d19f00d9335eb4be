#pragma once

#include <functional>
#include <thread>

#include "net/file_descriptor.h"

namespace souk::server {

/// Turns signals into calls, on a thread of its own where anything may be done. Made before any other thread: those inherit
/// that the signals are blocked for them.
class Signals {
 public:
  /// `on_stop`: SIGTERM and SIGINT, each time. `on_reload`: SIGHUP.
  Signals(std::function<void()> on_stop, std::function<void()> on_reload);
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();  // after the last call has returned

 private:
  void watch() const;

  const std::function<void()> on_stop_;
  const std::function<void()> on_reload_;
  net::FileDescriptor signals_;
  net::FileDescriptor end_;
  std::thread thread_;
};

}  // namespace souk::server
