#include "server/connection.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <sys/socket.h>

#include "http/problem.h"
#include "server/answer_head.h"
#include "server/header_text.h"

namespace souk::server {
namespace {

using boost::system::error_code;
using net::Progress;
using net::Transfer;

// Pipelined requests answered before other connections get their turn.
constexpr int kAnsweredInARow = 32;
// One TLS record. What fits goes out in one write with the head; of a larger body the rest is sent from where it lies.
constexpr std::size_t kFlatBytes = 16 << 10;
// What a refused client may still send while it reads the refusal.
constexpr std::size_t kMaxDiscardedBytes = 1 << 20;

/// The one place where a bug in a use case ends: the shopper gets a 500, the log the reason.
http::Response answer_safely(const http::Service& service, const http::Request& request, const Log& log) {
  try {
    return service.answer(request);
  } catch (const std::exception& error) {
    log.write(LogLevel::error, "request_threw", {{"request_id", request.request_id}, {"what", error.what()}});
    return http::problem({ErrorCode::internal, "Something went wrong on our side"});
  }
}

bool is_forwarding_header(std::string_view name) {
  return name.starts_with("x-forwarded-") || name == "forwarded" || name == "x-real-ip";
}

}  // namespace

Connection::Connection(IoLoop& loop, net::FileDescriptor socket, const TrustedProxies::Peer& peer, net::TlsSession session)
    : loop_(loop),
      descriptor_(loop.executor(), socket.get()),
      channel_(session ? net::Channel{socket.get(), std::move(session)} : net::Channel{socket.get()}),
      peer_(peer),
      peer_text_(peer.address.text()),
      reader_(loop.shared().config.headers) {
  (void)socket.release();  // the descriptor owns it now
}

Connection::~Connection() = default;

void Connection::start() {
  phase_ = channel_.secure() ? Phase::handshaking : Phase::idle;
  loop_.arm(*this, loop_.shared().config.timeouts.header);
  wait_for(Progress::want_read);
}

void Connection::wait_for(Progress wanted) {
  const bool to_read = wanted == Progress::want_read;
  bool& waits = to_read ? waits_to_read_ : waits_to_write_;
  if (std::exchange(waits, true)) return;
  descriptor_.async_wait(to_read ? IoLoop::Descriptor::wait_read : IoLoop::Descriptor::wait_write,
                         [self = shared_from_this(), to_read](const error_code& error) {
                           (to_read ? self->waits_to_read_ : self->waits_to_write_) = false;
                           if (!error) self->on_ready();
                         });
}

void Connection::on_ready() {
  switch (phase_) {
    case Phase::handshaking: return shake_hands();
    case Phase::idle:
    case Phase::reading_head:
    case Phase::reading_body: return receive();
    case Phase::writing:
      if (write_pending() && finish_request() == Step::answered) go_on();
      return;
    case Phase::lingering: return discard();
    case Phase::answering:
    case Phase::closed: return;
  }
}

void Connection::shake_hands() {
  const Transfer step = channel_.handshake();
  if (step.progress == Progress::want_read || step.progress == Progress::want_write) return wait_for(step.progress);
  if (step.progress != Progress::done) return close();
  phase_ = Phase::idle;
  receive();
}

void Connection::receive() {
  const auto buffer = loop_.input_buffer();
  for (;;) {
    const Transfer step = channel_.read_some(buffer);
    if (step.progress == Progress::want_read || step.progress == Progress::want_write) return wait_for(step.progress);
    if (step.progress != Progress::done) return close();
    reader_.append({buffer.data(), step.bytes});
    if (!advance()) return;
    if (!channel_.has_buffered()) return wait_for(Progress::want_read);
  }
}

bool Connection::advance() {
  for (int i = 0; i < kAnsweredInARow; ++i) {
    Step step = take_request();
    if (step == Step::ready) step = answer();
    if (step != Step::answered) return step == Step::needs_input;
  }
  boost::asio::post(loop_.executor(), [self = shared_from_this()] {
    if (self->phase_ == Phase::idle) self->go_on();
  });
  return false;
}

Connection::Step Connection::take_request() {
  if (phase_ != Phase::reading_body) {
    const auto head = reader_.read_head();
    if (!head) return refuse(head.error(), true);
    if (*head == RequestReader::Progress::need_more) {
      if (reader_.has_input() && phase_ == Phase::idle) {
        phase_ = Phase::reading_head;
        loop_.arm(*this, loop_.shared().config.timeouts.header);
      }
      return Step::needs_input;
    }
    if (const Step step = open_request(); step != Step::ready) return step;
  }
  const auto body = reader_.read_body();
  if (!body) return refuse(body.error(), true);
  if (*body == RequestReader::Progress::done) return Step::ready;
  return invite_body() ? Step::needs_input : Step::suspended;
}

/// What can be refused before the body is read, is.
Connection::Step Connection::open_request() {
  const Shared& shared = loop_.shared();
  http::Request& request = reader_.request();
  begun_ = Steady::now();
  counted_ = true;
  loop_.stats().request_begun();
  identify(request);
  admission_ = shared.service.admit(request.method, request.target);
  if (shared.rate_limiter != nullptr)
    if (const auto wait = shared.rate_limiter->wait_for_turn(client_.address, admission_.rate, begun_))
      return refuse_for_rate(*wait);
  const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(admission_.body_limit_bytes, 0));
  if (const auto admitted = reader_.admit_body(limit); !admitted) return refuse(admitted.error(), true);
  closes_ = reader_.shape().ends_connection;
  phase_ = Phase::reading_body;
  if (reader_.shape().body != RequestShape::Body::none) loop_.arm(*this, shared.config.timeouts.body);
  return Step::ready;
}

/// Who asks and under which id. What only a trusted proxy may say is taken out, so that nobody behind this reads it.
void Connection::identify(http::Request& request) {
  std::string forwarded_for;
  std::string_view forwarded_proto;
  std::string_view client_request_id;
  trace_id_ = {};
  for (const auto& [name, value] : request.headers) {
    if (name == "x-forwarded-for")
      forwarded_for.append(forwarded_for.empty() ? "" : ",").append(value);
    else if (name == "x-forwarded-proto")
      forwarded_proto = value;
    else if (name == "x-request-id")
      client_request_id = value;
    else if (name == "traceparent")
      trace_id_ = trace_id_of(value);
  }
  std::erase_if(request.headers, [this](const auto& header) {
    return is_forwarding_header(header.first) || (header.first == "traceparent" && trace_id_.empty());
  });

  client_ = loop_.shared().config.trusted_proxies.client_of(peer_, forwarded_for, forwarded_proto);
  request.remote_address = peer_text_;
  if (client_.address != peer_.address) request.remote_address = client_text_ = client_.address.text();
  request.client = request.remote_address;
  if (client_.address.is_loopback()) request.client = {};
  if (!client_.address.is_v4() && !request.client.empty()) request.client = client_network_ = client_.address.network().text();
  request_id_ = is_request_id(client_request_id) ? client_request_id : loop_.request_ids().next();
  request.request_id = request_id_;
  request.secure = client_.secure;
}

Connection::Step Connection::refuse_for_rate(std::chrono::nanoseconds wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  const Rate& rate = loop_.shared().rate_limiter->limits().of(admission_.rate);
  response_ = http::problem({ErrorCode::rate_limited, fmt::format("Too many requests. Try again in {} s", seconds)});
  std::erase_if(response_.headers, [](const auto& header) { return equals_ignoring_case(header.first, "retry-after"); });
  response_.headers.emplace_back("Retry-After", std::to_string(seconds));
  const std::string_view policy = name_of(admission_.rate);
  response_.headers.emplace_back("RateLimit-Policy",
                                 fmt::format("\"{}\";q={:.0f};w={:.0f}", policy, rate.burst, rate.burst / rate.per_second));
  response_.headers.emplace_back("RateLimit", fmt::format("\"{}\";r=0;t={}", policy, seconds));
  closes_ = reader_.shape().body != RequestShape::Body::none;  // its body stays unread
  return send_response();
}

/// A lane is no queue for one client alone. What is under way ends within seconds.
Connection::Step Connection::refuse_for_share() {
  response_ = http::problem({ErrorCode::rate_limited, "Too many requests of yours are under way. Wait for their answers"});
  std::erase_if(response_.headers, [](const auto& header) { return equals_ignoring_case(header.first, "retry-after"); });
  response_.headers.emplace_back("Retry-After", "1");
  return send_response();
}

/// Answers `Expect: 100-continue`, once, when the body is really awaited. False when the connection is gone.
bool Connection::invite_body() {
  if (!reader_.take_expectation()) return true;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  const Transfer step = channel_.write_some(kContinue);
  if (step.progress == Progress::done && step.bytes == kContinue.size()) return true;
  close();  // 25 bytes that do not fit: a client that reads nothing
  return false;
}

Connection::Step Connection::answer() {
  phase_ = Phase::answering;
  if (admission_.lane == http::Lane::payments && loop_.shared().payment_shares != nullptr) {
    auto share = loop_.shared().payment_shares->take(client_.address);
    if (!share) return refuse_for_share();
    share_ = *std::move(share);
  }
  if (admission_.lane != http::Lane::inline_io) {
    loop_.disarm(*this);
    loop_.shared().pools.of(admission_.lane).submit(shared_from_this());
    return Step::suspended;
  }
  response_ = answer_safely(loop_.shared().service, reader_.request(), loop_.shared().log);
  return send_response();
}

void Connection::run() {
  response_ = answer_safely(loop_.shared().service, reader_.request(), loop_.shared().log);
  boost::asio::post(loop_.executor(), [self = shared_from_this()] { self->answered(); });
}

void Connection::shed() {
  response_ = http::problem({ErrorCode::overloaded, "The shop is very busy. Try again in a moment"});
  boost::asio::post(loop_.executor(), [self = shared_from_this()] { self->answered(); });
}

void Connection::answered() {
  share_ = {};
  if (phase_ == Phase::answering && send_response() == Step::answered) go_on();
}

Connection::Step Connection::refuse(const Error& error, bool closes) {
  if (!counted_) {  // refused before it was a request: nothing is known of it
    begun_ = Steady::now();
    admission_ = {};
    client_ = {peer_.address, peer_.secure};
    request_id_ = loop_.request_ids().next();
    trace_id_ = {};
  }
  response_ = http::problem(error);
  closes_ = closes;
  return send_response();
}

Connection::Step Connection::send_response() {
  closes_ = closes_ || loop_.stopping() || !reader_.keeps_alive();
  std::string& out = loop_.output_buffer();
  out.clear();
  append_head(out, response_,
              {.date = loop_.date(),
               .request_id = request_id_,
               .closes = closes_,
               .http_1_0 = reader_.http_1_0(),
               .secure = client_.secure});
  body_left_ = {};
  if (has_content(response_.status) && reader_.request().method != "HEAD") {
    body_left_ = response_.content();
    const std::size_t flat = std::min(body_left_.size(), kFlatBytes - std::min(kFlatBytes, out.size()));
    out.append(body_left_.substr(0, flat));
    body_left_.remove_prefix(flat);
  }
  head_left_ = out;
  sent_ = 0;
  phase_ = Phase::writing;
  return write_pending() ? finish_request() : Step::suspended;
}

/// True when nothing is left to write.
bool Connection::write_pending() {
  bool moved = false;
  while (!head_left_.empty() || !body_left_.empty()) {
    std::string_view& left = head_left_.empty() ? body_left_ : head_left_;
    const Transfer step = channel_.write_some(left);
    if (step.progress == Progress::done) {
      left.remove_prefix(step.bytes);
      sent_ += step.bytes;
      moved = true;
      continue;
    }
    if (step.progress != Progress::want_write && step.progress != Progress::want_read) {
      close();
      return false;
    }
    if (head_left_.data() != held_.data() && !head_left_.empty()) {  // the loop's buffer is needed for others
      held_ = head_left_;
      head_left_ = held_;
    }
    if (moved || !waits_to_write_) loop_.arm(*this, loop_.shared().config.timeouts.write_stall);
    wait_for(step.progress);
    return false;
  }
  return true;
}

/// The answer is out: counts and logs it, and makes room for the next.
Connection::Step Connection::finish_request() {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - begun_);
  loop_.stats().count_request(admission_.route, response_.status, took, sent_);
  if (std::exchange(counted_, false)) loop_.stats().request_ended();
  loop_.log_request({loop_.shared().clock.now(), request_id_, trace_id_, reader_.request().method, admission_.route,
                     response_.status, took, sent_});
  response_ = {};
  held_ = {};
  if (closes_) {
    linger();
    return Step::suspended;
  }
  reader_.finish();
  phase_ = Phase::idle;
  loop_.arm(*this, loop_.shared().config.timeouts.idle);
  return Step::answered;
}

/// The next request, which may be here already.
void Connection::go_on() {
  if (!advance()) return;
  if (channel_.has_buffered()) return receive();
  wait_for(Progress::want_read);
}

/// Closing a socket with unread input resets it, and the client may lose the answer. So: say that nothing follows, and read on
/// for a moment.
void Connection::linger() {
  phase_ = Phase::lingering;
  channel_.close_notify();
  ::shutdown(descriptor_.native_handle(), SHUT_WR);
  loop_.arm(*this, loop_.shared().config.timeouts.linger);
  discard();
}

void Connection::discard() {
  const auto buffer = loop_.input_buffer();
  while (discarded_ < kMaxDiscardedBytes) {
    // Below TLS: whatever comes is thrown away as it is.
    const ssize_t got = ::recv(descriptor_.native_handle(), buffer.data(), buffer.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return wait_for(Progress::want_read);
    if (got <= 0) break;
    discarded_ += static_cast<std::size_t>(got);
  }
  close();
}

void Connection::on_deadline() {
  const auto self = shared_from_this();
  switch (phase_) {
    case Phase::reading_head:
    case Phase::reading_body: refuse({ErrorCode::request_timeout, "The request did not arrive in time"}, true); return;
    case Phase::answering: return;  // bounded by its pool
    case Phase::writing:
    case Phase::handshaking:
    case Phase::idle:
    case Phase::lingering:
    case Phase::closed: return close();
  }
}

void Connection::drain() {
  if (phase_ == Phase::idle) loop_.arm(*this, loop_.shared().config.timeouts.idle_grace);
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  if (phase_ == Phase::idle) channel_.close_notify();
  if (phase_ == Phase::writing) {  // what the client did not take, the kernel would keep for minutes: megabytes of it
    const struct linger none{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(descriptor_.native_handle(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
  }
  phase_ = Phase::closed;
  if (std::exchange(counted_, false)) loop_.stats().request_ended();
  loop_.disarm(*this);
  error_code ignored;
  descriptor_.close(ignored);
  loop_.remove(shared_from_this());
}

}  // namespace souk::server
