#include "embedded/schema.h"

#include <array>

#include "embedded/schema/0001_shop.h"

namespace souk::embedded {

std::span<const sqlite::Migration> schema() {
  static constexpr std::array kSteps{
      sqlite::Migration{"shop", kShopSchema},
  };
  return kSteps;
}

}  // namespace souk::embedded
