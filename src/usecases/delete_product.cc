#include "usecases/delete_product.h"

namespace souk::usecases {

Result<void> DeleteProduct::operator()(const ProductId& id, std::int64_t if_version, const std::optional<Act>& act) const {
  return catalog_.erase(id, if_version, act);
}

}  // namespace souk::usecases
