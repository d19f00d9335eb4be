#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "net/outgoing_client.h"
#include "ports/clock.h"
#include "ports/social_provider.h"
#include "providers/oidc/id_token.h"
#include "providers/oidc/keys.h"
#include "providers/oidc/metadata.h"

namespace souk::providers::oidc {

/// How the shop is known at a provider.
struct Registration {
  std::string issuer;  // "https://accounts.example": as the provider writes it, letter by letter
  std::string client_id;
  std::string client_secret{};  // empty: a public client
};

/// Any OpenID provider that has a discovery document. That document and the provider's keys are kept for an hour, and asked for
/// sooner only when a token names a key that is not among them, once a minute at most.
class Provider final : public ports::SocialProvider {
 public:
  Provider(Registration registration, const net::OutgoingClient& client, const ports::Clock& clock)
      : registration_(std::move(registration)), client_(client), clock_(clock) {}

  Result<std::string> authorization_url(const ports::SocialLogin& login, const std::string& redirect_uri) const override;
  Result<ports::SocialIdentity> identity(const ports::SocialAnswer& answer, const ports::SocialLogin& login,
                                         const std::string& redirect_uri) const override;

 private:
  /// What was fetched together. Shared by the calls under way and, until the next fetch, by the provider.
  struct Known {
    Metadata metadata;
    Keys keys;
  };
  struct Tokens {
    std::string id_token;
    std::string access_token;
  };
  Result<std::shared_ptr<const Known>> known() const;
  Result<std::shared_ptr<const Known>> fetch() const;
  /// Once a minute at most; nullptr when it is not yet time.
  Result<std::shared_ptr<const Known>> fetch_again() const;
  Result<Tokens> exchange(const Metadata& metadata, const std::string& code, const ports::SocialLogin& login,
                          const std::string& redirect_uri) const;
  Result<void> check_signature(const IdToken& token, const Known& known) const;
  void complete(const Metadata& metadata, const std::string& access_token, ports::SocialIdentity& identity) const;

  const Registration registration_;
  const net::OutgoingClient& client_;
  const ports::Clock& clock_;
  mutable std::mutex mutex_{};  // guards what follows; never held across a call to the provider
  mutable std::shared_ptr<const Known> known_{};
  mutable std::chrono::steady_clock::time_point fetched_at_{};
};

}  // namespace souk::providers::oidc
