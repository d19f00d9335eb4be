#pragma once

#include <string_view>

namespace souk::embedded {

// Slugs that categories had before, which redirect: one category each, until it takes another of them back or is erased.
inline constexpr std::string_view kFormerCategorySlugsSchema = R"sql(
CREATE TABLE former_category_slugs (
  slug        TEXT NOT NULL PRIMARY KEY,
  category_id BLOB NOT NULL REFERENCES categories (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX former_category_slugs_by_category ON former_category_slugs (category_id);
)sql";

}  // namespace souk::embedded
