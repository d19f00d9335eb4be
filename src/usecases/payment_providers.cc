#include "usecases/payment_providers.h"

namespace souk::usecases {

ports::PaymentGateway* PaymentProviders::find(std::string_view name) const {
  const auto found = providers_.find(name);
  return found == providers_.end() ? nullptr : &found->second.gateway.get();
}

Result<std::reference_wrapper<ports::PaymentGateway>> PaymentProviders::of(const PaymentAttempt& attempt) const {
  ports::PaymentGateway* gateway = find(attempt.provider);
  if (!gateway)
    return fail(ErrorCode::payment_provider_unknown, "The shop is not connected to this payment's provider any more",
                "no provider '" + attempt.provider + "'");
  return std::ref(*gateway);
}

ports::PaymentGateway* PaymentProviders::offered(std::string_view name, const ShopSettings& settings) const {
  return name == kManualProvider && !settings.manual_payment.enabled ? nullptr : find(name);
}

std::vector<PaymentMethod> PaymentProviders::methods(const ShopSettings& settings) const {
  std::vector<PaymentMethod> methods;
  for (const auto& [name, provider] : providers_) {
    if (!offered(name, settings)) continue;
    if (name == kManualProvider)
      methods.push_back({name, settings.manual_payment.title, settings.manual_payment.instructions});
    else
      methods.push_back({name, provider.title});
  }
  return methods;
}

}  // namespace souk::usecases
