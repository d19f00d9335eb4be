#include "usecases/show_order.h"

#include <span>

#include <sodium.h>

namespace souk::usecases {
namespace {

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

}  // namespace

std::string order_token(const ports::Signer& signer, const OrderId& order) {
  return hexadecimal(signer.sign("order_token", order.text()));
}

Result<Order> ShowOrder::operator()(const OrderId& id, std::string_view token) const {
  const std::string expected = order_token(signer_, id);
  // The same answer for both, and the token before the look-up: who guesses ids learns nothing, not even by the time it takes.
  if (token.size() != expected.size() || sodium_memcmp(token.data(), expected.data(), expected.size()) != 0)
    return fail(ErrorCode::not_found, "There is no such order");
  return ledger_.find(id);
}

Result<Order> ShowOrder::operator()(const OrderId& id, const CustomerId& customer) const {
  auto order = ledger_.find(id);
  if (order && order->customer != customer) return fail(ErrorCode::not_found, "There is no such order");
  return order;
}

}  // namespace souk::usecases
