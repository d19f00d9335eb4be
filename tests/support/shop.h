#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "embedded/database.h"
#include "ports/answers.h"
#include "ports/api_keys.h"
#include "ports/cart_store.h"
#include "ports/catalog_store.h"
#include "ports/inventory.h"
#include "ports/outbox.h"
#include "ports/queue.h"
#include "ports/settings_store.h"
#include "ports/signer.h"
#include "providers/manual_gateway.h"
#include "providers/test_gateway.h"
#include "providers/test_provider.h"
#include "support/fixed_clock.h"
#include "support/flaky_gateway.h"
#include "support/flaky_ledger.h"
#include "support/plain_answers.h"
#include "support/seeded_ids.h"
#include "support/temp_folder.h"
#include "usecases/capture_payment.h"
#include "usecases/edit_cart.h"
#include "usecases/expire_holds.h"
#include "usecases/give_money_back.h"
#include "usecases/mail_letters.h"
#include "usecases/payment_providers.h"
#include "usecases/place_order.h"
#include "usecases/priced_cart.h"
#include "usecases/publish_events.h"
#include "usecases/reconcile_payments.h"

namespace souk::support {

/// The code of what should have failed; a value fails the test.
template <class T>
std::optional<ErrorCode> error_of(const Result<T>& result) {
  return result ? std::nullopt : std::optional(result.error().code);
}

/// What a test says of one checkout beside its cart.
struct Payment {
  std::string token = "tok_ok";
  std::string key = "the first checkout";
  std::string provider = "test";
  std::optional<Money> expected_total{};
};

/// A whole shop in a folder of its own: the embedded home, a payment provider with its own log, time in the test's hands. It
/// sells in euro, ships everywhere for 4.90 and adds no tax.
class Shop {
 public:
  Shop();

  // Given

  /// A product of one variant for 19.99 with this much on a shelf that says no when it is empty.
  VariantId with_stock(const std::string& title, std::int64_t on_hand);
  /// The same, without counting.
  VariantId with(const std::string& title, std::int64_t cents = 1999);
  VariantId with(Product product, std::optional<ports::StockChange> stock = {});
  Product product(const std::string& title) const;
  /// Changes a product that is for sale already.
  void change(const std::string& title, const std::function<void(Product&)>& change);
  void change_settings(const std::function<void(ShopSettings&)>& change);

  /// A cart with an address, ready to be ordered.
  CartId cart_with(const std::string& title, std::int64_t quantity = 1);
  Result<usecases::PricedCart> add(const CartId& cart, const VariantId& variant, std::int64_t quantity = 1);

  // When

  Result<Order> place_order(const CartId& cart, const Payment& payment = {});
  /// An order that the shop has confirmed, of one cart with one of these.
  Order ordered(const std::string& title);
  void wait(std::chrono::milliseconds time) { clock.advance(time); }

  // Then

  Order order(const OrderId& id) const;
  /// The one order that there is.
  Order only_order() const;
  StockItem stock(const std::string& title) const;
  std::int64_t free_stock(const std::string& title) const;
  /// How often the provider did this, by its own log: "authorized", "captured", "voided", ...
  std::ptrdiff_t provider_did(const std::string& effect) const;

  TempFolder folder;
  FixedClock clock;
  SeededIds ids{clock};
  PlainAnswers encoder;
  std::unique_ptr<embedded::Database> database;
  std::unique_ptr<ports::SettingsStore> settings;
  std::unique_ptr<ports::CatalogStore> catalog;
  std::unique_ptr<ports::Inventory> inventory;
  std::unique_ptr<ports::CartStore> carts;
  std::unique_ptr<ports::Answers> answers;
  std::unique_ptr<ports::ApiKeys> api_keys;
  std::unique_ptr<ports::Queue> queue;
  std::unique_ptr<ports::Outbox> outbox;
  std::unique_ptr<ports::CheckoutLedger> durable_ledger;
  FlakyLedger ledger;
  std::unique_ptr<providers::TestProvider> provider;
  providers::TestGateway test_gateway;
  FlakyGateway gateway{test_gateway};
  providers::ManualGateway manual_gateway;
  usecases::PaymentProviders payment_providers;

  usecases::PriceCart price;
  usecases::EditCart edit_cart;
  usecases::PlaceOrder place;
  usecases::ReconcilePayments reconcile;
  usecases::ExpireHolds expire_holds;
  usecases::GiveMoneyBack give_money_back;
  usecases::PublishEvents publish_events;
  usecases::CapturePayment capture_payment;

 private:
  std::map<std::string, ProductId> products_;
};

/// A key for requests that change a cart; `encode` makes the answer that is stored.
ports::Repeatable<usecases::PricedCart> under_key(const std::string& key, ports::Encode<usecases::PricedCart> encode);

}  // namespace souk::support
