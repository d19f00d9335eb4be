#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "aws/dynamo_value.h"

namespace souk::aws {

// TransactWriteItems takes at most so many actions, BatchGetItem so many keys.
inline constexpr std::size_t kMaxActions = 100;
inline constexpr std::size_t kMaxKeys = 100;

/// Every table of the shop has the same key: two texts.
struct ItemKey {
  std::string table;
  std::string pk;
  std::string sk;
  friend auto operator<=>(const ItemKey&, const ItemKey&) = default;
};

/// DynamoDB's expression language, with two short cuts: `#name` stands for the attribute of that name (so reserved words need
/// no thought), and
/// `:name` for values.at("name").
struct Condition {
  std::string text{};
  Item values{};
};
inline Condition absent() { return {"attribute_not_exists(#pk)", {}}; }
inline Condition present() { return {"attribute_exists(#pk)", {}}; }

struct Put {
  ItemKey key;
  Item attributes;
  Condition only_if{};
};
struct Update {
  ItemKey key;
  std::string changes;  // "SET #version = :version REMOVE #due"
  Item values{};        // of changes and only_if
  std::string only_if{};
};
struct Delete {
  ItemKey key;
  Condition only_if{};
};
struct Check {
  ItemKey key;
  Condition only_if;
};
using Action = std::variant<Put, Update, Delete, Check>;

/// Bytes that count against the 4 MB of a transaction.
std::size_t size_of(const Action& action);

struct Query {
  std::string table;
  Condition keys;      // "#pk = :pk AND #sk > :after"
  std::int64_t limit;  // stops after so many items, over as many pages as they take
  bool backwards = false;
  Condition filter{};   // items that do not pass are read, and paid for, but do not count
  std::string index{};  // empty: the table itself, strongly consistent; an index may lag
};

/// Reads a whole table: for housekeeping alone.
struct Scan {
  std::string table;
  Condition filter;
  std::int64_t limit;  // stops after so many items that pass the filter
};

/// The requests as DynamoDB reads them.
std::string get_item_request(const ItemKey& key);
std::string batch_get_request(std::span<const ItemKey> keys);
/// `start`: LastEvaluatedKey of the page before, empty for the first one.
std::string query_request(const Query& query, std::int64_t limit, const Item& start);
std::string scan_request(const Scan& scan, const Item& start);
std::string write_request(const Put& put);
std::string write_request(const Update& update, bool return_new);
std::string write_request(const Delete& erase);
std::string transaction_request(std::span<const Action> actions, std::string_view token);

}  // namespace souk::aws
