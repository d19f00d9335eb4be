#include "support/shop.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "embedded/answers.h"
#include "embedded/api_keys.h"
#include "embedded/cart_store.h"
#include "embedded/catalog_store.h"
#include "embedded/checkout_ledger.h"
#include "embedded/inventory.h"
#include "embedded/outbox.h"
#include "embedded/queue.h"
#include "embedded/settings_store.h"
#include "support/builders.h"
#include "usecases/add_cart_line.h"
#include "usecases/create_cart.h"
#include "usecases/set_cart_customer.h"

namespace souk::support {
namespace {

/// A shop that cannot be set up is a bug of the test.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail + " (" + result.error().cause + ")");
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

providers::ProviderFaults breaking_off_at_once() {
  providers::ProviderFaults faults;
  faults.hang = std::chrono::milliseconds{0};
  return faults;
}

}  // namespace

Shop::Shop()
    : database(must(embedded::Database::open(folder.path(), clock, {.mode = ShopMode::development}))),
      settings(must(embedded::open_settings_store(*database, clock))),
      catalog(embedded::open_catalog_store(*database, clock, ids)),
      inventory(embedded::open_inventory(*database, clock, ids)),
      carts(embedded::open_cart_store(*database, clock)),
      answers(embedded::open_answers(*database)),
      api_keys(embedded::open_api_keys(*database)),
      queue(embedded::open_queue(*database, clock, ids)),
      outbox(embedded::open_outbox(*database, clock, ids, {{"order.confirmed", usecases::kOrderProcessingQueue},
                                                             {ports::kLetterWritten, usecases::kLettersQueue}})),
      durable_ledger(embedded::open_checkout_ledger(*database, clock, ids, *settings, encoder)),
      ledger(*durable_ledger),
      provider(must(providers::TestProvider::start({folder.path(), ShopMode::development, 0, breaking_off_at_once()}))),
      test_gateway(net::Endpoint::unix_socket(providers::test_provider_socket(folder.path()))),
      payment_providers({{"test", {gateway, "Test payment"}}, {std::string(kManualProvider), {manual_gateway}}}),
      price(*catalog, *settings, clock),
      edit_cart(*carts, ledger, price, clock),
      place(*carts, price, *settings, ledger, payment_providers),
      reconcile(ledger, payment_providers, clock),
      expire_holds(ledger, payment_providers, clock),
      give_money_back(ledger, payment_providers, clock),
      publish_events(*outbox),
      capture_payment(*queue, ledger, payment_providers) {
  change_settings([](ShopSettings& changed) { changed.tax_rate_basis_points = 0; });
}

VariantId Shop::with_stock(const std::string& title, std::int64_t on_hand) {
  ports::StockChange stock;
  stock.policy = StockPolicy::deny;
  stock.set_on_hand = on_hand;
  return with(a_product(ids, title), stock);
}

VariantId Shop::with(const std::string& title, std::int64_t cents) {
  Product product = a_product(ids, title);
  product.variants.front().price = eur(cents);
  return with(std::move(product));
}

VariantId Shop::with(Product product, std::optional<ports::StockChange> stock) {
  const VariantId variant = product.variants.front().id;
  ports::ProductWrite write{std::move(product)};
  if (stock) write.stock.push_back({variant, *stock});
  const Product stored = must(catalog->put({}, write));
  products_[stored.title] = stored.id;
  return variant;
}

Product Shop::product(const std::string& title) const { return must(catalog->product(products_.at(title))); }

void Shop::change(const std::string& title, const std::function<void(Product&)>& change) {
  Product changed = product(title);
  change(changed);
  must(catalog->put({}, {std::move(changed)}));
}

void Shop::change_settings(const std::function<void(ShopSettings&)>& change) {
  ShopSettings changed = must(settings->load());
  change(changed);
  must(settings->save({}, changed));
}

CartId Shop::cart_with(const std::string& title, std::int64_t quantity) {
  const usecases::CreateCart create{edit_cart, *settings, ids, clock};
  const usecases::SetCartCustomer set_customer{edit_cart, *settings};
  const CartId cart = must(create({})).cart.id;
  must(add(cart, product(title).variants.front().id, quantity));
  must(set_customer({}, cart, {"ada@example.com", an_address(), {}}));
  return cart;
}

Result<usecases::PricedCart> Shop::add(const CartId& cart, const VariantId& variant, std::int64_t quantity) {
  return usecases::AddCartLine{edit_cart, *catalog, ids, clock}({}, cart, variant, quantity);
}

Result<Order> Shop::place_order(const CartId& cart, const Payment& payment) {
  return place(a_key(payment.key, cart.text()), {cart, payment.provider, payment.token, payment.expected_total});
}

Order Shop::ordered(const std::string& title) { return must(place_order(cart_with(title))); }

Order Shop::order(const OrderId& id) const { return must(ledger.find(id)); }

Order Shop::only_order() const {
  const auto orders = must(ledger.newest({}, 2));
  if (orders.size() != 1) throw std::runtime_error("there is not one order but " + std::to_string(orders.size()));
  return orders.front();
}

StockItem Shop::stock(const std::string& title) const {
  return must(inventory->find(product(title).variants.front().stock_item));
}

std::int64_t Shop::free_stock(const std::string& title) const {
  const StockItem item = stock(title);
  return item.on_hand - item.reserved;
}

std::ptrdiff_t Shop::provider_did(const std::string& effect) const {
  std::ifstream log(folder.path() / "test-provider.log");
  std::ptrdiff_t count = 0;
  for (std::string line; std::getline(log, line);) count += line.contains("\"effect\":\"" + effect + '"') ? 1 : 0;
  return count;
}

ports::Repeatable<usecases::PricedCart> under_key(const std::string& key, ports::Encode<usecases::PricedCart> encode) {
  return {a_key(key), std::move(encode)};
}

}  // namespace souk::support
