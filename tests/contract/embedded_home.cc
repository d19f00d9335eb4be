#include "contract/embedded_home.h"

#include "embedded/accounts.h"
#include "embedded/answers.h"
#include "embedded/api_keys.h"
#include "embedded/cart_store.h"
#include "embedded/catalog_store.h"
#include "embedded/checkout_ledger.h"
#include "embedded/database.h"
#include "embedded/inventory.h"
#include "embedded/media_store.h"
#include "embedded/outbox.h"
#include "embedded/queue.h"
#include "embedded/settings_store.h"
#include "embedded/signer.h"
#include "identity/link_token.h"
#include "support/fixed_secrets.h"
#include "support/plain_answers.h"
#include "support/temp_folder.h"

namespace souk::contract {

namespace {

struct Beneath {
  support::TempFolder folder;
  std::unique_ptr<embedded::Database> database;
  support::FixedSecrets secrets;
  std::unique_ptr<ports::Signer> signer = embedded::make_signer(secrets);
  std::unique_ptr<embedded::Accounts> accounts;
};

void open_accounts(Home& home, Beneath& beneath) {
  beneath.accounts = embedded::Accounts::open({*beneath.database, home.clock, home.ids, beneath.secrets, *beneath.signer},
                                              "https://shop.example")
                         .value();
  embedded::Accounts& accounts = *beneath.accounts;
  home.identity = accounts.customer_identity.get();
  home.staff_identity = accounts.staff_identity.get();
  home.tokens = accounts.tokens.get();
  home.sessions = accounts.sessions.get();
  home.letters = accounts.letters.get();
  home.customers = accounts.customers.get();
  home.mailer = accounts.mailbox.get();
  home.mailbox = accounts.mailbox.get();
  home.link_token = [&signer = *beneath.signer](const LetterId& letter) { return identity::link_token(signer, letter); };
}

}  // namespace

std::unique_ptr<Home> open_embedded_home() {
  auto home = std::make_unique<Home>();
  auto beneath = std::make_shared<Beneath>();
  beneath->database = embedded::Database::open(beneath->folder.path(), home->clock, {.mode = ShopMode::development}).value();
  embedded::Database& database = *beneath->database;
  home->encoder = std::make_unique<support::PlainAnswers>();
  home->catalog = embedded::open_catalog_store(database, home->clock, home->ids);
  home->inventory = embedded::open_inventory(database, home->clock, home->ids);
  home->settings = embedded::open_settings_store(database, home->clock).value();
  home->carts = embedded::open_cart_store(database, home->clock);
  home->answers = embedded::open_answers(database);
  home->ledger = embedded::open_checkout_ledger(database, home->clock, home->ids, *home->settings, *home->encoder);
  home->outbox =
      embedded::open_outbox(database, home->clock, home->ids, {{.type = "order.confirmed", .queue = "order-processing"}});
  home->queue = embedded::open_queue(database, home->clock, home->ids);
  home->media = embedded::open_media_store(beneath->folder.path() / "media");
  home->api_keys = embedded::open_api_keys(database);
  open_accounts(*home, *beneath);
  home->beneath = std::move(beneath);
  return home;
}

}  // namespace souk::contract
