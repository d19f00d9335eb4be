#include "aws/dynamo_json.h"

#include <charconv>

#include <boost/json.hpp>

#include "aws/base64.h"

namespace souk::aws {
namespace {

struct WriteValue {
  json::Writer& writer;

  void operator()(std::nullptr_t) const { writer.key("NULL").boolean(true); }
  void operator()(bool truth) const { writer.key("BOOL").boolean(truth); }
  void operator()(std::int64_t number) const { writer.key("N").text(std::to_string(number)); }
  void operator()(const std::string& text) const { writer.key("S").text(text); }
  void operator()(const Binary& bytes) const { writer.key("B").text(base64_encoded(bytes)); }
  void operator()(const ValueList& list) const {
    writer.key("L").begin_array();
    for (const Value& value : list) write(writer, value);
    writer.end_array();
  }
  void operator()(const Item& map) const {
    writer.key("M");
    write(writer, map);
  }
};

std::unexpected<Error> unreadable(std::string_view what) {
  return fail(ErrorCode::corrupt, "The shop's storage is damaged", "unreadable DynamoDB " + std::string(what));
}

Result<Value> read_value(const boost::json::value& json);

Result<Value> read_number(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return unreadable("number");
  return Value(number);
}

Result<Value> read_list(const boost::json::value& json) {
  const auto* array = json.if_array();
  if (array == nullptr) return unreadable("list");
  ValueList list;
  list.reserve(array->size());
  for (const auto& each : *array) {
    TRY(Value value, read_value(each));
    list.push_back(std::move(value));
  }
  return Value(std::move(list));
}

Result<Value> read_text(std::string_view type, std::string_view text) {
  if (type == "S") return Value(text);
  if (type == "N") return read_number(text);
  if (type != "B") return unreadable("value of type " + std::string(type));
  auto bytes = base64_decoded(text);
  if (!bytes) return unreadable("binary");
  return Value(*std::move(bytes));
}

Result<Value> read_value(const boost::json::value& json) {
  const auto* object = json.if_object();
  if (object == nullptr || object->size() != 1) return unreadable("value");
  const std::string_view type = object->begin()->key();
  const boost::json::value& held = object->begin()->value();
  if (const auto* text = held.if_string()) return read_text(type, *text);
  if (type == "NULL") return Value();
  if (type == "BOOL" && held.is_bool()) return Value(held.get_bool());
  if (type == "L") return read_list(held);
  if (type != "M") return unreadable("value of type " + std::string(type));
  TRY(Item map, read_item(held));
  return Value(std::move(map));
}

}  // namespace

void write(json::Writer& writer, const Value& value) {
  writer.begin_object();
  std::visit(WriteValue{writer}, value.held);
  writer.end_object();
}

void write(json::Writer& writer, const Item& item) {
  writer.begin_object();
  for (const auto& [name, value] : item) {
    writer.key(name);
    write(writer, value);
  }
  writer.end_object();
}

Result<Item> read_item(const boost::json::value& json) {
  const auto* object = json.if_object();
  if (object == nullptr) return unreadable("item");
  Item item;
  for (const auto& [name, held] : *object) {
    TRY(Value value, read_value(held));
    item.emplace(std::string(name), std::move(value));
  }
  return item;
}

}  // namespace souk::aws
