#pragma once

#include <functional>
#include <memory>
#include <string>

#include "ports/answers.h"
#include "ports/api_keys.h"
#include "ports/cart_store.h"
#include "ports/catalog_store.h"
#include "ports/checkout_ledger.h"
#include "ports/customer_store.h"
#include "ports/identity_provider.h"
#include "ports/access_tokens.h"
#include "ports/inventory.h"
#include "ports/letters.h"
#include "ports/mailer.h"
#include "ports/media_store.h"
#include "ports/outbox.h"
#include "ports/queue.h"
#include "ports/sessions.h"
#include "ports/settings_store.h"
#include "support/fixed_clock.h"
#include "support/seeded_ids.h"

namespace souk::contract {

/// One home of the shop as the suites see it: empty at first, all its ports over one store, the clock in the test's hands. A
/// suite uses its own port and those it needs to build its world; a home that is not given to a suite may leave the others
/// null.
struct Home {
  support::FixedClock clock;
  support::SeededIds ids{clock};
  std::shared_ptr<void> beneath;  // what the ports stand on
  std::unique_ptr<ports::AnswerEncoder> encoder;
  std::unique_ptr<ports::CatalogStore> catalog;
  std::unique_ptr<ports::Inventory> inventory;
  std::unique_ptr<ports::SettingsStore> settings;
  std::unique_ptr<ports::CartStore> carts;
  std::unique_ptr<ports::Answers> answers;
  std::unique_ptr<ports::CheckoutLedger> ledger;  // holds last 15 minutes; its answers are those of support::PlainAnswers
  std::unique_ptr<ports::Outbox> outbox;          // "order.confirmed" goes to the queue "order-processing"
  std::unique_ptr<ports::Queue> queue;
  std::unique_ptr<ports::MediaStore> media;
  std::unique_ptr<ports::ApiKeys> api_keys;
  // Of accounts; `beneath` owns them.
  ports::AccessTokens* tokens = nullptr;  // of "https://shop.example"
  ports::IdentityProvider* identity = nullptr;
  ports::IdentityProvider* staff_identity = nullptr;
  ports::Sessions* sessions = nullptr;
  ports::Letters* letters = nullptr;
  ports::CustomerStore* customers = nullptr;
  ports::Mailer* mailer = nullptr;
  ports::Mailbox* mailbox = nullptr;  // where `mailer` keeps its mails
  /// The token of the link that this letter carries.
  std::function<std::string(const LetterId&)> link_token;
};

using OpenHome = std::unique_ptr<Home> (*)();

}  // namespace souk::contract
