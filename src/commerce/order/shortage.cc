#include "commerce/order/shortage.h"

#include <algorithm>

namespace souk {

Error shortage(const Quote& quote, const StockItemId& item, std::int64_t left) {
  Error error{.code = ErrorCode::out_of_stock, .detail = "Something in the cart is out of stock"};
  const auto line = std::ranges::find(quote.lines, item, &PricedLine::stock_item);
  if (line == quote.lines.end()) return error;
  const std::string name = line->variant_title.empty() ? line->title : line->title + " (" + line->variant_title + ")";
  error.pointer = "/lines/" + std::to_string(line - quote.lines.begin());
  error.detail = left <= 0 ? name + " is out of stock"
                           : "Only " + std::to_string(left) + " of " + name + (left == 1 ? " is left" : " are left");
  return error;
}

}  // namespace souk
