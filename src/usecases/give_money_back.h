#pragma once

#include "ports/checkout_ledger.h"
#include "ports/clock.h"
#include "usecases/due_orders.h"
#include "usecases/payment_providers.h"

namespace souk::usecases {

/// Voids or refunds money that an order holds and will never use: paid after the stock was gone, a mismatch, a canceled order.
class GiveMoneyBack {
 public:
  GiveMoneyBack(ports::CheckoutLedger& ledger, const PaymentProviders& providers, const ports::Clock& clock)
      : ledger_(ledger), providers_(providers), clock_(clock), owing_(ledger, clock, ports::Due::money_to_give_back) {}

  /// One round over all of them; settled are those that owe nothing any more. Errors: unavailable and its like, of the ledger.
  Result<DueRound> operator()();

 private:
  /// Whether nothing is owed any more. Errors: payment_provider_unknown; those of CheckoutLedger::apply.
  Result<bool> pay_back(const OrderId& order) const;

  ports::CheckoutLedger& ledger_;
  const PaymentProviders& providers_;
  const ports::Clock& clock_;
  DueOrders owing_;
};

}  // namespace souk::usecases
