#include "contract/checkout_ledger_contract.h"

#include <algorithm>

namespace souk::contract {

using support::a_cart;
using support::a_checkout;
using support::a_key;
using support::a_product;
using support::a_quote;

Product CheckoutLedgerContract::product(const std::string& title, StockPolicy policy, std::int64_t on_hand) {
  ports::ProductWrite write{.product = a_product(home_->ids, title)};
  ports::StockChange change{.policy = policy, .reason = MovementReason::received};
  if (policy != StockPolicy::untracked) change.set_on_hand = on_hand;
  write.stock.push_back({write.product.variants.at(0).id, change});
  return home_->catalog->put({}, write).value();
}

CheckoutLedgerContract::Basket CheckoutLedgerContract::basket(const std::vector<Piece>& pieces) {
  return {.cart = home_->carts->save({}, a_cart(home_->ids, home_->clock.now(), pieces)).value(), .pieces = pieces};
}

Result<ports::Opened> CheckoutLedgerContract::open(const std::string& key, const Basket& basket) {
  return home_->ledger->open(a_key(key), a_checkout(basket.cart), a_quote(basket.cart, basket.pieces));
}

void CheckoutLedgerContract::limit_holds(const HoldLimits& limits) {
  ShopSettings settings = home_->settings->load().value();
  settings.hold_limits = limits;
  ASSERT_TRUE(home_->settings->save({}, settings));
  home_->clock.advance(std::chrono::seconds{2});  // a home may go by settings that it read a second ago
}

Result<ports::Opened> CheckoutLedgerContract::open_by(const std::string& client, const std::string& key, const Basket& basket) {
  Checkout checkout = a_checkout(basket.cart);
  checkout.client = client;
  return home_->ledger->open(a_key(key), checkout, a_quote(basket.cart, basket.pieces));
}

Order CheckoutLedgerContract::opened(const std::string& key, const Basket& basket) {
  auto opened = open(key, basket);
  EXPECT_TRUE(opened.has_value()) << opened.error().detail;
  EXPECT_TRUE(opened->first);
  return opened->order;
}

PaymentFact CheckoutLedgerContract::fact(const Order& order, FactKind kind) {
  PaymentFact fact{.kind = kind, .attempt = order.current_attempt().id, .order = order.id, .amount = support::eur(0)};
  if (kind == FactKind::declined) fact.refusal = "card_declined";
  if (kind == FactKind::authorized || kind == FactKind::captured) {
    fact.amount = order.total();
    fact.provider_reference = "charge-of-" + order.current_attempt().id.text();
  }
  if (kind == FactKind::refunded) fact.amount = order.total();
  return fact;
}

Order CheckoutLedgerContract::apply(const Order& order, FactKind kind) {
  return home_->ledger->apply(order.id, fact(order, kind)).value();
}

Order CheckoutLedgerContract::confirmed(const std::string& key, const Basket& basket) {
  const Order order = apply(opened(key, basket), FactKind::authorized);
  EXPECT_EQ(order.state, OrderState::confirmed);
  return order;
}

Order CheckoutLedgerContract::lapsed(const std::string& key, const Basket& basket) {
  const Order declined = apply(opened(key, basket), FactKind::declined);
  home_->clock.advance(std::chrono::minutes{15});
  const Order order = home_->ledger->expire(declined.id).value();
  EXPECT_EQ(order.state, OrderState::expired);
  return order;
}

std::vector<OrderId> CheckoutLedgerContract::due(ports::Due kind, std::int64_t page) {
  std::vector<OrderId> found;
  std::optional<ports::DueOrder> last;
  for (;;) {
    const auto next = home_->ledger->due(kind, home_->clock.now(), last, page).value();
    for (const ports::DueOrder& due : next) {
      EXPECT_TRUE(!last || due > *last) << "sorted, and nothing twice";
      last = due;
      found.push_back(due.order);
    }
    if (std::ssize(next) < page) return found;
  }
}

StockItem CheckoutLedgerContract::stock(const Product& product) {
  return home_->inventory->find(product.variants.at(0).stock_item).value();
}

ports::Answers::Found CheckoutLedgerContract::answer(const std::string& key) {
  return home_->answers->find(a_key(key)).value();
}

std::vector<ports::Event> CheckoutLedgerContract::events_of(const Order& order) {
  auto events = home_->outbox->unpublished(100).value();
  std::erase_if(events, [&](const ports::Event& event) { return event.aggregate != order.id.text(); });
  std::ranges::sort(events, {}, &ports::Event::aggregate_version);
  return events;
}

}  // namespace souk::contract
