#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commerce/shop/settings.h"
#include "ports/payment_gateway.h"

namespace souk::usecases {

/// A way to pay, as shoppers choose it.
struct PaymentMethod {
  std::string provider;
  std::string title;
  std::string instructions{};  // what the shopper does outside the shop
};

/// The payment providers that this shop is connected to, by the name that the wire uses: "test". Built once; thread-safe.
class PaymentProviders {
 public:
  struct Provider {
    std::reference_wrapper<ports::PaymentGateway> gateway;
    std::string title{};  // of payment by hand the merchant says it
  };
  using Providers = std::map<std::string, Provider, std::less<>>;
  explicit PaymentProviders(Providers providers) : providers_(std::move(providers)) {}

  /// For a payment that has begun. Errors: payment_provider_unknown: the shop is not connected to its provider any more.
  Result<std::reference_wrapper<ports::PaymentGateway>> of(const PaymentAttempt& attempt) const;
  /// For payments that begin now. nullptr: shoppers are not offered it, payment by hand unless the merchant says so.
  ports::PaymentGateway* offered(std::string_view name, const ShopSettings& settings) const;
  std::vector<PaymentMethod> methods(const ShopSettings& settings) const;

 private:
  ports::PaymentGateway* find(std::string_view name) const;

  Providers providers_;
};

}  // namespace souk::usecases
