#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <span>
#include <string>

#include "net/file_descriptor.h"
#include "net/ip_address.h"

namespace souk::net {

using Deadline = std::chrono::steady_clock::time_point;

struct ConnectFailure {
  bool timed_out = false;
  std::string cause;  // for the log alone
};

/// Non-blocking, close-on-exec, without Nagle's delay. Tries every address of the name in the resolver's order.
std::expected<FileDescriptor, ConnectFailure> connect_tcp(const std::string& host, std::uint16_t port, Deadline deadline);
/// The same to addresses that are known already; asks no resolver.
std::expected<FileDescriptor, ConnectFailure> connect_tcp(std::span<const IpAddress> addresses, std::uint16_t port,
                                                          Deadline deadline);
std::expected<FileDescriptor, ConnectFailure> connect_unix(const std::filesystem::path& path, Deadline deadline);

enum class Wait { readable, writable };
/// Whether the socket got ready, or broke, before the deadline.
bool wait_until(int socket, Wait what, Deadline deadline);
/// Whether an idle connection still is one: nothing to read, not closed.
bool is_quiet(int socket);

}  // namespace souk::net
