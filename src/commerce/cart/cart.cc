#include "commerce/cart/cart.h"

#include <algorithm>

namespace souk {
namespace {

std::unexpected<Error> outside(QuantityRule rule) {
  return fail(ErrorCode::invalid_quantity, "The quantity is between " + std::to_string(rule.minimum) + " and " +
                                               std::to_string(std::min(rule.maximum, kMaxLineQuantity)));
}

bool allows(QuantityRule rule, std::int64_t quantity) {
  return quantity >= std::max<std::int64_t>(rule.minimum, 1) && quantity <= std::min(rule.maximum, kMaxLineQuantity);
}

auto line_of(Cart& cart, const VariantId& variant) { return std::ranges::find(cart.lines, variant, &CartLine::variant); }

}  // namespace

Result<Cart> with_line(Cart cart, LineId fresh, VariantId variant, std::int64_t quantity, QuantityRule rule) {
  if (quantity < 1 || quantity > kMaxLineQuantity) return outside(rule);
  const auto line = line_of(cart, variant);
  if (line != cart.lines.end()) {
    const CartLine known = *line;
    return with_quantity(std::move(cart), known.id, known.quantity + quantity, rule);
  }
  if (!allows(rule, quantity)) return outside(rule);
  if (cart.lines.size() >= kMaxDistinctVariants)
    return fail(ErrorCode::cart_full, "A cart holds at most " + std::to_string(kMaxDistinctVariants) + " different items");
  cart.lines.push_back({fresh, variant, quantity});
  return cart;
}

Result<Cart> with_quantity(Cart cart, LineId line, std::int64_t quantity, QuantityRule rule) {
  const auto found = std::ranges::find(cart.lines, line, &CartLine::id);
  if (found == cart.lines.end()) return fail(ErrorCode::not_found, "The cart has no such line");
  if (!allows(rule, quantity)) return outside(rule);
  found->quantity = quantity;
  return cart;
}

Result<Cart> without_line(Cart cart, LineId line) {
  const auto removed = std::erase_if(cart.lines, [&line](const CartLine& candidate) { return candidate.id == line; });
  if (removed == 0) return fail(ErrorCode::not_found, "The cart has no such line");
  return cart;
}

Cart merged(Cart customer, const Cart& guest) {
  for (const CartLine& brought : guest.lines) {
    const auto own = line_of(customer, brought.variant);
    if (own != customer.lines.end()) {
      own->quantity = std::max(own->quantity, brought.quantity);
    } else if (customer.lines.size() < kMaxDistinctVariants) {
      customer.lines.push_back(brought);
    }
  }
  if (customer.email.empty()) customer.email = guest.email;
  if (!customer.shipping_address) customer.shipping_address = guest.shipping_address;
  if (!customer.billing_address) customer.billing_address = guest.billing_address;
  if (customer.shipping_option.empty()) customer.shipping_option = guest.shipping_option;
  return customer;
}

}  // namespace souk
