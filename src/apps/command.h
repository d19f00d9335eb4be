#pragma once

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "commerce/error/error.h"

namespace souk::apps {

/// Where a command speaks to whoever called it: in this process, or through DIR/souk.sock from the process that holds the shop.
struct CommandContext {
  std::FILE* in = stdin;
  std::FILE* out = stdout;            // results
  std::FILE* err = stderr;            // progress and complaints
  bool terminal = false;              // err is one: progress may overwrite its line
  std::filesystem::path cwd;          // relative paths of the caller start here
  const std::atomic<bool>& canceled;  // asked between steps: Ctrl-C, or the caller went away

  /// A path as the caller meant it.
  std::filesystem::path path(const std::string& given) const { return cwd / given; }
};

// Exit codes, as scripts rely on them.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;   // the command said why
inline constexpr int kMisused = 2;  // the words of the call are off
inline constexpr int kPartly = 3;   // an import took what it could; its errors were printed
inline constexpr int kLocked = 4;   // the shop is encrypted, and its key was not given

int exit_code_of(const Error& error);

/// Prints "souk import: …" for people, with the code and the cause for whoever debugs. Returns exit_code_of(error).
int complain(const CommandContext& context, const std::string& command, const Error& error);

}  // namespace souk::apps
