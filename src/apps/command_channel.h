#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "apps/command.h"
#include "net/file_descriptor.h"

/// DIR/souk.sock: how a command runs inside the process that has the shop open. The caller sends its words and its folder, and
/// passes its own standard input, output and error; the server runs the command with them and sends back the exit code. Only
/// the same user may call (mode 0600, and asked of the kernel).
namespace souk::apps {

struct RemoteCall {
  std::filesystem::path cwd;
  std::vector<std::string> words;  // without the program's name
};

/// Runs the call in the process that serves `folder`, and waits for its end. nullopt: no process answers there.
std::optional<int> call_server(const std::filesystem::path& folder, const RemoteCall& call);

class CommandChannel {
 public:
  /// Runs one command; several may run at once. Returns its exit code.
  using Run = std::function<int(const std::vector<std::string>& words, const CommandContext& context)>;

  /// Errors: unavailable.
  static Result<std::unique_ptr<CommandChannel>> listen(const std::filesystem::path& folder, Run run);
  ~CommandChannel();  // cancels what runs, and waits for it
  CommandChannel(const CommandChannel&) = delete;
  CommandChannel& operator=(const CommandChannel&) = delete;

 private:
  // Enough for a person with some terminals; a script in a loop waits.
  static constexpr int kMaxAtOnce = 8;
  struct Session;

  CommandChannel(std::filesystem::path path, net::FileDescriptor listener, net::FileDescriptor wake, Run run);
  void accept_calls();
  void serve(Session& session);
  void forget_ended();

  const std::filesystem::path path_;
  const net::FileDescriptor listener_;
  const net::FileDescriptor wake_;  // readable once the channel ends
  const Run run_;
  std::vector<std::unique_ptr<Session>> sessions_;  // the accepting thread's
  std::thread thread_;
};

}  // namespace souk::apps
