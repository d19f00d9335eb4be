#pragma once

#include "commerce/catalog/product.h"

namespace souk {

/// Whether some price falls by more than half: too easily a slip of the hand, or a theft. A variant that was not there before
/// is compared with the cheapest that was, or else taking one out and putting it in again would be the way round.
bool slashes_a_price(const Product& before, const Product& after);

}  // namespace souk
