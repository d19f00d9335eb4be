#include "contract/embedded_home.h"

#include "embedded/answers.h"
#include "embedded/api_keys.h"
#include "embedded/audit_log.h"
#include "embedded/cart_store.h"
#include "embedded/catalog_store.h"
#include "embedded/checkout_ledger.h"
#include "embedded/database.h"
#include "embedded/inventory.h"
#include "embedded/media_store.h"
#include "embedded/outbox.h"
#include "embedded/queue.h"
#include "embedded/settings_store.h"
#include "support/plain_answers.h"
#include "support/temp_folder.h"

namespace souk::contract {

namespace {

struct Beneath {
  support::TempFolder folder;
  std::unique_ptr<embedded::Database> database;
};

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
  home->api_keys = embedded::open_api_keys(database, home->clock);
  home->audit_log = embedded::open_audit_log(database, home->clock);
  home->beneath = std::move(beneath);
  return home;
}

}  // namespace souk::contract
