#pragma once

#include <optional>

#include "usecases/edit_product.h"

namespace souk::usecases {

class CreateVariant {
 public:
  explicit CreateVariant(const EditProduct& edit) : edit_(edit) {}

  /// Adds `variant` at the end of the product's; its id, stock item and option values are not taken from it. A value that an
  /// option does not have yet is added to the option. Returns the product, the new variant last. Errors: validation_failed
  /// ("/options": not one value for each option; "/price",
  /// "/stock/delta", ...) and the others of EditProduct.
  Result<Product> operator()(const ports::Repeatable<Product>& repeatable, const ProductId& product, std::int64_t if_version,
                             const Variant& variant, const ChosenOptions& options,
                             const std::optional<ports::StockChange>& stock) const;

 private:
  const EditProduct& edit_;
};

}  // namespace souk::usecases
