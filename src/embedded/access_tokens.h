#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "embedded/database.h"
#include "embedded/ended_sessions.h"
#include "identity/access_token.h"
#include "ports/access_tokens.h"
#include "ports/id_source.h"
#include "ports/identity_provider.h"
#include "ports/secrets.h"

namespace souk::embedded {

/// The shop as its own issuer of access tokens. Thread-safe.
class OwnAccessTokens final : public ports::AccessTokens {
 public:
  struct Parts {
    Database& database;
    const ports::Clock& clock;
    ports::IdSource& ids;
    const ports::Secrets& secrets;
    const EndedSessions& ended;
  };
  /// Makes the first keys of a new shop. Errors: unavailable, storage_full.
  static Result<std::unique_ptr<OwnAccessTokens>> open(const Parts& parts, std::string issuer);

  Result<ports::AccessClaims> check(std::string_view token) const override;
  std::string issuer() const override { return issuer_; }
  std::string key_set() const override;

  ports::AccessToken sign(const Session& session) const;
  /// The next key signs from now on.
  Result<void> rotate();
  /// The same, once the signing key is old enough; whether it did.
  Result<bool> rotate_if_due();

 private:
  using Hash = std::array<std::uint8_t, 32>;
  struct FirstBytes {
    std::size_t operator()(const Hash& hash) const;
  };
  /// Tokens that were checked before, by their SHA-256: a signature costs thirty times what this does.
  struct Checked {
    std::mutex mutex;
    std::unordered_map<Hash, ports::AccessClaims, FirstBytes> claims;
  };

  OwnAccessTokens(const Parts& parts, std::string issuer) : parts_(parts), issuer_(std::move(issuer)) {}
  std::shared_ptr<const identity::TokenKeys> keys() const;
  void remember(const Hash& hash, const ports::AccessClaims& claims) const;

  const Parts parts_;
  const std::string issuer_;
  mutable std::mutex mutex_;                         // guards what follows
  identity::TokenKeySchedule schedule_;
  std::shared_ptr<const identity::TokenKeys> keys_;  // also of whoever is using them while they are replaced
  static constexpr std::size_t kShards = 16;
  mutable std::array<Checked, kShards> checked_;
};

}  // namespace souk::embedded
