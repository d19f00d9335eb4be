#include "apps/shop.h"

#include <fstream>

#include "embedded/answers.h"
#include "embedded/api_keys.h"
#include "embedded/cart_store.h"
#include "embedded/catalog_store.h"
#include "embedded/checkout_ledger.h"
#include "embedded/inventory.h"
#include "embedded/media_store.h"
#include "embedded/outbox.h"
#include "embedded/queue.h"
#include "embedded/secrets.h"
#include "embedded/settings_store.h"
#include "embedded/signer.h"
#include "http/service_parts.h"
#include "providers/manual_gateway.h"
#include "providers/test_gateway.h"
#include "providers/test_provider.h"
#include "search/catalog_index.h"
#include "usecases/capture_payment.h"
#include "usecases/claim_orders.h"
#include "usecases/mail_letters.h"

namespace souk::apps {
namespace {

std::vector<embedded::Subscription> subscriptions() { return {{"order.confirmed", usecases::kOrderProcessingQueue}, {ports::kLetterWritten, usecases::kLettersQueue}, {"customer.registered", usecases::kNewCustomersQueue}}; }

std::unique_ptr<ports::PaymentGateway> open_test_gateway(const ShopOptions& options, ShopMode mode) {
  if (mode != ShopMode::development) return nullptr;
  return std::make_unique<providers::TestGateway>(net::Endpoint::unix_socket(providers::test_provider_socket(options.folder)),
                                                  options.payment_timeout);
}

usecases::PaymentProviders payment_providers(ports::PaymentGateway& manual, ports::PaymentGateway* test) {
  usecases::PaymentProviders::Providers providers{{std::string(kManualProvider), {manual}}};
  if (test) providers.insert({"test", {*test, "Test payment"}});
  return usecases::PaymentProviders(std::move(providers));
}

/// The database knows the mode; this file tells it to the processes that must not open the database.
Result<void> tell_mode(const std::filesystem::path& folder, ShopMode mode) {
  if (mode_of(folder) == mode) return {};
  std::ofstream file(folder / "mode", std::ios::trunc);
  file << name_of(mode) << '\n' << std::flush;
  if (!file) return fail(ErrorCode::unavailable, "The shop's folder cannot be written");
  return {};
}

}  // namespace

ShopMode mode_of(const std::filesystem::path& folder) {
  std::ifstream file(folder / "mode");
  std::string name;
  file >> name;
  return named<ShopMode>(name).value_or(ShopMode::production);
}

Result<std::unique_ptr<Shop>> Shop::open(const ShopOptions& options) {
  Opened opened;
  const ports::Clock& clock = opened.system->clock;
  const embedded::DatabaseOptions database{.mode = options.development ? ShopMode::development : ShopMode::production,
                                           .on_failure = options.on_storage_failure};
  TRY(opened.database, embedded::Database::open(options.folder, clock, database));
  TRY(tell_mode(options.folder, opened.database->mode()));
  TRY(embedded::give_back_deliveries(*opened.database, clock));
  TRY(opened.settings, embedded::open_settings_store(*opened.database, clock));
  TRY(opened.secrets, embedded::open_secrets(options.folder, opened.system->ids));
  opened.signer = embedded::make_signer(*opened.secrets);
  TRY(opened.accounts,
      embedded::Accounts::open({*opened.database, clock, opened.system->ids, *opened.secrets, *opened.signer}, options.public_url));
  if (!options.breached_passwords.empty()) {
    TRY(opened.breached, identity::BreachList::with_file(options.breached_passwords));
  }
  TRY(opened.index, search::open_catalog_index(options.folder / "search.db", clock));
  return std::unique_ptr<Shop>(new Shop(options, std::move(opened)));
}

Shop::Shop(const ShopOptions& options, Opened opened)
    : folder(options.folder),
      system(std::move(opened.system)),
      clock(system->clock),
      ids(system->ids),
      database(std::move(opened.database)),
      settings(std::move(opened.settings)),
      secrets(std::move(opened.secrets)),
      signer(std::move(opened.signer)),
      catalog(embedded::open_catalog_store(*database, clock, ids)),
      index(std::move(opened.index)),
      inventory(embedded::open_inventory(*database, clock, ids)),
      carts(embedded::open_cart_store(*database, clock)),
      answers(embedded::open_answers(*database)),
      encoder(http::make_answer_encoder()),
      ledger(embedded::open_checkout_ledger(*database, clock, ids, *settings, *encoder, options.hold)),
      api_keys(embedded::open_api_keys(*database)),
      accounts(std::move(opened.accounts)),
      breached(std::move(opened.breached)),
      media(embedded::open_media_store(options.folder / "media")),
      queue(embedded::open_queue(*database, clock, ids)),
      outbox(embedded::open_outbox(*database, clock, ids, subscriptions())),
      manual_gateway(std::make_unique<providers::ManualGateway>()),
      test_gateway(open_test_gateway(options, database->mode())),
      providers(payment_providers(*manual_gateway, test_gateway.get())),
      import_catalog(*catalog, *inventory, *settings, *media, ids) {}

}  // namespace souk::apps
