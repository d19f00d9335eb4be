#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/time/instant.h"

namespace souk::records {

/// The body of the message by which a subscriber of the outbox hears of an event:
/// {"id","type","aggregate","aggregate_version","at","data"}, where data is the event's own JSON object.
struct EventMessage {
  EventId id;
  std::string type;       // "order.confirmed"
  std::string aggregate;  // id text of what it is about: "ord_..."
  std::int64_t aggregate_version = 0;
  Instant at{};
  std::string data = "{}";
  friend bool operator==(const EventMessage&, const EventMessage&) = default;
};

std::string write(const EventMessage& message);
/// Unknown members are ignored: a newer shop may send more. Errors: corrupt.
Result<EventMessage> read_event_message(std::string_view json);

}  // namespace souk::records
