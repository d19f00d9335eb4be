#include "usecases/delete_product.h"

namespace souk::usecases {

Result<void> DeleteProduct::operator()(const ProductId& id, std::int64_t if_version) const {
  return catalog_.erase(id, if_version);
}

}  // namespace souk::usecases
