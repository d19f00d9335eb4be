#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "net/ip_address.h"

namespace souk::server {

/// How many requests of one client may be under way at a time in a lane whose threads wait for strangers: else one address with
/// slow payments would keep everybody from paying. Clients are told apart as by the rate limiter, and this machine itself is
/// not limited. Thread-safe.
class ClientShares {
 public:
  explicit ClientShares(std::size_t most) : most_(most) {}

  /// One request under way; ends when it goes. Must not outlive the shares.
  class Share {
   public:
    Share() = default;

   private:
    friend class ClientShares;
    struct GiveBack {
      net::IpAddress client;
      void operator()(ClientShares* shares) const { shares->give_back(client); }
    };
    Share(ClientShares& shares, const net::IpAddress& client) : shares_(&shares, GiveBack{client}) {}
    std::unique_ptr<ClientShares, GiveBack> shares_;
  };

  /// nullopt: the client has all it may have.
  std::optional<Share> take(const net::IpAddress& client);

 private:
  struct Hash {
    std::size_t operator()(const net::IpAddress& address) const;
  };
  void give_back(const net::IpAddress& network);

  const std::size_t most_;
  std::mutex mutex_{};                                                 // guards under_way_
  std::unordered_map<net::IpAddress, std::size_t, Hash> under_way_{};  // by network; no more entries than requests in the lane
};

}  // namespace souk::server
