#include "commerce/order/masked.h"

#include "commerce/access/audit.h"

namespace souk {
namespace {

constexpr const char* kHidden = "…";

std::string hidden(const std::string& text) { return text.empty() ? text : kHidden; }

/// "Ada Lovelace" as "A…"; a character of UTF-8 is kept whole.
std::string initial(const std::string& text) {
  std::size_t end = text.empty() ? 0 : 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return end < text.size() ? text.substr(0, end) + kHidden : hidden(text);
}

/// Town and country stay: shipping and tax are asked about by them.
Address masked(Address address) {
  address.name = initial(address.name);
  address.company = hidden(address.company);
  address.line1 = hidden(address.line1);
  address.line2 = hidden(address.line2);
  address.postal_code = hidden(address.postal_code);
  address.phone = hidden(address.phone);
  return address;
}

}  // namespace

Order masked(Order order) {
  order.email = masked_email(order.email);
  if (order.shipping_address != Address{}) order.shipping_address = masked(order.shipping_address);
  if (order.billing_address) order.billing_address = masked(*order.billing_address);
  return order;
}

}  // namespace souk
