#include "usecases/delete_variant.h"

#include <utility>

namespace souk::usecases {

Result<Product> DeleteVariant::operator()(const ProductId& product, const VariantId& variant, std::int64_t if_version) const {
  return edit_({}, product, if_version, [&](Product found) -> Result<ProductInput> {
    if (std::erase_if(found.variants, [&](const Variant& each) { return each.id == variant; }) == 0)
      return fail(ErrorCode::not_found, "The product has no such variant");
    if (found.variants.empty()) return fail(ErrorCode::validation_failed, "A product keeps at least one variant");
    return ProductInput{std::move(found)};
  });
}

}  // namespace souk::usecases
