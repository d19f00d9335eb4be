#pragma once

#include <cstdint>

#include "commerce/error/error.h"
#include "commerce/pricing/quote.h"

namespace souk {

/// out_of_stock as the shopper reads it: names the first line that needs the item, and how many are `left`.
Error shortage(const Quote& quote, const StockItemId& item, std::int64_t left);

}  // namespace souk
