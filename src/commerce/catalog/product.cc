#include "commerce/catalog/product.h"

namespace souk {

std::string Variant::title() const {
  std::string title;
  for (const std::string& value : option_values) {
    if (!title.empty()) title += " / ";
    title += value;
  }
  return title;
}

bool is_visible(const Product& product, Instant now) {
  return product.status == ProductStatus::active && (!product.publish_at || *product.publish_at <= now);
}

}  // namespace souk
