#pragma once

#include <functional>
#include <optional>

#include "usecases/edit_product.h"

namespace souk::usecases {

class ChangeVariant {
 public:
  using Change = std::function<Variant(Variant)>;
  explicit ChangeVariant(const EditProduct& edit) : edit_(edit) {}

  /// `change` gets the variant as stored; its id and stock item stay. `options`, when given, are its option values from now on;
  /// one that an option does not have yet is added to the option. Errors: not_found (the variant too), validation_failed with a
  /// pointer into the variant ("/price"), and the others of EditProduct.
  Result<Product> operator()(const ports::Repeatable<Product>& repeatable, const ProductId& product, const VariantId& variant,
                             std::int64_t if_version, const Change& change, const std::optional<ChosenOptions>& options) const;

 private:
  const EditProduct& edit_;
};

}  // namespace souk::usecases
