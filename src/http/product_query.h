#pragma once

#include <string>
#include <string_view>

#include "commerce/error/error.h"
#include "http/cursor.h"
#include "ports/catalog_index.h"

namespace souk::http {

struct ListedProducts {
  ports::ProductQuery query;
  std::string list;       // canonical query without the cursor: what a cursor belongs to
  std::string target;     // canonical, with it
  bool filtered = false;  // more than a look at an ordered list
};

/// The query of a list of products. `path` begins the canonical target. Errors: invalid_parameter.
Result<ListedProducts> read_product_query(std::string_view path, std::string_view query, const Cursors& cursors);

}  // namespace souk::http
