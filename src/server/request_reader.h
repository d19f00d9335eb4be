#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "commerce/error/error.h"
#include "http/request.h"
#include "server/request_rules.h"

namespace souk::server {

struct HeaderLimits {
  std::size_t bytes = 8 << 10;  // with the request line. Cookies of a shop take 1 or 2
  std::size_t fields = 100;
};

/// Cuts the bytes of one connection into requests, one at a time: read_head, admit_body, read_body, finish, and again. Bytes
/// that came too early (pipelining) wait here. An Error means that the connection must close after the answer.
class RequestReader {
 public:
  explicit RequestReader(HeaderLimits limits);
  RequestReader(RequestReader&&) = delete;
  ~RequestReader();

  /// Takes what was received. Not between a complete body and finish: the request's views would die.
  void append(std::string_view bytes);

  enum class Progress { need_more, done };
  /// Errors: bad_framing, bad_header, headers_too_large, uri_too_long, not_implemented.
  Result<Progress> read_head();
  /// How large a body may be, now that the head says which route it goes to. Errors: payload_too_large.
  Result<void> admit_body(std::size_t limit_bytes);
  /// Errors: bad_framing, payload_too_large.
  Result<Progress> read_body();
  /// Forgets the request; what came behind it is the start of the next one.
  void finish();

  /// Method, target and headers after read_head, the body after read_body. Its views live until finish.
  http::Request& request() { return request_; }
  const RequestShape& shape() const { return shape_; }
  /// Whether the client waits for 100 Continue before it sends its body; true once.
  bool take_expectation() { return std::exchange(shape_.expects_continue, false); }
  bool keeps_alive() const;
  bool http_1_0() const;

  /// Whether bytes of a request, or of the next one, are here already.
  bool has_input() const { return start_ < input_.size(); }
  /// Of the present request, as received.
  std::size_t bytes_received() const { return received_; }

 private:
  class Parser;

  Result<void> check_unfinished(std::string_view head) const;
  Result<Progress> parse_head(std::size_t size);
  Result<Progress> read_sized();
  Result<Progress> read_chunked();
  std::string_view unread() const { return std::string_view{input_}.substr(start_); }

  const HeaderLimits limits_;
  std::unique_ptr<Parser> parser_;
  http::Request request_{};
  RequestShape shape_{};
  std::string input_{};  // from start_ on: the request's head, what came with it, and perhaps the next request
  std::size_t start_ = 0;
  bool skipped_line_ = false;  // before the present head; one is forgiven, in however many pieces it came
  std::size_t scanned_ = 0;    // bytes from start_ on in which no head ends
  std::size_t head_size_ = 0;  // 0 until the head is read; from then on input_ must not grow, for the views are into it
  bool body_in_input_ = true;
  std::string body_{};    // a body that did not come whole with its head
  std::string behind_{};  // what came after the head and outside input_: chunks not yet understood, the next request
  std::size_t body_limit_ = 0;
  std::size_t received_ = 0;
};

}  // namespace souk::server
