#include "embedded/schema.h"

#include <array>

#include "embedded/schema/0001_shop.h"
#include "embedded/schema/0002_taken_amounts.h"
#include "embedded/schema/0003_accounts.h"
#include "embedded/schema/0004_customers.h"

namespace souk::embedded {

std::span<const sqlite::Migration> schema() {
  static constexpr std::array kSteps{
      sqlite::Migration{"shop", kShopSchema},
      sqlite::Migration{"taken_amounts", kTakenAmountsSchema},
      sqlite::Migration{"accounts", kAccountsSchema},
      sqlite::Migration{"customers", kCustomersSchema},
  };
  return kSteps;
}

}  // namespace souk::embedded
