#include "usecases/create_category.h"

#include <utility>

#include "usecases/description_html.h"

namespace souk::usecases {

Result<Category> CreateCategory::operator()(const ports::Repeatable<Category>& repeatable, Category category) const {
  category.id = ids_.fresh<CategoryId>();
  category.version = 0;
  if (category.slug.empty()) category.slug = slug_of(category.title);
  TRY(category.description_html, sanitized_description(category.description_html));
  TRY(const Category checked, validated(std::move(category)));
  return catalog_.put(repeatable, checked);
}

}  // namespace souk::usecases
