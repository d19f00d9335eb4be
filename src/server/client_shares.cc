#include "server/client_shares.h"

#include <functional>
#include <string_view>

namespace souk::server {

std::size_t ClientShares::Hash::operator()(const IpAddress& address) const {
  const auto& bytes = address.bytes();
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::optional<ClientShares::Share> ClientShares::take(const IpAddress& client) {
  if (client.is_loopback()) return Share();
  const IpAddress network = client.network();
  const std::lock_guard lock(mutex_);
  std::size_t& under_way = under_way_[network];
  if (under_way >= most_) return std::nullopt;
  ++under_way;
  return Share(*this, network);
}

void ClientShares::give_back(const IpAddress& network) {
  const std::lock_guard lock(mutex_);
  const auto found = under_way_.find(network);
  if (--found->second == 0) under_way_.erase(found);
}

}  // namespace souk::server
