#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "net/http_client.h"

namespace souk::net {

/// Puts one HTTP/1.1 response together from the bytes as they arrive.
class ResponseReader {
 public:
  /// `to_head`: the response announces a body that does not follow.
  ResponseReader(const ClientLimits& limits, bool to_head);
  ResponseReader(ResponseReader&&) noexcept;
  ~ResponseReader();

  enum class State { incomplete, complete, broken };
  State take(std::string_view bytes);
  /// The other side closed: the end of a response without a length, otherwise a broken one.
  State take_end();

  /// Once complete. Whether another response may follow on this connection.
  bool keeps_alive() const;
  HttpResponse release();
  const std::string& failure() const { return failure_; }
  /// Once broken: whether because the body exceeds the limit.
  bool too_large() const { return too_large_; }

 private:
  class Parser;
  State broken(std::string why);

  ClientLimits limits_;
  bool to_head_;
  std::unique_ptr<Parser> parser_;
  std::string pending_{};  // bytes the parser wants to see again with more behind them
  std::string failure_{};
  bool too_large_ = false;
};

}  // namespace souk::net
