#pragma once

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "net/socket.h"

namespace souk::support {

/// A client that sends whatever bytes a test wants to a server on 127.0.0.1, and reads answers one by one.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error(std::string{"cannot connect: "} + std::strerror(errno));
  }

  /// False when the server has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_.get(), SHUT_WR); }

  struct Answer {
    int status = 0;
    std::string head;  // status line and headers
    std::string body;

    std::optional<std::string> header(const std::string& name) const {
      const auto at = head.find("\r\n" + name + ": ");
      if (at == std::string::npos) return std::nullopt;
      const auto start = at + name.size() + 4;
      return head.substr(start, head.find("\r\n", start) - start);
    }
    bool closes() const { return header("Connection") == "close"; }
  };
  /// The next whole answer; none when the server closed or said nothing for 20 s. `bodiless`: to HEAD.
  std::optional<Answer> read_answer(bool bodiless = false) {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos)
      if (!receive()) return std::nullopt;
    Answer answer{std::stoi(received_.substr(9, 3)), received_.substr(0, end + 2), {}};
    received_.erase(0, end + 4);
    const auto length = answer.header("Content-Length");
    const std::size_t size = length && !bodiless ? std::stoul(*length) : 0;
    while (received_.size() < size)
      if (!receive()) return std::nullopt;
    answer.body = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
  }
  /// Whether the server closes without a further byte. Waits up to 20 s.
  bool is_closed() { return received_.empty() && !receive() && !timed_out_; }

  /// Whether the server has cut the connection, without reading what it sent before. Waits up to 20 s.
  bool is_cut() const {
    pollfd entry{socket_.get(), POLLRDHUP, 0};
    return ::poll(&entry, 1, 20'000) == 1;
  }

  int socket() const { return socket_.get(); }

 private:
  bool receive() {
    if (!net::wait_until(socket_.get(), net::Wait::readable, std::chrono::steady_clock::now() + std::chrono::seconds{20})) {
      timed_out_ = true;
      return false;
    }
    std::array<char, 16 << 10> buffer;
    const ssize_t got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    received_.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
  }

  net::FileDescriptor socket_;
  std::string received_{};
  bool timed_out_ = false;
};

}  // namespace souk::support
