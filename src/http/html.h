#pragma once

#include <string>
#include <string_view>

#include "commerce/money/money.h"

namespace souk::http {

/// Text as it may stand in an element or in a quoted attribute.
std::string html_text(std::string_view text);
/// "19.90 EUR"
std::string html_price(const Money& money);

}  // namespace souk::http
