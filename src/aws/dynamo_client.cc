#include "aws/dynamo_client.h"

#include <algorithm>
#include <utility>

#include "aws/dynamo_json.h"

namespace souk::aws {
namespace {

// A query ends after so many pages even if fewer items matched than were asked for: 32 MB of items.
constexpr int kMaxPages = 32;

std::unexpected<Error> unreadable(std::string_view operation) {
  return fail(ErrorCode::corrupt, "The shop's storage is damaged", "unreadable answer to " + std::string(operation));
}

const boost::json::value* member(const boost::json::value& body, std::string_view name) {
  const auto* object = body.if_object();
  return object == nullptr ? nullptr : object->if_contains(name);
}

Result<std::optional<Item>> optional_item(const boost::json::value& body, std::string_view name) {
  const auto* held = member(body, name);
  if (held == nullptr || held->is_null()) return std::nullopt;
  TRY(Item item, read_item(*held));
  if (item.empty()) return std::nullopt;
  return item;
}

Result<std::vector<Item>> items_of(const boost::json::value* list) {
  std::vector<Item> items;
  if (list == nullptr || !list->is_array()) return items;
  for (const auto& each : list->get_array()) {
    TRY(Item item, read_item(each));
    items.push_back(std::move(item));
  }
  return items;
}

Result<ItemKey> key_of(std::string_view table, const Item& item) {
  const auto pk = item.find("pk");
  const auto sk = item.find("sk");
  const auto* first = pk == item.end() ? nullptr : pk->second.get<std::string>();
  const auto* second = sk == item.end() ? nullptr : sk->second.get<std::string>();
  if (first == nullptr || second == nullptr) return unreadable("a read: an item without its key");
  return ItemKey{std::string(table), *first, *second};
}

/// The items of all tables in the answer to BatchGetItem.
Result<void> take_items(const Reply& reply, ItemSet& found) {
  const auto* tables = member(reply.body, "Responses");
  if (tables == nullptr || !tables->is_object()) return unreadable("BatchGetItem");
  for (const auto& [table, list] : tables->get_object()) {
    TRY(auto items, items_of(&list));
    for (Item& item : items) {
      TRY(ItemKey key, key_of(table, item));
      found.insert_or_assign(std::move(key), std::move(item));
    }
  }
  return {};
}

/// What DynamoDB left for another call.
Result<std::vector<ItemKey>> unprocessed(const Reply& reply) {
  std::vector<ItemKey> keys;
  const auto* tables = member(reply.body, "UnprocessedKeys");
  if (tables == nullptr || !tables->is_object()) return keys;
  for (const auto& [table, wanted] : tables->get_object()) {
    TRY(const auto items, items_of(member(wanted, "Keys")));
    for (const Item& item : items) {
      TRY(ItemKey key, key_of(table, item));
      keys.push_back(std::move(key));
    }
  }
  return keys;
}

Result<bool> committed(const Result<Transacted>& transacted) {
  if (!transacted) return std::unexpected(transacted.error());
  return transacted->committed;
}

}  // namespace

DynamoClient::DynamoClient(const DynamoTransport& transport, ports::IdSource& ids, RetryPolicy policy)
    : transport_(transport), ids_(ids), retry_(std::move(policy), ids) {}

Result<Reply> DynamoClient::call(std::string_view operation, const std::string& body, Effect effect) const {
  retry_.earn();
  bool perhaps_done = false;
  for (int attempt = 1;; ++attempt) {
    Reply reply = judged(transport_.send(operation, body));
    reply.after_silence = perhaps_done;
    if (reply.verdict == Verdict::answered) return reply;
    perhaps_done = perhaps_done || reply.verdict == Verdict::perhaps_done;
    const bool once_more = reply.verdict != Verdict::cannot_be && attempt < retry_.attempts() && retry_.spend();
    if (!once_more) {
      if (perhaps_done && effect == Effect::writes)
        return fail(ErrorCode::commit_unknown, "It is not known whether this was stored. Repeat the request.",
                    std::move(reply.cause));
      return fail(ErrorCode::unavailable, "The shop cannot reach its storage right now. Try again.", std::move(reply.cause));
    }
    retry_.pause(attempt);
  }
}

Result<std::optional<Item>> DynamoClient::get(const ItemKey& key) const {
  TRY(const Reply reply, call("GetItem", get_item_request(key), Effect::none));
  return optional_item(reply.body, "Item");
}

Result<void> DynamoClient::get_some(std::vector<ItemKey>& wanted, ItemSet& found) const {
  const std::size_t count = std::min(wanted.size(), kMaxKeys);
  const std::vector<ItemKey> batch(wanted.end() - static_cast<std::ptrdiff_t>(count), wanted.end());
  wanted.resize(wanted.size() - count);
  TRY(const Reply reply, call("BatchGetItem", batch_get_request(batch), Effect::none));
  TRY(take_items(reply, found));
  TRY(auto left, unprocessed(reply));
  std::ranges::move(left, std::back_inserter(wanted));
  return {};
}

Result<ItemSet> DynamoClient::get_all(std::vector<ItemKey> keys) const {
  std::ranges::sort(keys);
  keys.erase(std::ranges::unique(keys).begin(), keys.end());
  ItemSet found;
  int failures = 0;
  while (!keys.empty()) {
    const std::size_t before = found.size();
    const std::size_t wanted = keys.size();
    TRY(get_some(keys, found));
    const bool nothing_done = found.size() == before && keys.size() == wanted;
    if (!nothing_done) continue;
    if (++failures >= retry_.attempts())
      return fail(ErrorCode::unavailable, "The shop cannot reach its storage right now. Try again.",
                  "BatchGetItem leaves keys");
    retry_.pause(failures);
  }
  return found;
}

/// `request(left, start)`: for the next page, of which `left` items are wanted.
template <class PageRequest>
Result<std::vector<Item>> DynamoClient::pages(std::string_view operation, std::int64_t limit,
                                              const PageRequest& request) const {
  std::vector<Item> found;
  Item start;
  for (int page = 0; page < kMaxPages; ++page) {
    const std::int64_t left = limit - static_cast<std::int64_t>(found.size());
    if (left <= 0) break;
    TRY(const Reply reply, call(operation, request(left, start), Effect::none));
    TRY(auto items, items_of(member(reply.body, "Items")));
    std::ranges::move(items, std::back_inserter(found));
    TRY(auto next, optional_item(reply.body, "LastEvaluatedKey"));
    if (!next) break;
    start = *std::move(next);
  }
  if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
  return found;
}

Result<std::vector<Item>> DynamoClient::query(const Query& query) const {
  return pages("Query", query.limit, [&](std::int64_t left, const Item& start) { return query_request(query, left, start); });
}

Result<std::vector<Item>> DynamoClient::scan(const Scan& scan) const {
  return pages("Scan", scan.limit, [&](std::int64_t, const Item& start) { return scan_request(scan, start); });
}

Result<Transacted> DynamoClient::write_alone(std::string_view operation, const std::string& body) const {
  TRY(const Reply reply, call(operation, body, Effect::writes));
  if (!reply.is("ConditionalCheckFailedException")) return Transacted{.committed = true};
  return Transacted{.committed = false, .reasons = {"ConditionalCheckFailed"}, .perhaps_before = reply.after_silence};
}

Result<bool> DynamoClient::write(const Put& put) const { return committed(write_alone("PutItem", write_request(put))); }
Result<bool> DynamoClient::write(const Update& update) const {
  return committed(write_alone("UpdateItem", write_request(update, false)));
}
Result<bool> DynamoClient::write(const Delete& erase) const {
  return committed(write_alone("DeleteItem", write_request(erase)));
}

Result<Item> DynamoClient::update_and_get(const Update& update) const {
  TRY(const Reply reply, call("UpdateItem", write_request(update, true), Effect::writes));
  TRY(auto item, optional_item(reply.body, "Attributes"));
  if (!item) return unreadable("UpdateItem");
  return *std::move(item);
}

Result<Transacted> DynamoClient::transact(std::span<const Action> actions) const {
  if (actions.size() == 1) {
    const Action& only = actions.front();
    if (const auto* put = std::get_if<Put>(&only)) return write_alone("PutItem", write_request(*put));
    if (const auto* update = std::get_if<Update>(&only)) return write_alone("UpdateItem", write_request(*update, false));
    if (const auto* erase = std::get_if<Delete>(&only)) return write_alone("DeleteItem", write_request(*erase));
  }
  TRY(const Reply reply, call("TransactWriteItems", transaction_request(actions, encode_id(ids_.next())), Effect::writes));
  if (!reply.is("TransactionCanceledException")) return Transacted{.committed = true};
  return Transacted{.committed = false, .reasons = reply.cancellation_reasons(), .perhaps_before = reply.after_silence};
}

}  // namespace souk::aws
