#pragma once

#include <map>
#include <string>

#include "net/outgoing_client.h"

namespace souk::oidc_test {

/// A browser as far as a login needs one: it keeps cookies and goes where it is sent, up to the shop's door.
class Browser {
 public:
  explicit Browser(const net::OutgoingClient& client) : client_(client) {}

  /// The parameters it is sent back to `redirect_uri` with.
  std::map<std::string, std::string> visit(const std::string& address, const std::string& redirect_uri);

 private:
  void keep_cookies(const net::HttpResponse& response);

  const net::OutgoingClient& client_;
  std::map<std::string, std::string> cookies_{};
};

}  // namespace souk::oidc_test
