#include "records/event_message.h"

#include <boost/json.hpp>

namespace souk::records {
namespace {

namespace json = boost::json;

std::unexpected<Error> corrupt(std::string cause) {
  return fail(ErrorCode::corrupt, "A message could not be read", std::move(cause));
}

Result<std::string> text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_string()) return corrupt("event message without " + std::string(name));
  return std::string(value->get_string());
}

}  // namespace

std::string write(const EventMessage& message) {
  json::object object;
  object["id"] = message.id.text();
  object["type"] = message.type;
  object["aggregate"] = message.aggregate;
  object["aggregate_version"] = message.aggregate_version;
  object["at"] = to_rfc3339(message.at);
  std::string text = json::serialize(object);
  // The event's data is JSON already, made by its transaction: it is carried, not read and written again.
  text.pop_back();
  return text + ",\"data\":" + message.data + "}";
}

Result<EventMessage> read_event_message(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return corrupt("event message is not a JSON object");
  const json::object& object = value.get_object();

  EventMessage message;
  TRY(const std::string id, text_of(object, "id"));
  TRY(message.type, text_of(object, "type"));
  TRY(message.aggregate, text_of(object, "aggregate"));
  TRY(const std::string at, text_of(object, "at"));
  const auto* version = object.if_contains("aggregate_version");
  const auto* data = object.if_contains("data");
  const auto event = EventId::parse(id);
  const auto instant = parse_rfc3339(at);
  if (!event || !instant || !version || !version->is_int64() || !data)
    return corrupt("event message with a member of another kind");
  message.id = *event;
  message.at = *instant;
  message.aggregate_version = version->get_int64();
  message.data = json::serialize(*data);
  return message;
}

}  // namespace souk::records
