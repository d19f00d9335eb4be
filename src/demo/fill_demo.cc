#include "demo/fill_demo.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "demo/demo_plan.h"

namespace souk::demo {
namespace {

Result<void> keep_settings(ports::SettingsStore& store, ShopSettings wanted) {
  TRY(const ShopSettings present, store.load());
  wanted.version = present.version;
  if (wanted == present) return {};
  TRY(store.save({}, wanted));
  return {};
}

/// The categories' ids by slug.
Result<std::map<std::string, CategoryId>> keep_categories(ports::CatalogStore& catalog, ports::IdSource& ids,
                                                          const std::vector<PlannedCategory>& planned) {
  std::map<std::string, CategoryId> known;
  TRY(const auto present, catalog.categories());
  for (const Category& category : present) known[category.slug] = category.id;
  for (const PlannedCategory& each : planned) {
    if (known.contains(each.category.slug)) continue;
    Category category = each.category;
    category.id = ids.fresh<CategoryId>();
    if (!each.parent_slug.empty()) category.parent = known.at(each.parent_slug);
    TRY(catalog.put(ports::Repeatable<Category>{}, category));
    known[category.slug] = category.id;
  }
  return known;
}

Result<void> sort_into(ports::CatalogStore& catalog, const std::string& handle, const std::vector<CategoryId>& categories) {
  TRY(const auto found, catalog.product_by_slug(handle));
  if (found.product.categories == categories) return {};
  ports::ProductWrite write{.product = found.product};
  write.product.categories = categories;
  TRY(catalog.put(ports::Repeatable<Product>{}, write));
  return {};
}

}  // namespace

Result<usecases::ImportCounts> FillDemo::operator()(usecases::ImportObserver& observer) const {
  const Plan plan = demo::plan();
  TRY(const ShopSettings present, settings_.load());
  TRY(const auto products, catalog_.products(std::nullopt, 1));
  if (!products.empty() && present.name != plan.settings.name)
    return fail(ErrorCode::invalid_state, "This shop has products of its own; the demo fills an empty folder only");
  TRY(keep_settings(settings_, plan.settings));
  std::istringstream file(asset("catalog.csv").value());
  const usecases::ImportOptions options{.read_image = [](const std::string& name) { return asset("images/" + name); }};
  TRY(const auto counts, import_(file, options, observer));
  TRY(const auto categories, keep_categories(catalog_, ids_, plan.categories));
  std::map<std::string, std::vector<CategoryId>> of_product;
  for (const PlannedCategory& each : plan.categories)
    for (const std::string& handle : each.handles) of_product[handle].push_back(categories.at(each.category.slug));
  for (const auto& [handle, ids] : of_product) TRY(sort_into(catalog_, handle, ids));
  return counts;
}

}  // namespace souk::demo
