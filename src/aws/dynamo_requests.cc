#include "aws/dynamo_requests.h"

#include <cctype>
#include <map>
#include <set>
#include <vector>

#include "aws/dynamo_json.h"

namespace souk::aws {
namespace {

Item key_item(const ItemKey& key) { return {{"pk", key.pk}, {"sk", key.sk}}; }

Item whole_item(const Put& put) {
  Item item = put.attributes;
  item.merge(key_item(put.key));
  return item;
}

/// Every `#name` in the expressions.
std::set<std::string_view> names_in(std::string_view text) {
  std::set<std::string_view> names;
  for (auto at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    auto end = at + 1;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_')) ++end;
    names.insert(text.substr(at + 1, end - at - 1));
  }
  return names;
}

/// One request, or one action of a transaction, while it is written.
class Request {
 public:
  explicit Request(json::Writer& writer) : writer_(writer) {}

  Request& text(std::string_view name, std::string_view value) {
    if (!value.empty()) writer_.key(name).text(value);
    return *this;
  }
  Request& item(std::string_view name, const Item& value) {
    if (value.empty()) return *this;
    writer_.key(name);
    write(writer_, value);
    return *this;
  }
  Request& expression(std::string_view name, const std::string& value) {
    names_.merge(names_in(value));
    return text(name, value);
  }
  /// After all expressions.
  Request& names_and(const Item& values) {
    if (!names_.empty()) write_names();
    if (!values.empty()) write_values(values);
    return *this;
  }

 private:
  void write_names() {
    writer_.key("ExpressionAttributeNames").begin_object();
    for (const auto name : names_) writer_.key("#" + std::string(name)).text(name);
    writer_.end_object();
  }
  void write_values(const Item& values) {
    writer_.key("ExpressionAttributeValues").begin_object();
    for (const auto& [name, value] : values) {
      writer_.key(":" + name);
      write(writer_, value);
    }
    writer_.end_object();
  }

  json::Writer& writer_;
  std::set<std::string_view> names_;
};

template <class Fill>
std::string object(const Fill& fill) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  fill(writer);
  writer.end_object();
  return out;
}

void fill(json::Writer& writer, const Put& put) {
  Request(writer)
      .text("TableName", put.key.table)
      .item("Item", whole_item(put))
      .expression("ConditionExpression", put.only_if.text)
      .names_and(put.only_if.values);
}
void fill(json::Writer& writer, const Update& update) {
  Request(writer)
      .text("TableName", update.key.table)
      .item("Key", key_item(update.key))
      .expression("UpdateExpression", update.changes)
      .expression("ConditionExpression", update.only_if)
      .names_and(update.values);
}
void fill_keyed(json::Writer& writer, const ItemKey& key, const Condition& only_if) {
  Request(writer)
      .text("TableName", key.table)
      .item("Key", key_item(key))
      .expression("ConditionExpression", only_if.text)
      .names_and(only_if.values);
}
void fill(json::Writer& writer, const Delete& erase) { fill_keyed(writer, erase.key, erase.only_if); }
void fill(json::Writer& writer, const Check& check) { fill_keyed(writer, check.key, check.only_if); }

struct NameOf {
  std::string_view operator()(const Put&) const { return "Put"; }
  std::string_view operator()(const Update&) const { return "Update"; }
  std::string_view operator()(const Delete&) const { return "Delete"; }
  std::string_view operator()(const Check&) const { return "ConditionCheck"; }
};

struct SizeOfAction {
  std::size_t operator()(const Put& put) const { return size_of(put.attributes) + size_of(put.only_if.values); }
  std::size_t operator()(const Update& update) const { return size_of(update.values) + update.changes.size(); }
  std::size_t operator()(const Delete& erase) const { return size_of(erase.only_if.values); }
  std::size_t operator()(const Check& check) const { return size_of(check.only_if.values); }
};

}  // namespace

std::size_t size_of(const Action& action) {
  constexpr std::size_t kKeysAndNames = 256;
  return kKeysAndNames + std::visit(SizeOfAction{}, action);
}

std::string get_item_request(const ItemKey& key) {
  return object([&](json::Writer& writer) {
    Request(writer).text("TableName", key.table).item("Key", key_item(key));
    writer.key("ConsistentRead").boolean(true);
  });
}

std::string batch_get_request(std::span<const ItemKey> keys) {
  std::map<std::string_view, std::vector<const ItemKey*>> tables;
  for (const ItemKey& key : keys) tables[key.table].push_back(&key);
  return object([&](json::Writer& writer) {
    writer.key("RequestItems").begin_object();
    for (const auto& [table, wanted] : tables) {
      writer.key(table).begin_object().key("Keys").begin_array();
      for (const ItemKey* key : wanted) write(writer, key_item(*key));
      writer.end_array().key("ConsistentRead").boolean(true).end_object();
    }
    writer.end_object();
  });
}

std::string query_request(const Query& query, std::int64_t limit, const Item& start) {
  return object([&](json::Writer& writer) {
    Item values = query.keys.values;
    values.insert(query.filter.values.begin(), query.filter.values.end());
    Request(writer)
        .text("TableName", query.table)
        .text("IndexName", query.index)
        .expression("KeyConditionExpression", query.keys.text)
        .expression("FilterExpression", query.filter.text)
        .names_and(values)
        .item("ExclusiveStartKey", start);
    // DynamoDB counts before it filters.
    if (query.filter.text.empty()) writer.key("Limit").integer(limit);
    if (query.backwards) writer.key("ScanIndexForward").boolean(false);
    if (query.index.empty()) writer.key("ConsistentRead").boolean(true);
  });
}

std::string scan_request(const Scan& scan, const Item& start) {
  return object([&](json::Writer& writer) {
    Request(writer)
        .text("TableName", scan.table)
        .expression("FilterExpression", scan.filter.text)
        .names_and(scan.filter.values)
        .item("ExclusiveStartKey", start);
  });
}

std::string write_request(const Put& put) {
  return object([&](json::Writer& writer) { fill(writer, put); });
}

std::string write_request(const Update& update, bool return_new) {
  return object([&](json::Writer& writer) {
    fill(writer, update);
    if (return_new) writer.key("ReturnValues").text("ALL_NEW");
  });
}

std::string write_request(const Delete& erase) {
  return object([&](json::Writer& writer) { fill(writer, erase); });
}

std::string transaction_request(std::span<const Action> actions, std::string_view token) {
  return object([&](json::Writer& writer) {
    writer.key("ClientRequestToken").text(token);
    writer.key("TransactItems").begin_array();
    for (const Action& action : actions) {
      writer.begin_object().key(std::visit(NameOf{}, action)).begin_object();
      std::visit([&](const auto& each) { fill(writer, each); }, action);
      writer.end_object().end_object();
    }
    writer.end_array();
  });
}

}  // namespace souk::aws
