#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/answer.h"
#include "http/call.h"
#include "ports/answers.h"

namespace souk::http {

/// The call's idempotency key in its scope. `guest`: what tells this guest from others, when a guest calls.
ports::IdempotencyKey scoped_key(const Call& call, std::string_view guest);

/// A stored answer as it goes out. `first`: to the request that made it, else it says that it is a replay.
Response stored_response(ports::Answer answer, bool first);

/// The stored answer to `key`, if there is one. Errors: idempotency_key_reused, unavailable.
Result<std::optional<ports::Answer>> stored_answer(const ports::Answers& answers, const ports::IdempotencyKey& key);

/// Runs a mutation. With an idempotency key it answers from stored bytes alone: those of an earlier request, or those that this
/// one stored. `act` gets what makes the write repeatable, and whose it is; `encode` turns its outcome into the answer, inside
/// the transaction when there is a key.
template <class T, class Act>
Result<Response> repeatably(const ports::Answers& answers, const Call& call, std::string_view guest,
                            const ports::Encode<T>& encode, Act act) {
  if (!call.idempotency_key) {
    TRY(const T outcome, act(ports::Repeatable<T>{.act = call.act()}));
    return private_response(encode(outcome));
  }
  const ports::IdempotencyKey key = scoped_key(call, guest);
  TRY(std::optional<ports::Answer> known, stored_answer(answers, key));
  if (known) return stored_response(*std::move(known), false);

  const Result<T> outcome = act(ports::Repeatable<T>{key, encode, call.act()});
  // Also after an error: a twin of this request may have been faster, and then its answer is ours.
  TRY(known, stored_answer(answers, key));
  if (known) return stored_response(*std::move(known), outcome.has_value());
  if (!outcome) return std::unexpected(outcome.error());
  return fail(ErrorCode::commit_unknown, "Send the request again with the same Idempotency-Key",
              "a write left no stored answer");
}

}  // namespace souk::http
