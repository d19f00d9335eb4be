#include "usecases/description_html.h"

#include <utility>

#include "html/sanitize.h"

namespace souk::usecases {

Result<std::string> sanitized_description(std::string_view html) {
  auto clean = html::sanitize(html);
  if (!clean) clean.error().pointer = "/description_html";
  return clean;
}

}  // namespace souk::usecases
