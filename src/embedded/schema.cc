#include "embedded/schema.h"

#include <array>

#include "embedded/schema/0001_shop.h"
#include "embedded/schema/0002_taken_amounts.h"
#include "embedded/schema/0003_due_orders.h"
#include "embedded/schema/0004_hold_limits.h"
#include "embedded/schema/0005_return_urls.h"

namespace souk::embedded {

std::span<const sqlite::Migration> schema() {
  static constexpr std::array kSteps{
      sqlite::Migration{"shop", kShopSchema},
      sqlite::Migration{"taken_amounts", kTakenAmountsSchema},
      sqlite::Migration{"due_orders", kDueOrdersSchema},
      sqlite::Migration{"hold_limits", kHoldLimitsSchema},
      sqlite::Migration{"return_urls", kReturnUrlsSchema},
  };
  return kSteps;
}

}  // namespace souk::embedded
