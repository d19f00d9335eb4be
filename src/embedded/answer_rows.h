#pragma once

#include <optional>

#include "ports/answers.h"
#include "sqlite/connection.h"

/// The table of answers, for every write that can be repeated.
namespace souk::embedded {

struct AnswerRow {
  std::optional<ports::OpenedAttempt> attempt;  // of a checkout
  std::optional<ports::Answer> answer;          // once it is final
};
/// Errors: idempotency_key_reused (the scope is known with another request hash).
Result<std::optional<AnswerRow>> find_answer(sqlite::Connection& connection, const ports::IdempotencyKey& key);

/// A final answer with no order behind it. The key must not be there yet.
Result<void> store_answer(sqlite::Connection& connection, const ports::IdempotencyKey& key, const ports::Answer& answer,
                          Instant now);

/// A key that opened an attempt and waits for its answer; it must not be there yet.
Result<void> store_undecided(sqlite::Connection& connection, const ports::IdempotencyKey& key, const OrderId& order,
                             std::int64_t attempt_number, Instant now);
/// The final answer to the key that opened this attempt; the first one stays.
Result<void> answer_attempt(sqlite::Connection& connection, const OrderId& order, std::int64_t attempt_number,
                            const ports::Answer& answer);

/// Ok for a key never seen. Errors: idempotency_key_reused; request_in_progress (it was answered since the edge looked: ask
/// Answers::find again).
Result<void> expect_new(sqlite::Connection& connection, const ports::IdempotencyKey& key);

/// Runs `work()` and stores the answer to what it made in the same transaction, if there is a key; errors as expect_new.
template <class T, class Work>
Result<T> write_once(sqlite::Connection& connection, const ports::Repeatable<T>& repeatable, Instant now, Work work) {
  if (repeatable.key) TRY(expect_new(connection, *repeatable.key));
  TRY(T made, work());
  if (repeatable.key) TRY(store_answer(connection, *repeatable.key, repeatable.encode(made), now));
  return made;
}

}  // namespace souk::embedded
