#include "usecases/change_variant.h"

#include <algorithm>
#include <utility>

namespace souk::usecases {

Result<Product> ChangeVariant::operator()(const ports::Repeatable<Product>& repeatable, const ProductId& product,
                                          const VariantId& variant, std::int64_t if_version, const Change& change,
                                          const std::optional<ChosenOptions>& options) const {
  std::size_t position = 0;
  auto stored = edit_(repeatable, product, if_version, [&](Product found) -> Result<ProductInput> {
    const auto kept = std::ranges::find(found.variants, variant, &Variant::id);
    if (kept == found.variants.end()) return fail(ErrorCode::not_found, "The product has no such variant");
    position = static_cast<std::size_t>(kept - found.variants.begin());
    Variant changed = change(*kept);
    changed.id = variant;
    changed.option_values = kept->option_values;
    if (options) {
      TRY(changed.option_values, chosen_values(found.options, *options));
    }
    *kept = std::move(changed);
    return ProductInput{std::move(found)};
  });
  return with_pointer_into_variant(std::move(stored), position);
}

}  // namespace souk::usecases
