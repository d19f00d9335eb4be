#include "usecases/delete_category.h"

namespace souk::usecases {

Result<void> DeleteCategory::operator()(const CategoryId& id, std::int64_t if_version, const std::optional<Act>& act) const {
  return catalog_.erase(id, if_version, act);
}

}  // namespace souk::usecases
