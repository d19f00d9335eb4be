#include "apps/command_channel.h"

#include <array>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace souk::apps {
namespace {

constexpr std::uint32_t kMaxCallBytes = 1 << 20;
constexpr std::size_t kStreams = 3;  // standard input, output and error

std::optional<sockaddr_un> address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.native().size() >= sizeof address.sun_path) return std::nullopt;
  std::memcpy(address.sun_path, path.c_str(), path.native().size());
  return address;
}

bool send_all(int socket, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t sent = send(socket, bytes, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

bool receive_all(int socket, void* data, std::size_t size) {
  auto* bytes = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t got = recv(socket, bytes, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

/// The words, each ended by a zero byte: none of them can hold one.
std::string packed(const RemoteCall& call) {
  std::string text = call.cwd.string() + '\0';
  for (const std::string& word : call.words) text += word + '\0';
  return text;
}

std::optional<RemoteCall> unpacked(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\0', at);
    if (end == std::string::npos) return std::nullopt;
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  if (parts.empty()) return std::nullopt;
  RemoteCall call{parts.front(), {}};
  call.words.assign(parts.begin() + 1, parts.end());
  return call;
}

/// The length of the call, with the caller's streams attached.
bool send_head(int socket, std::uint32_t length) {
  const std::array<int, kStreams> streams{STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof streams)> control{};
  iovec data{&length, sizeof length};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof streams);
  std::memcpy(CMSG_DATA(header), streams.data(), sizeof streams);
  return sendmsg(socket, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof length);
}

struct Head {
  std::uint32_t length = 0;
  net::FileDescriptor in, out, err;
};

std::optional<Head> receive_head(int socket) {
  Head head;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kStreams * sizeof(int))> control{};
  iovec data{&head.length, sizeof head.length};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL) != static_cast<ssize_t>(sizeof head.length))
    return std::nullopt;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (!header || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(kStreams * sizeof(int))) return std::nullopt;
  std::array<int, kStreams> streams{};
  std::memcpy(streams.data(), CMSG_DATA(header), sizeof streams);
  head.in = net::FileDescriptor(streams[0]);
  head.out = net::FileDescriptor(streams[1]);
  head.err = net::FileDescriptor(streams[2]);
  if (head.length > kMaxCallBytes) return std::nullopt;
  return head;
}

bool is_same_user(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == geteuid() || peer.uid == 0);
}

/// `souk export | head`: the caller's reader may go away. On this thread its writes then fail, and end no process.
void ignore_broken_pipes() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// The caller's standard input, or an empty one when it cannot be read: nohup gives its command one that can only be written.
net::FileDescriptor readable(net::FileDescriptor input) {
  const int flags = fcntl(input.get(), F_GETFL);
  if (flags >= 0 && (flags & O_ACCMODE) != O_WRONLY) return input;
  return net::FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

File stream_of(net::FileDescriptor descriptor, const char* mode) {
  std::FILE* file = fdopen(descriptor.get(), mode);
  if (file) descriptor.release();
  return File(file);
}

}  // namespace

std::optional<int> call_server(const std::filesystem::path& folder, const RemoteCall& call) {
  const auto address = address_of(folder / "souk.sock");
  const net::FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!address || socket.get() < 0) return std::nullopt;
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) return std::nullopt;
  const std::string text = packed(call);
  std::int32_t exit_code = kFailed;
  const bool answered = send_head(socket.get(), static_cast<std::uint32_t>(text.size())) &&
                        send_all(socket.get(), text.data(), text.size()) &&
                        receive_all(socket.get(), &exit_code, sizeof exit_code);
  if (!answered) std::fprintf(stderr, "souk: the server ended before the command did\n");
  return exit_code;
}

/// One caller, on a thread of its own. A second thread listens for the caller going away.
struct CommandChannel::Session {
  explicit Session(net::FileDescriptor accepted) : socket(std::move(accepted)) {}
  net::FileDescriptor socket;
  std::atomic<bool> canceled = false;
  std::atomic<bool> ended = false;
  std::thread thread{};
};

Result<std::unique_ptr<CommandChannel>> CommandChannel::listen(const std::filesystem::path& folder, Run run) {
  const auto path = folder / "souk.sock";
  const auto refused = [&](const char* what) {
    return fail(ErrorCode::unavailable, "Commands cannot be heard on " + path.string(), what);
  };
  const auto address = address_of(path);
  if (!address) return refused("the path is too long for a socket: about 100 bytes are allowed");
  net::FileDescriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  net::FileDescriptor wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (listener.get() < 0 || wake.get() < 0) return refused(std::strerror(errno));
  ::unlink(path.c_str());  // of a process that was killed: this one holds the folder's lock
  // The socket must never be there with wider rights, not even for a moment.
  const mode_t before = umask(0177);
  const int bound = bind(listener.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address);
  umask(before);
  if (bound != 0 || ::listen(listener.get(), kMaxAtOnce) != 0) return refused(std::strerror(errno));
  return std::unique_ptr<CommandChannel>(new CommandChannel(path, std::move(listener), std::move(wake), std::move(run)));
}

CommandChannel::CommandChannel(std::filesystem::path path, net::FileDescriptor listener, net::FileDescriptor wake, Run run)
    : path_(std::move(path)), listener_(std::move(listener)), wake_(std::move(wake)), run_(std::move(run)), thread_([this] {
        accept_calls();
      }) {}

CommandChannel::~CommandChannel() {
  eventfd_write(wake_.get(), 1);
  thread_.join();
  for (const auto& session : sessions_) session->canceled = true;
  for (const auto& session : sessions_) session->thread.join();
  ::unlink(path_.c_str());
}

void CommandChannel::accept_calls() {
  while (true) {
    std::array<pollfd, 2> waits{pollfd{listener_.get(), POLLIN, 0}, pollfd{wake_.get(), POLLIN, 0}};
    forget_ended();
    // With all places taken it looks again soon whether one is free.
    const bool full = sessions_.size() >= kMaxAtOnce;
    if (full) waits[0].fd = -1;
    if (poll(waits.data(), waits.size(), full ? 50 : -1) < 0 && errno != EINTR) return;
    if (waits[1].revents != 0) return;
    if (waits[0].revents == 0) continue;
    net::FileDescriptor socket(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (socket.get() < 0 || !is_same_user(socket.get())) continue;
    auto& session = *sessions_.emplace_back(std::make_unique<Session>(std::move(socket)));
    session.thread = std::thread([this, &session] {
      serve(session);
      ::shutdown(session.socket.get(), SHUT_RDWR);  // nobody waits for an answer that will not come
      session.ended = true;
    });
  }
}

void CommandChannel::forget_ended() {
  std::erase_if(sessions_, [](const std::unique_ptr<Session>& session) {
    if (!session->ended) return false;
    session->thread.join();
    return true;
  });
}

void CommandChannel::serve(Session& session) {
  ignore_broken_pipes();
  const int socket = session.socket.get();
  const timeval patience{5, 0};  // a caller sends its words at once
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  auto head = receive_head(socket);
  if (!head) return;
  std::string text(head->length, '\0');
  if (!receive_all(socket, text.data(), text.size())) return;
  const auto call = unpacked(text);
  const bool terminal = isatty(head->err.get()) == 1;
  const File in = stream_of(readable(std::move(head->in)), "r");
  const File out = stream_of(std::move(head->out), "w");
  const File err = stream_of(std::move(head->err), "w");
  if (!call || !in || !out || !err) return;

  const net::FileDescriptor done(eventfd(0, EFD_CLOEXEC));
  std::thread listener([&] {
    std::array<pollfd, 2> waits{pollfd{socket, POLLRDHUP, 0}, pollfd{done.get(), POLLIN, 0}};
    poll(waits.data(), waits.size(), -1);
    if (waits[0].revents != 0) session.canceled = true;
  });
  const CommandContext context{
      .in = in.get(), .out = out.get(), .err = err.get(), .terminal = terminal, .cwd = call->cwd, .canceled = session.canceled};
  const std::int32_t exit_code = run_(call->words, context);
  std::fflush(out.get());
  std::fflush(err.get());
  eventfd_write(done.get(), 1);
  listener.join();
  send_all(socket, &exit_code, sizeof exit_code);
}

}  // namespace souk::apps
