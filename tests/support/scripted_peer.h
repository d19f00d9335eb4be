#pragma once

#include <array>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "net/channel.h"
#include "net/file_descriptor.h"
#include "support/certificate.h"

namespace souk::support {

/// What the other side does with one connection: answers a request with each reply in turn, then closes or stays silent.
struct Script {
  std::vector<std::string> replies;
  bool stays_open = false;
};

/// A whole answer with this body.
inline std::string ok(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

inline net::FileDescriptor listening_socket(const sockaddr* address, socklen_t size) {
  net::FileDescriptor socket{::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (::bind(socket.get(), address, size) != 0 || ::listen(socket.get(), 8) != 0)
    throw std::runtime_error(std::strerror(errno));
  return socket;
}

/// A server that follows a script, connection by connection, and then stops.
class ScriptedPeer {
 public:
  explicit ScriptedPeer(std::vector<Script> scripts, const Certificate* certificate = nullptr) : scripts_(std::move(scripts)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener_ = listening_socket(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    start(certificate);
  }
  ScriptedPeer(std::vector<Script> scripts, const std::filesystem::path& path) : scripts_(std::move(scripts)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    listener_ = listening_socket(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    start(nullptr);
  }
  ~ScriptedPeer() {
    ::shutdown(listener_.get(), SHUT_RDWR);
    thread_.join();
    SSL_CTX_free(tls_);
  }

  std::uint16_t port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }
  int connections() const { return connections_; }
  /// The last request, once its reply has arrived.
  std::string last_request() const { return last_request_; }

 private:
  void start(const Certificate* certificate) {
    if (certificate != nullptr) {
      const std::unique_ptr<BIO, decltype(&BIO_free)> chain{BIO_new_mem_buf(certificate->certificate.c_str(), -1), BIO_free};
      const std::unique_ptr<BIO, decltype(&BIO_free)> secret{BIO_new_mem_buf(certificate->key.c_str(), -1), BIO_free};
      const std::unique_ptr<X509, decltype(&X509_free)> x509{PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr),
                                                             X509_free};
      const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
          PEM_read_bio_PrivateKey(secret.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
      tls_ = SSL_CTX_new(TLS_server_method());
      SSL_CTX_use_certificate(tls_, x509.get());
      SSL_CTX_use_PrivateKey(tls_, key.get());
    }
    thread_ = std::thread([this] {
      for (const Script& script : scripts_) {
        net::FileDescriptor socket{::accept(listener_.get(), nullptr, nullptr)};
        if (!socket) return;
        ++connections_;
        follow(script, socket.get());
      }
    });
  }

  void follow(const Script& script, int socket) {
    net::Channel channel = tls_ == nullptr ? net::Channel{socket} : net::Channel{socket, accepting_session()};
    if (channel.handshake().progress != net::Progress::done) return;
    for (const std::string& reply : script.replies) {
      if (!read_request(channel)) return;
      for (std::string_view left = reply; !left.empty();) {
        const net::Transfer step = channel.write_some(left);
        if (step.progress != net::Progress::done) return;
        left.remove_prefix(step.bytes);
      }
    }
    std::array<char, 256> ignored;
    while (script.stays_open && channel.read_some(ignored).progress == net::Progress::done) {}
  }

  net::TlsSession accepting_session() const {
    net::TlsSession session{SSL_new(tls_)};
    SSL_set_accept_state(session.get());
    return session;
  }

  bool read_request(net::Channel& channel) {
    std::string request;
    std::array<char, 4096> buffer;
    for (;;) {
      const auto end = request.find("\r\n\r\n");
      const auto length = request.find("Content-Length: ");
      const std::size_t body = length == std::string::npos ? 0 : std::stoul(request.substr(length + 16));
      if (end != std::string::npos && request.size() >= end + 4 + body) break;
      const net::Transfer step = channel.read_some(buffer);
      if (step.progress != net::Progress::done) return false;
      request.append(buffer.data(), step.bytes);
    }
    last_request_ = request;
    return true;
  }

  std::vector<Script> scripts_;
  net::FileDescriptor listener_{};
  SSL_CTX* tls_ = nullptr;
  std::atomic<int> connections_{0};
  std::string last_request_{};
  std::thread thread_{};
};

}  // namespace souk::support
