#include "aws/answers.h"

#include <algorithm>

#include "aws/answer_items.h"
#include "aws/due_index.h"
#include "aws/item_fields.h"
#include "aws/text_pieces.h"

namespace souk::aws {
namespace {

class DynamoAnswers final : public ports::Answers {
 public:
  explicit DynamoAnswers(const DynamoShop& shop) : shop_(shop) {}

  Result<Found> find(const ports::IdempotencyKey& key) const override {
    TRY(const auto item, shop_.client.get(answer_key(shop_, key)));
    if (!item) return std::monostate{};
    TRY(auto known, read_answer(shop_, key, *item));
    if (known.answer) return ports::StoredAnswer{*std::move(known.answer)};
    if (known.attempt) return *known.attempt;
    return fail(ErrorCode::corrupt, "The shop's storage is damaged", "an answer without order and answer");
  }

  Result<std::int64_t> forget(Instant before, std::int64_t limit) override {
    TRY(const auto entries,
        due_entries(shop_, {.kind = "answer", .until = before - std::chrono::milliseconds{1}, .most = limit}));
    std::int64_t forgotten = 0;
    for (const Item& entry : entries) {
      if (forgotten == limit) break;
      ItemFields fields(entry);
      TRY(const ItemKey key, fields.finish(ItemKey{shop_.tables.orders, fields.text("pk"), fields.text("sk")}, "index entry"));
      TRY(const bool done, forget_one(key));
      if (done) ++forgotten;
    }
    return forgotten;
  }

 private:
  /// The item of a checkout outlives its answer: its key never makes a second order. False: somebody else forgot it.
  Result<bool> forget_one(const ItemKey& key) {
    TRY(const auto item, shop_.client.get(key));
    if (!item) return false;
    if (item->contains("order"))
      return shop_.client.write(Update{.key = key,
                                       .changes = "REMOVE #status, #body, #location, #etag, #due, #due_at",
                                       .only_if = "attribute_exists(#due)"});
    TRY(const bool erased, shop_.client.write(Delete{.key = key, .only_if = {"attribute_exists(#due)", {}}}));
    if (!erased) return false;
    for (const ItemKey& piece : further_pieces(key, *item)) TRY(shop_.client.write(Delete{.key = piece}));
    return true;
  }

  const DynamoShop& shop_;
};

}  // namespace

std::unique_ptr<ports::Answers> open_answers(const DynamoShop& shop) { return std::make_unique<DynamoAnswers>(shop); }

}  // namespace souk::aws
