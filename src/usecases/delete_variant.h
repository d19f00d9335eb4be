#pragma once

#include "usecases/edit_product.h"

namespace souk::usecases {

class DeleteVariant {
 public:
  explicit DeleteVariant(const EditProduct& edit) : edit_(edit) {}

  /// Returns the product without it. Its stock item and movements stay behind. Errors: not_found (the variant too),
  /// validation_failed (the last variant of a product), and the others of EditProduct.
  Result<Product> operator()(const ProductId& product, const VariantId& variant, std::int64_t if_version) const;

 private:
  const EditProduct& edit_;
};

}  // namespace souk::usecases
