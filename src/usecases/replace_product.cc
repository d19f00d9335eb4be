#include "usecases/replace_product.h"

namespace souk::usecases {

Result<Product> ReplaceProduct::operator()(const ports::Repeatable<Product>& repeatable, const ProductId& id,
                                           std::int64_t if_version, const ProductInput& input) const {
  return edit_(repeatable, id, if_version, [&](const Product& stored) {
    ProductInput replacement = input;
    if (replacement.product.slug.empty()) replacement.product.slug = stored.slug;
    return Result<ProductInput>(std::move(replacement));
  });
}

}  // namespace souk::usecases
