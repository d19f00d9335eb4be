#pragma once

#include "ports/checkout_ledger.h"
#include "ports/clock.h"
#include "ports/payment_gateway.h"
#include "usecases/payment_providers.h"

namespace souk::usecases {

/// What there is to know of an order without a price.
PaymentFact nothing_to_pay(const Order& order);

/// Finds out what became of the current attempt and applies it. While the hold lasts the create call is repeated under its key;
/// after that the payment is canceled first, and what the provider says to that decides: it may say that the payment had
/// succeeded. An order that is not undecided is returned as it is. Errors: payment_provider_unknown, those of
/// CheckoutLedger::apply.
Result<Order> settle_attempt(ports::CheckoutLedger& ledger, const PaymentProviders& providers, const Order& order, Instant now);

}  // namespace souk::usecases
