#pragma once

#include <memory>
#include <string>
#include <vector>

#include "embedded/database.h"
#include "ports/id_source.h"
#include "ports/outbox.h"

namespace souk::embedded {

/// Every event of this type is sent to this queue.
struct Subscription {
  std::string type;
  std::string queue;
};

std::unique_ptr<ports::Outbox> open_outbox(Database& database, const ports::Clock& clock, ports::IdSource& ids,
                                           std::vector<Subscription> subscriptions);

/// Inside the transaction of the aggregate's change.
Result<void> append_event(sqlite::Connection& connection, const ports::Event& event);

}  // namespace souk::embedded
