#include "usecases/change_product.h"

#include <utility>

namespace souk::usecases {

Result<Product> ChangeProduct::operator()(const ports::Repeatable<Product>& repeatable, const ProductId& id,
                                          std::int64_t if_version, const Change& change) const {
  return edit_(repeatable, id, if_version, [&](const Product& stored) {
    Product changed = change(stored);
    changed.options = stored.options;
    changed.variants = stored.variants;
    return Result<ProductInput>(ProductInput{std::move(changed)});
  });
}

}  // namespace souk::usecases
