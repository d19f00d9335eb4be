#include "net/http_client.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "net/channel.h"
#include "net/response_reader.h"
#include "net/socket.h"
#include "net/tls_client.h"

namespace souk::net {
namespace {

using Effect = CallFailure::Effect;
using Clock = std::chrono::steady_clock;

struct Connection {
  FileDescriptor socket;
  Channel channel;
  Deadline idle_until{};
};

std::unexpected<CallFailure> failed(Effect effect, std::string cause, bool timed_out = false) {
  return std::unexpected(CallFailure{effect, timed_out, std::move(cause)});
}

/// Blocks until the channel can go on. False at the deadline.
bool wait_for(const Connection& connection, Progress wanted, Deadline deadline) {
  return wait_until(connection.socket.get(), wanted == Progress::want_read ? Wait::readable : Wait::writable, deadline);
}

bool is_waiting(Progress progress) { return progress == Progress::want_read || progress == Progress::want_write; }

bool is_token(std::string_view text) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || kMarks.contains(c);
  });
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

std::string host_header(const Endpoint& endpoint) {
  const bool literal = endpoint.host.contains(':');
  std::string host = literal ? "[" + endpoint.host + "]" : endpoint.host;
  const bool implied = endpoint.port == (endpoint.transport == Endpoint::Transport::tls ? 443 : 80);
  if (endpoint.transport != Endpoint::Transport::unix_socket && !implied) host += ":" + std::to_string(endpoint.port);
  return host;
}

bool names_host(const HttpRequest& request) {
  return std::ranges::any_of(request.headers, [](const auto& header) {
    return header.first.size() == 4 && (header.first == "Host" || header.first == "host");
  });
}

/// The request as sent, or why it must not be: a line break in it would be another request.
std::expected<std::string, std::string> serialize(const HttpRequest& request, const Endpoint& endpoint) {
  if (!is_token(request.method)) return std::unexpected("not a method");
  if (!request.target.starts_with('/') || has_control(request.target) ||
      request.target.find_first_of(" \t") != std::string::npos)
    return std::unexpected("not a request target");
  std::string out;
  out.reserve(256 + request.target.size() + request.body.size());
  out.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\n");
  if (!names_host(request)) out.append("Host: ").append(host_header(endpoint)).append("\r\n");
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || has_control(value)) return std::unexpected("not a header");
    out.append(name).append(": ").append(value).append("\r\n");
  }
  if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD"))
    out.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  return out.append("\r\n").append(request.body);
}

bool may_repeat(const HttpRequest& request) {
  static constexpr std::array<std::string_view, 4> kIdempotent{"GET", "HEAD", "PUT", "DELETE"};
  return request.repeatable || std::ranges::find(kIdempotent, request.method) != kIdempotent.end();
}

/// How one connection fared with one request.
struct Attempt {
  std::expected<HttpResponse, CallFailure> outcome;
  bool answer_begun = false;
  bool reusable = false;
};

std::expected<void, CallFailure> write_all(Connection& connection, std::string_view bytes, Deadline deadline) {
  bool sent = false;
  while (!bytes.empty()) {
    const Transfer step = connection.channel.write_some(bytes);
    if (step.progress == Progress::done) {
      sent = sent || step.bytes > 0;
      bytes.remove_prefix(step.bytes);
    } else if (!is_waiting(step.progress)) {
      return failed(sent ? Effect::unknown : Effect::none, "cannot send: " + connection.channel.failure());
    } else if (!wait_for(connection, step.progress, deadline)) {
      // A TLS record may be half out although nothing was reported as written.
      return failed(sent || connection.channel.secure() ? Effect::unknown : Effect::none, "timed out while sending", true);
    }
  }
  return {};
}

Attempt exchange(Connection& connection, const std::string& bytes, ResponseReader reader, Deadline deadline) {
  // A server may answer and close before it has read everything: a failed write is told only if no answer is there.
  const auto written = write_all(connection, bytes, deadline);
  if (!written && (written.error().timed_out || written.error().effect == Effect::none))
    return {std::unexpected(written.error())};

  std::array<char, 16 << 10> buffer;
  bool begun = false;
  for (;;) {
    const Transfer step = connection.channel.read_some(buffer);
    auto state = ResponseReader::State::incomplete;
    if (is_waiting(step.progress)) {
      if (wait_for(connection, step.progress, deadline)) continue;
      return {failed(Effect::unknown, "timed out while waiting for the answer", true), begun};
    } else if (step.progress == Progress::done) {
      begun = true;
      state = reader.take({buffer.data(), step.bytes});
    } else if (step.progress == Progress::ended) {
      state = reader.take_end();
    } else {
      return {failed(Effect::unknown, "connection lost: " + connection.channel.failure()), begun};
    }
    if (state == ResponseReader::State::broken)
      return {std::unexpected(CallFailure{Effect::unknown, false, reader.failure(), reader.too_large()}), begun};
    if (state == ResponseReader::State::complete) {
      const bool reusable = written && step.progress == Progress::done && reader.keeps_alive();
      return {reader.release(), true, reusable};
    }
  }
}

}  // namespace

std::optional<std::string_view> HttpResponse::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name) return value;
  return std::nullopt;
}

CallFailure::operator Error() const { return {ErrorCode::unavailable, "A service we depend on did not answer", cause}; }

/// Idle connections and what it takes to open another.
class HttpClient::Pool {
 public:
  Pool(Endpoint to, ClientLimits bounds) : endpoint(std::move(to)), limits(std::move(bounds)) {}

  std::unique_ptr<Connection> take_idle() {
    const std::lock_guard lock(mutex_);
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());  // the one used last is the likeliest to be alive
      idle_.pop_back();
      if (connection->idle_until > Clock::now() && is_quiet(connection->socket.get()) && !connection->channel.has_buffered())
        return connection;
    }
    return nullptr;
  }

  void give_back(std::unique_ptr<Connection> connection) {
    connection->idle_until = Clock::now() + limits.idle_time;
    const std::lock_guard lock(mutex_);
    if (idle_.size() < limits.idle_connections) idle_.push_back(std::move(connection));
  }

  std::expected<std::unique_ptr<Connection>, CallFailure> connect(Deadline deadline) {
    auto socket = open_socket(deadline);
    if (!socket) return failed(Effect::none, socket.error().cause, socket.error().timed_out);
    if (endpoint.transport != Endpoint::Transport::tls) {
      const int descriptor = socket->get();
      return std::make_unique<Connection>(std::move(*socket), Channel{descriptor});
    }
    return secured(std::move(*socket), deadline);
  }

  const Endpoint endpoint;
  const ClientLimits limits;

 private:
  std::expected<FileDescriptor, ConnectFailure> open_socket(Deadline deadline) const {
    if (endpoint.transport == Endpoint::Transport::unix_socket) return connect_unix(endpoint.path, deadline);
    if (!endpoint.addresses.empty()) return connect_tcp(endpoint.addresses, endpoint.port, deadline);
    return connect_tcp(endpoint.host, endpoint.port, deadline);
  }

  std::expected<std::unique_ptr<Connection>, CallFailure> secured(FileDescriptor socket, Deadline deadline) {
    const auto tls = tls_client();
    if (!tls) return failed(Effect::none, tls.error());
    auto session = (*tls)->session_with(endpoint.host);
    if (!session) return failed(Effect::none, session.error());
    const int descriptor = socket.get();
    auto connection = std::make_unique<Connection>(std::move(socket), Channel{descriptor, std::move(*session)});
    for (;;) {
      const Transfer step = connection->channel.handshake();
      if (step.progress == Progress::done) return connection;
      if (!is_waiting(step.progress)) return failed(Effect::none, "no TLS: " + connection->channel.failure());
      if (!wait_for(*connection, step.progress, deadline)) return failed(Effect::none, "timed out in the TLS handshake", true);
    }
  }

  /// Made at the first call: who never calls out does not pay for the roots.
  std::expected<const TlsClient*, std::string> tls_client() {
    if (limits.tls != nullptr) return limits.tls;
    const std::lock_guard lock(tls_mutex_);
    if (!tls_) {
      auto opened = TlsClient::open(limits.trust_file);
      if (!opened) return std::unexpected(opened.error());
      tls_.emplace(std::move(*opened));
    }
    return &*tls_;
  }

  std::mutex mutex_{};  // guards idle_
  std::vector<std::unique_ptr<Connection>> idle_{};
  std::mutex tls_mutex_{};  // guards the making of tls_
  std::optional<TlsClient> tls_{};
};

HttpClient::HttpClient(Endpoint endpoint, ClientLimits limits)
    : pool_(std::make_unique<Pool>(std::move(endpoint), std::move(limits))) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

std::expected<HttpResponse, CallFailure> HttpClient::send(const HttpRequest& request, std::chrono::milliseconds timeout) const {
  const Deadline deadline = Clock::now() + timeout;
  const auto bytes = serialize(request, pool_->endpoint);
  if (!bytes) return failed(Effect::none, bytes.error());

  for (;;) {
    auto connection = pool_->take_idle();
    const bool reused = connection != nullptr;
    if (!reused) {
      auto opened = pool_->connect(deadline);
      if (!opened) return std::unexpected(opened.error());
      connection = std::move(*opened);
    }
    Attempt attempt = exchange(*connection, *bytes, ResponseReader{pool_->limits, request.method == "HEAD"}, deadline);
    if (attempt.reusable) pool_->give_back(std::move(connection));
    if (attempt.outcome) return std::move(attempt.outcome);

    // A server closes an idle connection just when we write to it; that says nothing about the request.
    const CallFailure& failure = attempt.outcome.error();
    const bool lost_race = reused && !attempt.answer_begun && !failure.timed_out;
    if (!lost_race || (failure.effect != Effect::none && !may_repeat(request))) return std::move(attempt.outcome);
  }
}

}  // namespace souk::net
