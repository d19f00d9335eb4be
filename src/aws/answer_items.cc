#include "aws/answer_items.h"

#include "aws/due_index.h"
#include "aws/item_fields.h"
#include "aws/text_pieces.h"

namespace souk::aws {
namespace {

constexpr std::string_view kKind = "answer";

Item request_of(const ports::IdempotencyKey& key, Instant now) {
  return {{"request_hash", binary(key.request_hash)}, {"created_at", now}};
}

}  // namespace

ItemKey answer_key(const DynamoShop& shop, const std::string& scope) {
  return {shop.tables.orders, "answer#" + scope, std::string(kKind)};
}

Result<AnswerItem> read_answer(const DynamoShop& shop, const ports::IdempotencyKey& key, const Item& item) {
  ItemFields fields(item);
  const auto hash = fields.hash("request_hash");
  AnswerItem found;
  if (fields.has("order"))
    found.attempt = ports::OpenedAttempt{.order = fields.id<OrderId>("order"), .number = fields.integer("attempt")};
  if (fields.has("status")) {
    TRY(std::string body, joined_pieces(shop, answer_key(shop, key), item, "body"));
    found.answer = ports::Answer{.status = static_cast<int>(fields.integer("status")),
                                 .body = std::move(body),
                                 .location = fields.text("location"),
                                 .etag = fields.text("etag")};
  }
  TRY(found, fields.finish(std::move(found), "answer"));
  if (hash != key.request_hash)
    return fail(ErrorCode::idempotency_key_reused, "This Idempotency-Key was used for another request");
  return found;
}

std::vector<Action> put_answer(const DynamoShop& shop, const ports::IdempotencyKey& key, const ports::Answer& answer,
                               Instant now) {
  Put put{.key = answer_key(shop, key), .attributes = request_of(key, now), .only_if = absent()};
  put.attributes.insert({{"status", answer.status},
                         {"location", answer.location},
                         {"etag", answer.etag},
                         {"due", due_of(kKind, put.key.pk)},
                         {"due_at", now}});
  return put_in_pieces(std::move(put), "body", answer.body);
}

Put put_undecided(const DynamoShop& shop, const ports::IdempotencyKey& key, const ports::OpenedAttempt& attempt, Instant now) {
  Put put{.key = answer_key(shop, key), .attributes = request_of(key, now), .only_if = absent()};
  put.attributes.insert({{"order", attempt.order}, {"attempt", attempt.number}});
  return put;
}

Update answer_attempt(const DynamoShop& shop, const std::string& scope, const ports::Answer& answer) {
  const ItemKey key = answer_key(shop, scope);
  return {.key = key,
          .changes =
              "SET #status = :status, #body = :body, #location = :location, #etag = :etag, #due = :due, #due_at = #created_at",
          .values = {{"status", answer.status},
                     {"body", answer.body},
                     {"location", answer.location},
                     {"etag", answer.etag},
                     {"due", due_of(kKind, key.pk)}},
          .only_if = present().text};
}

Result<void> expect_new(const DynamoShop& shop, const ports::IdempotencyKey& key, const ItemSet& read) {
  const auto found = read.find(answer_key(shop, key));
  if (found == read.end()) return {};
  TRY(read_answer(shop, key, found->second));
  return fail(ErrorCode::request_in_progress,
              "A request with this Idempotency-Key was answered at the same moment. Repeat it to get that answer.");
}

}  // namespace souk::aws
