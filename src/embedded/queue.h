#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/id_source.h"
#include "ports/queue.h"

namespace souk::embedded {

std::unique_ptr<ports::Queue> open_queue(Database& database, const ports::Clock& clock, ports::IdSource& ids);

/// At the start of a process, before anyone receives: what an ended one had received and not finished is visible again at once.
/// Only one process has the database open, so nobody else can be working on it. Their receive counts stay: a message that ends
/// the process every time is buried. Returns how many.
Result<std::int64_t> give_back_deliveries(Database& database, const ports::Clock& clock);

/// Inside whoever's transaction.
Result<MessageId> send_message(sqlite::Connection& connection, ports::IdSource& ids, const std::string& queue,
                               const std::string& body, Instant now, Instant visible_at);

}  // namespace souk::embedded
