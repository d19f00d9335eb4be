#include "server/server_config.h"

namespace souk::server {

Result<void> check_exposure(const ServerConfig& config, bool production) {
  if (!production || config.tls || config.listen.is_local() || !config.trusted_proxies.empty()) return {};
  return fail(ErrorCode::invalid_argument,
              "A production shop does not serve plain HTTP on " + config.listen.text() +
                  ". Give it a certificate (--tls-certificate, --tls-key), name the proxy in front of it "
                  "(--trusted-proxy), or listen on 127.0.0.1");
}

}  // namespace souk::server
