#include "http/answer.h"
#include "http/order_json.h"
#include "http/problem.h"
#include "http/service_parts.h"

namespace souk::http {
namespace {

/// A refusal that stays right however often it is asked for. Those left out may be another answer a moment later.
bool is_definite(ErrorCode code) {
  const int status = http_status(code);
  return status >= 400 && status < 500 && status != 408 && status != 429 && code != ErrorCode::request_in_progress;
}

class JsonAnswerEncoder final : public ports::AnswerEncoder {
 public:
  std::optional<ports::Answer> order_placed(const Order& order) const override {
    const Result<Order> outcome = usecases::outcome(order);
    if (!outcome) return refused(outcome.error());
    if (order.undecided()) return std::nullopt;
    ports::Answer answer = json_answer(201, placed_order_json(order, kOrderTokenPlaceholder));
    answer.location = "/v1/orders/" + order.id.text();
    return answer;
  }

  std::optional<ports::Answer> refused(const Error& error) const override {
    if (!is_definite(error.code)) return std::nullopt;
    return json_answer(http_status(error.code), problem_document(error));
  }
};

}  // namespace

std::unique_ptr<ports::AnswerEncoder> make_answer_encoder() { return std::make_unique<JsonAnswerEncoder>(); }

}  // namespace souk::http
