#pragma once

#include <chrono>
#include <memory>

#include "aws/catalog_feed.h"
#include "aws/dynamo_shop.h"
#include "ports/checkout_ledger.h"
#include "ports/settings_store.h"

namespace souk::aws {

// Long enough to find a card, short enough that an abandoned checkout does not keep the shelf empty. On a page of the provider
// the shopper has twice that (souk::decide).
inline constexpr std::chrono::minutes kHoldLifetime{15};

/// `settings`: for the prefix of order numbers and the limits of holds. `encoder`: for the answers that are stored with what
/// they report.
std::unique_ptr<ports::CheckoutLedger> open_checkout_ledger(const DynamoShop& shop, CatalogFeed& feed,
                                                            const ports::SettingsStore& settings,
                                                            const ports::AnswerEncoder& encoder,
                                                            std::chrono::milliseconds hold_lifetime = kHoldLifetime);

}  // namespace souk::aws
