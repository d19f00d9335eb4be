#include "embedded/schema.h"

#include <array>

#include "embedded/schema/0001_shop.h"
#include "embedded/schema/0002_taken_amounts.h"
#include "embedded/schema/0003_due_orders.h"
#include "embedded/schema/0004_hold_limits.h"
#include "embedded/schema/0005_return_urls.h"
#include "embedded/schema/0006_former_category_slugs.h"
#include "embedded/schema/0007_accounts.h"
#include "embedded/schema/0008_access.h"
#include "embedded/schema/0009_customers.h"

namespace souk::embedded {

std::span<const sqlite::Migration> schema() {
  static constexpr std::array kSteps{
      sqlite::Migration{"shop", kShopSchema},
      sqlite::Migration{"taken_amounts", kTakenAmountsSchema},
      sqlite::Migration{"due_orders", kDueOrdersSchema},
      sqlite::Migration{"hold_limits", kHoldLimitsSchema},
      sqlite::Migration{"return_urls", kReturnUrlsSchema},
      sqlite::Migration{"former_category_slugs", kFormerCategorySlugsSchema},
      sqlite::Migration{"accounts", kAccountsSchema},
      sqlite::Migration{"access", kAccessSchema},
      sqlite::Migration{"customers", kCustomersSchema},
  };
  return kSteps;
}

}  // namespace souk::embedded
