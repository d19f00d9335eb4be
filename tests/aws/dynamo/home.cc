#include "aws/dynamo/home.h"

#include "aws/answers.h"
#include "aws/cart_store.h"
#include "aws/catalog_store.h"
#include "aws/checkout_ledger.h"
#include "aws/dynamo/stand_in.h"
#include "aws/inventory.h"
#include "aws/outbox.h"
#include "aws/settings_store.h"
#include "embedded/database.h"
#include "embedded/queue.h"
#include "support/plain_answers.h"
#include "support/temp_folder.h"

namespace souk::aws_test {
namespace {

struct Beneath {
  Beneath(contract::Home& home, const aws::RetryPolicy& policy)
      : transport(connect(home.clock)),
        tables(*transport),
        faulty(*transport),
        client(faulty, home.ids, policy),
        shop{.client = client, .tables = tables.names(), .clock = home.clock, .ids = home.ids},
        feed(shop),
        database(embedded::Database::open(folder.path(), home.clock, {.mode = ShopMode::development}).value()) {}

  const std::unique_ptr<aws::DynamoTransport> transport;
  const Tables tables;
  FaultyTransport faulty;
  const aws::DynamoClient client;
  const aws::DynamoShop shop;
  aws::CatalogFeed feed;
  // SQS has no adapter yet; the outbox is given another home's queues.
  const support::TempFolder folder;
  const std::unique_ptr<embedded::Database> database;
};

}  // namespace

std::unique_ptr<contract::Home> open_dynamo_home(const aws::RetryPolicy& policy, FaultyTransport** faulty) {
  auto home = std::make_unique<contract::Home>();
  auto beneath = std::make_shared<Beneath>(*home, policy);
  const aws::DynamoShop& shop = beneath->shop;
  home->encoder = std::make_unique<support::PlainAnswers>();
  home->catalog = aws::open_catalog_store(shop, beneath->feed);
  home->inventory = aws::open_inventory(shop, beneath->feed);
  home->settings = aws::open_settings_store(shop);
  home->carts = aws::open_cart_store(shop);
  home->answers = aws::open_answers(shop);
  home->ledger = aws::open_checkout_ledger(shop, beneath->feed, *home->settings, *home->encoder);
  home->queue = embedded::open_queue(*beneath->database, home->clock, home->ids);
  home->outbox = aws::open_outbox(shop, *home->queue, {{.type = "order.confirmed", .queue = "order-processing"}});
  if (faulty != nullptr) *faulty = &beneath->faulty;
  home->beneath = std::move(beneath);
  return home;
}

std::unique_ptr<contract::Home> open_dynamo_home() { return open_dynamo_home(aws::RetryPolicy{}, nullptr); }

}  // namespace souk::aws_test
