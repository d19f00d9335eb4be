#include "usecases/create_variant.h"

#include <utility>

namespace souk::usecases {

Result<Product> CreateVariant::operator()(const ports::Repeatable<Product>& repeatable, const ProductId& product,
                                          std::int64_t if_version, const Variant& variant, const ChosenOptions& options,
                                          const std::optional<ports::StockChange>& stock) const {
  std::size_t position = 0;
  auto stored = edit_(repeatable, product, if_version, [&](Product found) -> Result<ProductInput> {
    position = found.variants.size();
    Variant fresh = variant;
    fresh.id = {};
    TRY(fresh.option_values, chosen_values(found.options, options));
    found.variants.push_back(std::move(fresh));
    ProductInput input{std::move(found)};
    input.stock.resize(input.product.variants.size());
    input.stock.back() = stock;
    return input;
  });
  return with_pointer_into_variant(std::move(stored), position);
}

}  // namespace souk::usecases
