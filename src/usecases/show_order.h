#pragma once

#include <string>
#include <string_view>

#include "ports/checkout_ledger.h"
#include "ports/signer.h"

namespace souk::usecases {

/// What a guest shows to read the order: derived from the shop's key, never stored. 64 lower-case hexadecimal characters.
std::string order_token(const ports::Signer& signer, const OrderId& order);

/// An order for whoever holds its token.
class ShowOrder {
 public:
  ShowOrder(const ports::CheckoutLedger& ledger, const ports::Signer& signer) : ledger_(ledger), signer_(signer) {}

  /// Errors: not_found, for a wrong token as for an unknown order.
  Result<Order> operator()(const OrderId& order, std::string_view token) const;
  /// To its customer. Errors: not_found, for somebody else's as for an unknown one.
  Result<Order> operator()(const OrderId& order, const CustomerId& customer) const;

 private:
  const ports::CheckoutLedger& ledger_;
  const ports::Signer& signer_;
};

}  // namespace souk::usecases
