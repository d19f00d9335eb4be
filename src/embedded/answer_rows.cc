#include "embedded/answer_rows.h"

#include <array>
#include <string>

namespace souk::embedded {

Result<std::optional<AnswerRow>> find_answer(sqlite::Connection& connection, const ports::IdempotencyKey& key) {
  using Hash = std::array<std::uint8_t, 32>;
  TRY(auto row, connection.query(
                    "SELECT request_hash, order_id, status, body, location, etag, attempt_number FROM answers WHERE scope = ?",
                    key.scope()));
  TRY(const bool known, row.next());
  if (!known) return std::nullopt;
  if (row.column<Hash>(0) != key.request_hash) {
    return fail(ErrorCode::idempotency_key_reused, "This Idempotency-Key was used for another request");
  }
  AnswerRow found;
  if (!row.is_null(1)) found.attempt = ports::OpenedAttempt{.order = row.column<OrderId>(1), .number = row.integer(6)};
  if (!row.is_null(2)) {
    found.answer = ports::Answer{.status = row.column<int>(2),
                                 .body = row.column<std::string>(3),
                                 .location = row.column<std::string>(4),
                                 .etag = row.column<std::string>(5)};
  }
  return found;
}

Result<void> store_answer(sqlite::Connection& connection, const ports::IdempotencyKey& key, const ports::Answer& answer,
                          Instant now) {
  TRY(connection.run(
      "INSERT INTO answers (scope, request_hash, status, body, location, etag, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      key.scope(), key.request_hash, answer.status, answer.body, answer.location, answer.etag, now));
  return {};
}

Result<void> store_undecided(sqlite::Connection& connection, const ports::IdempotencyKey& key, const OrderId& order,
                             std::int64_t attempt_number, Instant now) {
  TRY(connection.run("INSERT INTO answers (scope, request_hash, order_id, attempt_number, created_at) VALUES (?, ?, ?, ?, ?)",
                     key.scope(), key.request_hash, order, attempt_number, now));
  return {};
}

Result<void> answer_attempt(sqlite::Connection& connection, const OrderId& order, std::int64_t attempt_number,
                            const ports::Answer& answer) {
  TRY(connection.run(
      "UPDATE answers SET status = ?, body = ?, location = ?, etag = ? WHERE order_id = ? AND attempt_number = ? AND status IS NULL",
      answer.status, answer.body, answer.location, answer.etag, order, attempt_number));
  return {};
}

Result<void> expect_new(sqlite::Connection& connection, const ports::IdempotencyKey& key) {
  TRY(const auto known, find_answer(connection, key));
  if (!known) return {};
  return fail(ErrorCode::request_in_progress,
              "A request with this Idempotency-Key was answered at the same moment. Repeat it to get that answer.");
}

}  // namespace souk::embedded
