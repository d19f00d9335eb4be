#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "ports/payment_gateway.h"

namespace souk::usecases {

/// The providers through which this shop can be paid, by the name that the wire uses: "test". Built once; thread-safe.
class PaymentProviders {
 public:
  using Gateways = std::map<std::string, std::reference_wrapper<ports::PaymentGateway>, std::less<>>;
  explicit PaymentProviders(Gateways gateways) : gateways_(std::move(gateways)) {}

  /// nullptr: this shop does not know it.
  ports::PaymentGateway* find(std::string_view name) const {
    const auto found = gateways_.find(name);
    return found == gateways_.end() ? nullptr : &found->second.get();
  }

 private:
  Gateways gateways_;
};

}  // namespace souk::usecases
