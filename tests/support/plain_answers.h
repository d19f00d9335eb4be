#pragma once

#include <string>

#include "ports/answers.h"

namespace souk::support {

/// Answers short enough to read in a test: "confirmed <order id>", "out_of_stock: Only 1 of Mug is left".
class PlainAnswers final : public ports::AnswerEncoder {
 public:
  std::optional<ports::Answer> order_placed(const Order& order) const override {
    if (order.undecided()) return std::nullopt;
    if (order.refusal) return refused({*order.refusal, order.refusal_detail});
    return ports::Answer{.status = 201,
                         .body = std::string(name_of(order.state)) + " " + order.id.text(),
                         .location = "/v1/orders/" + order.id.text()};
  }

  std::optional<ports::Answer> refused(const Error& error) const override {
    switch (error.code) {
      case ErrorCode::unavailable:
      case ErrorCode::overloaded:
      case ErrorCode::storage_full:
      case ErrorCode::commit_unknown:
      case ErrorCode::corrupt:
      case ErrorCode::key_rejected:
      case ErrorCode::internal: return std::nullopt;
      case ErrorCode::payment_declined: return answer(402, error);
      default: return answer(409, error);
    }
  }

 private:
  static ports::Answer answer(int status, const Error& error) {
    return {.status = status, .body = std::string(name_of(error.code)) + ": " + error.detail};
  }
};

}  // namespace souk::support
