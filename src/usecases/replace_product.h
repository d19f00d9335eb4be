#pragma once

#include "usecases/edit_product.h"

namespace souk::usecases {

class ReplaceProduct {
 public:
  explicit ReplaceProduct(const EditProduct& edit) : edit_(edit) {}

  /// The product at exactly `if_version` becomes `input`: variants it names by id keep their stock item, those without an id
  /// are new, the others go. An empty slug keeps the present one. Errors: those of EditProduct.
  Result<Product> operator()(const ports::Repeatable<Product>& repeatable, const ProductId& id, std::int64_t if_version,
                             const ProductInput& input) const;

 private:
  const EditProduct& edit_;
};

}  // namespace souk::usecases
