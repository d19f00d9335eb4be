#include "aws/dynamo_transport.h"

#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/fixed_clock.h"

namespace souk::aws {
namespace {

using testing::HasSubstr;

/// Answers one connection after the other with what it was given, and keeps what it was sent.
class Peer {
 public:
  explicit Peer(std::vector<std::string> answers)
      : answers_(std::move(answers)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 8) != 0 || ::getsockname(listener_, generic, &size) != 0)
      throw std::runtime_error("no socket to listen on");
    port_ = ntohs(address.sin_port);
    serving_ = std::jthread([this] { serve(); });
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() {
    ::shutdown(listener_, SHUT_RDWR);
    serving_.join();
    ::close(listener_);
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::vector<std::string> requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }

 private:
  void serve() {
    for (const std::string& answer : answers_) {
      const int connection = ::accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      std::string request;
      char buffer[4096];
      while (!request.ends_with("{}")) {  // the body of every test
        const auto size = ::recv(connection, buffer, sizeof buffer, 0);
        if (size <= 0) break;
        request.append(buffer, static_cast<std::size_t>(size));
      }
      {
        const std::scoped_lock lock(mutex_);
        requests_.push_back(request);
      }
      [[maybe_unused]] const auto sent = ::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
      ::close(connection);
    }
  }

  const std::vector<std::string> answers_;
  const int listener_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;  // guards requests_
  std::vector<std::string> requests_;
  std::jthread serving_;
};

std::string answer(int status, const std::string& date, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nDate: " + date +
         "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

constexpr const char* kRefusal =
    R"({"__type":"com.amazon.coral.service#InvalidSignatureException","message":"Signature expired"})";

class DynamoTransportTest : public testing::Test {
 protected:
  std::unique_ptr<DynamoTransport> transport_to(const Peer& peer) {
    return connect_dynamo(
               {.region = "eu-central-1",
                .credentials = {.access_key_id = "AKIDEXAMPLE", .secret_access_key = "secret", .session_token = "token"},
                .endpoint = peer.url()},
               clock_)
        .value();
  }
  support::FixedClock clock_;  // stands at 2026-03-14, 09:00
};

TEST_F(DynamoTransportTest, SignsWhatItSends) {
  const Peer peer({answer(200, "Sat, 14 Mar 2026 09:00:00 GMT", R"({"Item":{}})")});

  const auto sent = transport_to(peer)->send("GetItem", "{}");

  ASSERT_TRUE(sent) << sent.error().cause;
  EXPECT_EQ(sent->status, 200);
  const std::string request = peer.requests().at(0);
  EXPECT_THAT(request, HasSubstr("POST / HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("Host: " + peer.url().substr(7) + "\r\n"));
  EXPECT_THAT(request, HasSubstr("X-Amz-Target: DynamoDB_20120810.GetItem\r\n"));
  EXPECT_THAT(request, HasSubstr("X-Amz-Date: 20260314T090000Z\r\n"));
  EXPECT_THAT(request, HasSubstr("X-Amz-Security-Token: token\r\n"));
  EXPECT_THAT(request, HasSubstr("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature="));
}

TEST_F(DynamoTransportTest, TakesTheServicesClockWhenItsOwnIsWrong) {
  const std::string date = "Sat, 14 Mar 2026 10:30:00 GMT";
  const Peer peer({answer(400, date, kRefusal), answer(200, date, "{}"), answer(200, date, "{}")});
  const auto transport = transport_to(peer);

  EXPECT_EQ(transport->send("GetItem", "{}")->status, 200);
  EXPECT_EQ(transport->send("GetItem", "{}")->status, 200);

  const auto requests = peer.requests();
  ASSERT_EQ(requests.size(), 3u) << "and keeps to it";
  EXPECT_THAT(requests[0], HasSubstr("X-Amz-Date: 20260314T090000Z"));
  EXPECT_THAT(requests[1], HasSubstr("X-Amz-Date: 20260314T103000Z"));
  EXPECT_THAT(requests[2], HasSubstr("X-Amz-Date: 20260314T103000Z"));
}

TEST_F(DynamoTransportTest, DoesNotBlameItsClockForAWrongKey) {
  const Peer peer({answer(400, "Sat, 14 Mar 2026 09:01:00 GMT", kRefusal)});

  EXPECT_EQ(transport_to(peer)->send("GetItem", "{}")->status, 400);
  EXPECT_EQ(peer.requests().size(), 1u);
}

TEST_F(DynamoTransportTest, RefusesAnEndpointThatIsNone) {
  EXPECT_EQ(connect_dynamo({.region = "eu-central-1", .credentials = {}, .endpoint = "dynamodb.local"}, clock_).error().code,
            ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace souk::aws
