#pragma once

#include <string_view>

namespace souk::embedded {

// Who holds the stock of an undecided order; NULL once nothing is held, so that the index holds what is held now.
inline constexpr std::string_view kHoldLimitsSchema = R"sql(
ALTER TABLE orders ADD COLUMN client TEXT;
CREATE INDEX orders_holding_by_client ON orders (client) WHERE client IS NOT NULL;
)sql";

}  // namespace souk::embedded
