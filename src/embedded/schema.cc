#include "embedded/schema.h"

#include <array>

#include "embedded/schema/0001_shop.h"
#include "embedded/schema/0002_taken_amounts.h"
#include "embedded/schema/0003_access.h"

namespace souk::embedded {

std::span<const sqlite::Migration> schema() {
  static constexpr std::array kSteps{
      sqlite::Migration{"shop", kShopSchema},
      sqlite::Migration{"taken_amounts", kTakenAmountsSchema},
      sqlite::Migration{"access", kAccessSchema},
  };
  return kSteps;
}

}  // namespace souk::embedded
