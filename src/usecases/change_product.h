#pragma once

#include <functional>

#include "usecases/edit_product.h"

namespace souk::usecases {

/// Changes some of a product's own fields. Options and variants have their own verbs and stay as they are.
class ChangeProduct {
 public:
  using Change = std::function<Product(Product)>;
  explicit ChangeProduct(const EditProduct& edit) : edit_(edit) {}

  /// Errors: those of EditProduct.
  Result<Product> operator()(const ports::Repeatable<Product>& repeatable, const ProductId& id, std::int64_t if_version,
                             const Change& change) const;

 private:
  const EditProduct& edit_;
};

}  // namespace souk::usecases
