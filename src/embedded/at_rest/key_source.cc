#include "embedded/at_rest/key_source.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sodium.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "embedded/durable_file.h"
#include "embedded/file.h"

namespace souk::embedded {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t kMaxKeyText = 1024;
constexpr std::chrono::seconds kCommandPatience{30};

/// The text of a key on its way to becoming one: wiped when it goes.
struct KeyText {
  KeyText() = default;
  KeyText(const KeyText&) = delete;
  KeyText& operator=(const KeyText&) = delete;
  ~KeyText() { sodium_memzero(bytes.data(), bytes.size()); }
  std::string_view text() const { return {bytes.data(), size}; }
  bool is_full() const { return size == bytes.size(); }

  std::array<char, kMaxKeyText> bytes{};
  std::size_t size = 0;
};

enum class ReadEnd { ended, failed, too_slow };

/// Reads to the end, or until `text` is full.
ReadEnd read_all(int descriptor, KeyText& text, std::optional<steady_clock::time_point> until = std::nullopt) {
  while (!text.is_full()) {
    if (until) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*until - steady_clock::now()).count();
      pollfd wait{descriptor, POLLIN, 0};
      const int ready = left > 0 ? ::poll(&wait, 1, static_cast<int>(left)) : 0;
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0) return ready == 0 ? ReadEnd::too_slow : ReadEnd::failed;
    }
    const ssize_t got = ::read(descriptor, text.bytes.data() + text.size, text.bytes.size() - text.size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ReadEnd::failed;
    if (got == 0) return ReadEnd::ended;
    text.size += static_cast<std::size_t>(got);
  }
  return ReadEnd::ended;
}

Result<void> read_key_file(const std::filesystem::path& path, KeyText& text) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));  // a named pipe must not keep us waiting
  if (!file.is_open() && errno == ENOENT) return fail(ErrorCode::not_found, "There is no key file " + path.string());
  struct stat status{};
  if (!file.is_open() || ::fstat(file.descriptor(), &status) != 0)
    return fail(ErrorCode::unavailable, "The key file " + path.string() + " cannot be read", std::strerror(errno));
  if (!S_ISREG(status.st_mode)) return fail(ErrorCode::invalid_argument, "The key file " + path.string() + " is no file");
  if (status.st_uid != ::geteuid() && status.st_uid != 0)
    return fail(ErrorCode::forbidden, "The key file " + path.string() + " belongs to another user, who could exchange it");
  if ((status.st_mode & 077U) != 0)
    return fail(ErrorCode::forbidden, "The key file " + path.string() + " can be used by others on this machine: chmod 600");
  if (read_all(file.descriptor(), text) != ReadEnd::ended)
    return fail(ErrorCode::unavailable, "The key file " + path.string() + " cannot be read", std::strerror(errno));
  return {};
}

/// A shell command whose output can be read. Ended, by force if need be, when it goes.
class Child {
 public:
  static Result<Child> run(const std::string& command) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      return fail(ErrorCode::unavailable, "No pipe for the key command", std::strerror(errno));
    const File write_end(ends[1]);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, write_end.descriptor(), STDOUT_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    // Its own group, so that what it starts ends with it; and the signals that serve blocks for its threads.
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    std::array<std::string, 3> words{"sh", "-c", command};
    std::array<char*, 4> arguments{words[0].data(), words[1].data(), words[2].data(), nullptr};
    pid_t pid = 0;
    const int problem = posix_spawn(&pid, "/bin/sh", &files, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    if (problem != 0) {
      ::close(ends[0]);
      return fail(ErrorCode::unavailable, "The key command cannot be run", std::strerror(problem));
    }
    return Child(pid, ends[0]);
  }
  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, 0)), output_(std::exchange(other.output_, -1)) {}
  Child& operator=(Child&&) = delete;
  ~Child() {
    if (output_ >= 0) ::close(output_);
    if (pid_ <= 0) return;
    ::kill(-pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {}
  }

  int output() const { return output_; }
  /// Waits for its end. Whether that was a good one.
  bool succeeded() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0)
      if (errno != EINTR) return false;
    pid_ = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  Child(pid_t pid, int output) : pid_(pid), output_(output) {}
  pid_t pid_;
  int output_;
};

Result<void> read_key_command(const std::string& command, KeyText& text) {
  TRY(Child child, Child::run(command));
  switch (read_all(child.output(), text, steady_clock::now() + kCommandPatience)) {
    case ReadEnd::ended: break;
    case ReadEnd::failed: return fail(ErrorCode::unavailable, "What the key command says cannot be read", std::strerror(errno));
    case ReadEnd::too_slow: return fail(ErrorCode::unavailable, "The key command said no key within 30 s");
  }
  if (!text.is_full() && !child.succeeded()) return fail(ErrorCode::unavailable, "The key command failed");
  return {};
}

void take_key_variable(const std::string& name, KeyText& text) {
  char* const value = std::getenv(name.c_str());
  if (value == nullptr) return;
  const std::string_view found(value);
  text.size = found.substr(0, text.bytes.size()).copy(text.bytes.data(), text.bytes.size());
  sodium_memzero(value, found.size());  // /proc/PID/environ shows this memory
  ::unsetenv(name.c_str());             // and no child inherits it
}

Result<void> read_key(const KeySource& source, KeyText& text) {
  if (!source.file.empty()) return read_key_file(source.file, text);
  if (!source.command.empty()) return read_key_command(source.command, text);
  take_key_variable(source.variable, text);
  return {};
}

}  // namespace

std::string KeySource::description() const {
  if (!file.empty()) return "the file " + file.string();
  if (!command.empty()) return "a command";
  if (!variable.empty()) return "the environment's " + variable;
  return "nowhere";
}

Result<std::optional<MasterKey>> load_key(const KeySource& source) {
  if (source.is_none()) return std::nullopt;
  KeyText text;
  TRY(read_key(source, text));
  auto key = MasterKey::parse(text.text());
  if (!key)
    return fail(key.error().code, "There is no key in " + source.description() + ": `souk key generate FILE` makes one");
  return *std::move(key);
}

Result<std::string> generate_key_file(const std::filesystem::path& path) {
  const MasterKey key = MasterKey::generate();
  const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.is_open() && errno == EEXIST)
    return fail(ErrorCode::invalid_state, path.string() + " is there already; a key is never written over");
  if (!file.is_open()) return fail_with_errno(path);
  std::string line = key.text() + "\n";
  const bool written = file.write_all(line) && ::fsync(file.descriptor()) == 0;
  auto failure = fail_with_errno(path);
  sodium_memzero(line.data(), line.size());
  if (!written) {
    ::unlink(path.c_str());
    return failure;
  }
  TRY(sync_folder(std::filesystem::absolute(path).parent_path()));
  return key.fingerprint();
}

}  // namespace souk::embedded
