#include "server/request_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>

#include "server/header_text.h"

namespace souk::server {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

// What an idle connection may keep for its next request. A browser's head takes 1 to 2 KiB.
constexpr std::size_t kKeptBytes = 4 << 10;

// Both exist; nobody sends them to a shop.
constexpr std::size_t kMaxExtensionBytes = 1 << 10;
constexpr std::size_t kMaxTrailerBytes = 4 << 10;

std::string_view to_std(string_view text) { return {text.data(), text.size()}; }

void forget(std::string& text) {
  if (text.capacity() > kKeptBytes)
    text = std::string{};
  else
    text.clear();
}

std::unexpected<Error> too_large(std::size_t bytes) {
  return fail(ErrorCode::headers_too_large, "The headers are larger than " + std::to_string(bytes >> 10) + " KiB");
}

std::unexpected<Error> refusal(const error_code& error) {
  const auto is = [&](beast_http::error which) { return error == which; };
  using enum beast_http::error;
  if (is(bad_field) || is(bad_value) || is(bad_line_ending))
    return fail(ErrorCode::bad_header, "A header is not well formed", error.message());
  if (is(body_limit)) return fail(ErrorCode::payload_too_large, "The body is larger than this route takes");
  return fail(ErrorCode::bad_framing, "The request is not well-formed HTTP/1.1", error.message());
}

}  // namespace

/// Beast's parser, handing out views into the buffer instead of copies.
class RequestReader::Parser {
 public:
  class Callbacks final : public beast_http::basic_parser<true> {
   public:
    Callbacks(http::Request& request, std::string& body, std::size_t max_fields)
        : request_(request), body_(body), max_fields_(max_fields) {}

    bool too_many_fields = false;
    int version = 11;

   private:
    void on_request_impl(beast_http::verb, string_view method, string_view target, int http_version, error_code&) override {
      request_.method = to_std(method);
      request_.target = to_std(target);
      version = http_version;
    }
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(beast_http::field, string_view name, string_view value, error_code& error) override {
      if (in_trailer_) {  // nothing we understand may come in one
        trailer_bytes_ += name.size() + value.size();
        if (trailer_bytes_ > kMaxTrailerBytes) error = beast_http::error::bad_chunk;
        return;
      }
      if (request_.headers.size() == max_fields_) {
        too_many_fields = true;
        error = beast_http::error::header_limit;
        return;
      }
      request_.headers.emplace_back(to_std(name), to_std(value));
    }
    void on_header_impl(error_code&) override { in_trailer_ = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(string_view bytes, error_code&) override {
      body_.append(bytes.data(), bytes.size());
      return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t, string_view extension, error_code& error) override {
      // Beast lets any byte into a quoted extension. A bare line feed there ends the line for some proxies.
      if (extension.size() > kMaxExtensionBytes ||
          std::ranges::any_of(extension, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
        error = beast_http::error::bad_chunk_extension;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& error) override {
      return on_body_impl(bytes, error);
    }
    void on_finish_impl(error_code&) override {}

    http::Request& request_;
    std::string& body_;
    std::size_t max_fields_;
    bool in_trailer_ = false;
    std::size_t trailer_bytes_ = 0;
  };

  std::optional<Callbacks> now{};  // Beast's parser serves one message
};

RequestReader::RequestReader(HeaderLimits limits) : limits_(limits), parser_(std::make_unique<Parser>()) {}
RequestReader::~RequestReader() = default;

bool RequestReader::keeps_alive() const { return parser_->now && parser_->now->is_header_done() && parser_->now->keep_alive(); }
bool RequestReader::http_1_0() const { return parser_->now && parser_->now->version == 10; }

void RequestReader::append(std::string_view bytes) {
  received_ += bytes.size();
  if (head_size_ > 0) {
    behind_.append(bytes);
    return;
  }
  if (start_ > 0) input_.erase(0, std::exchange(start_, 0));
  input_.append(bytes);
}

Result<RequestReader::Progress> RequestReader::read_head() {
  if (head_size_ > 0) return Progress::done;
  if (!skipped_line_ && unread().starts_with("\r\n")) {  // RFC 9112 section 2.2: an old client's line end after a body
    start_ += 2;
    skipped_line_ = true;
  }
  const std::string_view rest = unread();
  if (rest.empty() || rest == "\r") return Progress::need_more;
  const std::size_t end = rest.find("\r\n\r\n", scanned_ > 3 ? scanned_ - 3 : 0);
  if (end != std::string_view::npos && end + 4 <= limits_.bytes) return parse_head(end + 4);
  TRY(check_unfinished(rest));
  scanned_ = rest.size();
  return Progress::need_more;
}

Result<void> RequestReader::check_unfinished(std::string_view head) const {
  const char first = head.front();
  if (first <= ' ' || first >= 0x7f) return fail(ErrorCode::bad_framing, "This is not an HTTP request");
  TRY(check_raw_header(head));
  if (head.size() < limits_.bytes) return {};
  const std::size_t line = head.find("\r\n");
  if (line > kMaxTargetBytes) return fail(ErrorCode::uri_too_long, "The address is longer than 4 KiB");
  return too_large(limits_.bytes);
}

Result<RequestReader::Progress> RequestReader::parse_head(std::size_t size) {
  char* const head = input_.data() + start_;
  TRY(check_raw_header({head, size}));
  auto& parser = parser_->now.emplace(request_, body_, limits_.fields);
  parser.header_limit(static_cast<std::uint32_t>(limits_.bytes));
  parser.body_limit(boost::none);  // admit_body knows it later
  error_code error;
  parser.put(boost::asio::const_buffer{head, size}, error);
  if (parser.too_many_fields)
    return fail(ErrorCode::headers_too_large, "There are more than " + std::to_string(limits_.fields) + " headers");
  if (error) return refusal(error);
  for (const auto& [name, value] : request_.headers)
    std::transform(name.begin(), name.end(), head + (name.data() - head), to_lower);
  TRY(shape_, shape_of(request_, parser.version == 10));
  head_size_ = size;
  return Progress::done;
}

Result<void> RequestReader::admit_body(std::size_t limit_bytes) {
  body_limit_ = limit_bytes;
  const bool too_long = shape_.body == RequestShape::Body::sized && shape_.length > limit_bytes;
  if (too_long || (shape_.body == RequestShape::Body::chunked && limit_bytes == 0))
    return fail(ErrorCode::payload_too_large, "The body is larger than this route takes");
  parser_->now->body_limit(limit_bytes);
  return {};
}

Result<RequestReader::Progress> RequestReader::read_body() {
  switch (shape_.body) {
    case RequestShape::Body::none: return Progress::done;
    case RequestShape::Body::sized: return read_sized();
    case RequestShape::Body::chunked: return read_chunked();
  }
  std::unreachable();
}

Result<RequestReader::Progress> RequestReader::read_sized() {
  const std::string_view tail = unread().substr(head_size_);
  if (body_in_input_ && tail.size() >= shape_.length) {
    request_.body = tail.substr(0, shape_.length);
    return Progress::done;
  }
  if (body_in_input_) {
    body_in_input_ = false;
    body_.assign(tail);
    input_.resize(start_ + head_size_);  // shrinking moves nothing
  }
  const std::size_t taken = std::min<std::size_t>(shape_.length - body_.size(), behind_.size());
  body_.append(behind_, 0, taken);
  behind_.erase(0, taken);
  if (body_.size() < shape_.length) return Progress::need_more;
  request_.body = body_;
  return Progress::done;
}

Result<RequestReader::Progress> RequestReader::read_chunked() {
  if (body_in_input_) {
    body_in_input_ = false;
    behind_.insert(0, unread().substr(head_size_));
    input_.resize(start_ + head_size_);
  }
  auto& parser = *parser_->now;
  std::size_t used = 0;
  error_code error;
  while (used < behind_.size() && !parser.is_done() && !error)
    used += parser.put(boost::asio::const_buffer{behind_.data() + used, behind_.size() - used}, error);
  behind_.erase(0, used);
  if (error && error != beast_http::error::need_more) return refusal(error);
  if (parser.is_done()) {
    request_.body = body_;
    return Progress::done;
  }
  // What the parser leaves is a chunk's size line or a trailer, begun and not ended. It waits for CR LF; a bare line feed is a
  // line's end to some.
  if (!check_raw_header(behind_)) return fail(ErrorCode::bad_framing, "A line of a chunked body does not end with CR LF");
  if (behind_.size() >= limits_.bytes) return fail(ErrorCode::bad_framing, "A chunk's size line or a trailer is too long");
  return Progress::need_more;
}

void RequestReader::finish() {
  if (head_size_ > 0) start_ += head_size_ + (body_in_input_ ? shape_.length : 0);
  if (start_ >= input_.size()) {
    forget(input_);
    start_ = 0;
    std::swap(input_, behind_);
  }
  forget(behind_);
  forget(body_);
  received_ = input_.size() - start_;
  request_.method = request_.target = request_.body = {};
  request_.headers.clear();
  shape_ = {};
  skipped_line_ = false;
  scanned_ = head_size_ = 0;
  body_in_input_ = true;
}

}  // namespace souk::server
