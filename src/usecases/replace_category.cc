#include "usecases/replace_category.h"

#include <utility>

#include "usecases/description_html.h"

namespace souk::usecases {

Result<Category> ReplaceCategory::operator()(const ports::Repeatable<Category>& repeatable, const CategoryId& id,
                                             std::int64_t if_version, Category category) const {
  TRY(const Category stored, catalog_.category(id));
  if (stored.version != if_version) return fail(ErrorCode::version_conflict, "The category has changed since it was read");
  category.id = id;
  category.version = if_version;
  if (category.slug.empty()) category.slug = stored.slug;
  TRY(category.description_html, sanitized_description(category.description_html));
  TRY(const Category checked, validated(std::move(category)));
  return catalog_.put(repeatable, checked);
}

}  // namespace souk::usecases
