#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/id_source.h"
#include "ports/queue.h"

namespace souk::embedded {

std::unique_ptr<ports::Queue> open_queue(Database& database, const ports::Clock& clock, ports::IdSource& ids);

/// Inside whoever's transaction.
Result<MessageId> send_message(sqlite::Connection& connection, ports::IdSource& ids, const std::string& queue,
                               const std::string& body, Instant now, Instant visible_at);

}  // namespace souk::embedded
