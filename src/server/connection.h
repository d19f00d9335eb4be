#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "http/service.h"
#include "net/channel.h"
#include "net/file_descriptor.h"
#include "server/io_loop.h"
#include "server/request_reader.h"
#include "server/timer_wheel.h"
#include "server/trusted_proxies.h"
#include "server/worker_pool.h"

namespace souk::server {

/// One client's connection: handshake, then requests one after the other, each read whole, answered whole. Lives on its loop's
/// thread; only run and shed are called on a pool's.
class Connection final : public Job, public TimerWheel::Entry, public std::enable_shared_from_this<Connection> {
 public:
  /// Without a session the connection is plain.
  Connection(IoLoop& loop, net::FileDescriptor socket, const TrustedProxies::Peer& peer, net::TlsSession session);
  ~Connection() override;

  void start();
  void on_deadline();
  /// The server stops: finish what has begun, then close.
  void drain();
  void close();

  void run() override;
  void shed() override;

 private:
  using Steady = std::chrono::steady_clock;
  enum class Phase { handshaking, idle, reading_head, reading_body, answering, writing, lingering, closed };

  void wait_for(net::Progress wanted);
  void on_ready();
  void shake_hands();

  void receive();
  /// Goes as far as the bytes at hand allow. True when it needs more of them.
  bool advance();
  enum class Step {
    needs_input,
    ready,      // the request is whole
    answered,   // the next one may be here already
    suspended,  // something else goes on: a pool, a slow reader, the end
  };
  Step take_request();
  Step open_request();
  void identify(http::Request& request);
  Step refuse_for_rate(std::chrono::nanoseconds wait);
  Step refuse_for_share();
  bool invite_body();

  Step answer();
  void answered();
  Step refuse(const Error& error, bool closes);
  Step send_response();
  bool write_pending();
  Step finish_request();
  void go_on();
  void linger();
  void discard();

  IoLoop& loop_;
  IoLoop::Descriptor descriptor_;
  net::Channel channel_;
  const TrustedProxies::Peer peer_;
  const std::string peer_text_;
  RequestReader reader_;

  Phase phase_ = Phase::idle;
  bool waits_to_read_ = false;
  bool waits_to_write_ = false;
  std::size_t discarded_ = 0;

  // The present request.
  http::Service::Admission admission_{};
  Client client_{};
  std::string client_text_{};     // when it is not the peer
  std::string client_network_{};  // as http::Request::client
  std::string request_id_{};
  std::string_view trace_id_{};
  Steady::time_point begun_{};
  http::Response response_{};
  bool counted_ = false;         // as in flight
  ClientShares::Share share_{};  // of the lane, while it is there
  bool closes_ = false;
  std::string_view head_left_{};  // of the answer: into the loop's buffer, or into held_
  std::string_view body_left_{};  // into response_
  std::string held_{};            // what a slow reader has not taken yet
  std::size_t sent_ = 0;
};

}  // namespace souk::server
