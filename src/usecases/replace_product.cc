#include "usecases/replace_product.h"

#include <utility>

#include "commerce/catalog/price_cut.h"

namespace souk::usecases {

Result<Product> ReplaceProduct::operator()(const ports::Repeatable<Product>& repeatable, const ProductId& id,
                                           std::int64_t if_version, ProductInput input, PriceCuts cuts) const {
  TRY(const Product stored, catalog_.product(id));
  if (stored.version != if_version) return fail(ErrorCode::version_conflict, "The product has changed since it was read");
  if (input.product.slug.empty()) input.product.slug = stored.slug;
  input.product.id = id;
  input.product.version = if_version;
  input.product.created_at = stored.created_at;
  if (input.product.categories != stored.categories) TRY(check_categories(catalog_, input.product.categories));
  TRY(const ShopSettings settings, settings_.load());
  TRY(const ports::ProductWrite write, prepared(std::move(input), &stored, settings, ids_));
  if (cuts == PriceCuts::gentle && slashes_a_price(stored, write.product))
    return fail(ErrorCode::step_up_required, "A price falls by more than half: give your second factor first");
  return catalog_.put(repeatable, write);
}

}  // namespace souk::usecases
