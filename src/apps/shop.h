#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "embedded/accounts.h"
#include "embedded/database.h"
#include "embedded/system.h"
#include "identity/breach_list.h"
#include "ports/answers.h"
#include "ports/api_keys.h"
#include "ports/cart_store.h"
#include "ports/catalog_index.h"
#include "ports/catalog_store.h"
#include "ports/checkout_ledger.h"
#include "ports/inventory.h"
#include "ports/media_store.h"
#include "ports/outbox.h"
#include "ports/queue.h"
#include "ports/secrets.h"
#include "ports/settings_store.h"
#include "ports/signer.h"
#include "usecases/import_catalog.h"
#include "usecases/payment_providers.h"

namespace souk::apps {

struct ShopOptions {
  std::filesystem::path folder;
  bool development = false;  // of a folder made now
  std::string public_url = "http://localhost";  // what links begin with, and who issues access tokens
  std::filesystem::path breached_passwords{};    // a list beside the one that is built in; empty: none
  std::chrono::milliseconds hold{std::chrono::minutes{15}};
  std::chrono::milliseconds payment_timeout{std::chrono::seconds{8}};
  std::function<void(const Error&)> on_storage_failure{};
};

/// One shop, open in this process: every port with its adapter, and the verbs that several commands share. Built once.
class Shop {
 public:
  /// Errors: invalid_state (another process holds the folder, or a newer souk made it), corrupt, unavailable, storage_full.
  static Result<std::unique_ptr<Shop>> open(const ShopOptions& options);

  ShopMode mode() const { return database->mode(); }
  /// Where mails stay; nullptr in production.
  embedded::DevelopmentMailbox* mailbox() const {
    return mode() == ShopMode::development ? accounts->mailbox.get() : nullptr;
  }
  const std::filesystem::path folder;

  struct System {
    embedded::SystemClock clock{};
    embedded::SystemIds ids{clock};
  };
  const std::unique_ptr<System> system;
  const ports::Clock& clock;
  ports::IdSource& ids;
  const std::unique_ptr<embedded::Database> database;
  const std::unique_ptr<ports::SettingsStore> settings;
  const std::unique_ptr<ports::Secrets> secrets;
  const std::unique_ptr<ports::Signer> signer;
  const std::unique_ptr<ports::CatalogStore> catalog;
  const std::unique_ptr<ports::CatalogIndex> index;
  const std::unique_ptr<ports::Inventory> inventory;
  const std::unique_ptr<ports::CartStore> carts;
  const std::unique_ptr<ports::Answers> answers;
  const std::unique_ptr<ports::AnswerEncoder> encoder;
  const std::unique_ptr<ports::CheckoutLedger> ledger;
  const std::unique_ptr<ports::ApiKeys> api_keys;
  const std::unique_ptr<embedded::Accounts> accounts;
  const identity::BreachList breached;
  const std::unique_ptr<ports::MediaStore> media;
  const std::unique_ptr<ports::Queue> queue;
  const std::unique_ptr<ports::Outbox> outbox;
  const std::unique_ptr<ports::PaymentGateway> manual_gateway;
  const std::unique_ptr<ports::PaymentGateway> test_gateway;  // in development alone
  const usecases::PaymentProviders providers;
  const usecases::ImportCatalog import_catalog;

 private:
  struct Opened {  // what can fail to open
    std::unique_ptr<System> system = std::make_unique<System>();
    std::unique_ptr<embedded::Database> database{};
    std::unique_ptr<ports::SettingsStore> settings{};
    std::unique_ptr<ports::Secrets> secrets{};
    std::unique_ptr<ports::Signer> signer{};
    std::unique_ptr<ports::CatalogIndex> index{};
    std::unique_ptr<embedded::Accounts> accounts{};
    identity::BreachList breached{};
  };
  Shop(const ShopOptions& options, Opened opened);
};

/// What DIR/mode says: for the test provider, which must not open the database. A folder without it is production.
ShopMode mode_of(const std::filesystem::path& folder);

}  // namespace souk::apps
