#pragma once

#include <string>
#include <string_view>

#include "commerce/error/error.h"

namespace souk::usecases {

/// A description as staff sent it, made fit to be kept and shown. Errors: validation_failed at /description_html.
Result<std::string> sanitized_description(std::string_view html);

}  // namespace souk::usecases
