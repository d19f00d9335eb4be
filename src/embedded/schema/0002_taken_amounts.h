#pragma once

#include <string_view>

namespace souk::embedded {

// What a provider took may be another amount, or in another currency, than it was asked for: that is what goes back.
inline constexpr std::string_view kTakenAmountsSchema = R"sql(
ALTER TABLE payment_attempts ADD COLUMN taken INTEGER CHECK (taken >= 0);
ALTER TABLE payment_attempts ADD COLUMN taken_currency TEXT CHECK ((taken IS NULL) = (taken_currency IS NULL));
)sql";

}  // namespace souk::embedded
