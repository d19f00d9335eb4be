#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commerce/catalog/product.h"
#include "commerce/shop/settings.h"

namespace souk::demo {

struct PlannedCategory {
  Category category;  // without id and parent
  std::string parent_slug;
  std::vector<std::string> handles;
};

/// What demo/categories.json says. The file is built into the program: a mistake in it is a bug, and throws.
struct Plan {
  ShopSettings settings;
  std::vector<PlannedCategory> categories;  // parents before their children
};
Plan plan();

/// A file of demo/ by its path there; nullopt when there is none.
std::optional<std::string> asset(const std::string& name);

}  // namespace souk::demo
