#pragma once

#include <chrono>
#include <memory>

#include "embedded/database.h"
#include "ports/checkout_ledger.h"
#include "ports/id_source.h"
#include "ports/settings_store.h"

namespace souk::embedded {

// Long enough to find a card, short enough that an abandoned checkout does not keep the shelf empty. On a page of the provider
// the shopper has twice that (souk::decide).
inline constexpr std::chrono::minutes kHoldLifetime{15};

/// `settings`: for the prefix of order numbers and the limits of holds. `encoder`: for the answers that are stored with what
/// they report.
std::unique_ptr<ports::CheckoutLedger> open_checkout_ledger(Database& database, const ports::Clock& clock, ports::IdSource& ids,
                                                            const ports::SettingsStore& settings,
                                                            const ports::AnswerEncoder& encoder,
                                                            std::chrono::milliseconds hold_lifetime = kHoldLifetime);

}  // namespace souk::embedded
