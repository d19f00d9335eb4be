#include "usecases/create_product.h"

#include <string>
#include <utility>

namespace souk::usecases {
namespace {

// "teapot", "teapot-2", ... "teapot-20": more products of one title than that deserve slugs of their own.
constexpr int kSlugsTried = 20;

}  // namespace

Result<Product> CreateProduct::operator()(const ports::Repeatable<Product>& repeatable, ProductInput input) const {
  const bool slug_given = !input.product.slug.empty();
  const std::string base = slug_given ? input.product.slug : slug_of(input.product.title);
  input.product.slug = base;
  input.product.id = ids_.fresh<ProductId>();
  input.product.version = 0;
  TRY(const ShopSettings settings, settings_.load());
  TRY(check_categories(catalog_, input.product.categories));
  TRY(ports::ProductWrite write, prepared(std::move(input), nullptr, settings, ids_));

  auto stored = catalog_.put(repeatable, write);
  for (int number = 2; !slug_given && number <= kSlugsTried && !stored && stored.error().code == ErrorCode::slug_taken;
       ++number) {
    write.product.slug = base + '-' + std::to_string(number);
    stored = catalog_.put(repeatable, write);
  }
  return stored;
}

}  // namespace souk::usecases
