#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/dynamo_shop.h"
#include "ports/answers.h"

/// The items of answers, for every write that can be repeated. They lie in Orders, whatever table the write is about.
namespace souk::aws {

struct AnswerItem {
  std::optional<ports::OpenedAttempt> attempt;  // of a checkout
  std::optional<ports::Answer> answer;          // once it is final
};

ItemKey answer_key(const DynamoShop& shop, const std::string& scope);
inline ItemKey answer_key(const DynamoShop& shop, const ports::IdempotencyKey& key) { return answer_key(shop, key.scope()); }

/// Reads what lies under answer_key. Errors: idempotency_key_reused (the scope is known with another request hash).
Result<AnswerItem> read_answer(const DynamoShop& shop, const ports::IdempotencyKey& key, const Item& item);

/// A final answer with no order behind it. The key must not be there yet.
std::vector<Action> put_answer(const DynamoShop& shop, const ports::IdempotencyKey& key, const ports::Answer& answer,
                               Instant now);
/// A key that opened an attempt and waits for its answer; it must not be there yet.
Put put_undecided(const DynamoShop& shop, const ports::IdempotencyKey& key, const ports::OpenedAttempt& attempt, Instant now);
/// The final answer to a key that opened an attempt.
Update answer_attempt(const DynamoShop& shop, const std::string& scope, const ports::Answer& answer);

/// Ok for a key never seen. Errors: idempotency_key_reused; request_in_progress (it was answered since the edge looked: ask
/// Answers::find again).
Result<void> expect_new(const DynamoShop& shop, const ports::IdempotencyKey& key, const ItemSet& read);

/// What a write under an optional key reads and writes beside its own items.
template <class T>
class KeyedWrite {
 public:
  KeyedWrite(const DynamoShop& shop, const ports::Repeatable<T>& repeatable) : shop_(shop), repeatable_(repeatable) {}

  void add_key_to(std::vector<ItemKey>& wanted) const {
    if (repeatable_.key) wanted.push_back(answer_key(shop_, *repeatable_.key));
  }
  Result<void> expect_new_in(const ItemSet& read) const {
    if (!repeatable_.key) return {};
    return expect_new(shop_, *repeatable_.key, read);
  }
  void add_answer_to(std::vector<Action>& actions, const T& made) const {
    if (!repeatable_.key) return;
    for (Action& action : put_answer(shop_, *repeatable_.key, repeatable_.encode(made), shop_.clock.now()))
      actions.push_back(std::move(action));
  }
  bool has_key() const { return repeatable_.key.has_value(); }

 private:
  const DynamoShop& shop_;
  const ports::Repeatable<T>& repeatable_;
};

}  // namespace souk::aws
