#include "net/response_reader.h"

#include <algorithm>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>

namespace souk::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

std::string lower(string_view text) {
  std::string out(text.data(), text.size());
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

class ResponseReader::Parser final : public http::basic_parser<false> {
 public:
  Parser(const ClientLimits& limits, bool to_head) : body_limit_bytes_(limits.response_body_bytes) {
    eager(true);
    skip(to_head);
    header_limit(static_cast<std::uint32_t>(limits.response_header_bytes));
    body_limit(limits.response_body_bytes);
  }

  HttpResponse response{};

  /// A coding we do not undo. Beast takes such a body for one that lasts until the connection ends.
  bool has_unknown_coding() const {
    const auto coding = response.header("transfer-encoding");
    return coding && !chunked();
  }

 private:
  void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
  void on_response_impl(int status, string_view, int, error_code&) override { response.status = status; }
  void on_field_impl(http::field, string_view name, string_view value, error_code&) override {
    if (in_header_) response.headers.emplace_back(lower(name), std::string(value.data(), value.size()));
  }
  void on_header_impl(error_code&) override { in_header_ = false; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length) response.body.reserve(std::min<std::uint64_t>(*length, body_limit_bytes_));
  }
  std::size_t on_body_impl(string_view bytes, error_code&) override {
    response.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& error) override {
    return on_body_impl(bytes, error);
  }
  void on_finish_impl(error_code&) override {}

  std::size_t body_limit_bytes_;
  bool in_header_ = true;  // trailers come through on_field_impl too, and are dropped
};

ResponseReader::ResponseReader(const ClientLimits& limits, bool to_head)
    : limits_(limits), to_head_(to_head), parser_(std::make_unique<Parser>(limits, to_head)) {}
ResponseReader::ResponseReader(ResponseReader&&) noexcept = default;
ResponseReader::~ResponseReader() = default;

ResponseReader::State ResponseReader::take(std::string_view bytes) {
  pending_.append(bytes);
  while (!pending_.empty()) {
    error_code error;
    const std::size_t used = parser_->put(boost::asio::const_buffer{pending_.data(), pending_.size()}, error);
    pending_.erase(0, used);
    too_large_ = error == http::error::body_limit;
    if (error && error != http::error::need_more) return broken(error.message());
    if (parser_->is_header_done() && parser_->has_unknown_coding()) return broken("unknown transfer coding");
    if (parser_->is_done()) {
      if (parser_->response.status / 100 != 1) return State::complete;
      parser_ = std::make_unique<Parser>(limits_, to_head_);  // 100 Continue, 103 Early Hints: the answer follows
      continue;
    }
    if (error) {  // a header, chunk line or trailer that is not whole yet
      return pending_.size() > limits_.response_header_bytes ? broken("header or chunk line too long") : State::incomplete;
    }
  }
  return State::incomplete;
}

ResponseReader::State ResponseReader::take_end() {
  if (!parser_->got_some()) return broken("closed before the answer");
  error_code error;
  parser_->put_eof(error);
  return error ? broken("closed inside the answer") : State::complete;
}

bool ResponseReader::keeps_alive() const { return parser_->keep_alive() && pending_.empty(); }

HttpResponse ResponseReader::release() { return std::move(parser_->response); }

ResponseReader::State ResponseReader::broken(std::string why) {
  failure_ = std::move(why);
  return State::broken;
}

}  // namespace souk::net
