#include <algorithm>
#include <span>

#include "commerce/order/order.h"

namespace souk {
namespace {

template <class State>
struct Edge {
  State from;
  State to;
};

constexpr Edge<OrderState> kOrderEdges[] = {
    {OrderState::pending, OrderState::confirmed},     {OrderState::pending, OrderState::canceled},
    {OrderState::pending, OrderState::expired},       {OrderState::pending, OrderState::needs_review},
    {OrderState::confirmed, OrderState::canceled},    {OrderState::confirmed, OrderState::needs_review},
    {OrderState::confirmed, OrderState::closed},      {OrderState::needs_review, OrderState::confirmed},
    {OrderState::needs_review, OrderState::canceled}, {OrderState::needs_review, OrderState::closed},
    {OrderState::expired, OrderState::confirmed},  // a success that came after all, while the stock was still free
};

constexpr Edge<PaymentState> kPaymentEdges[] = {
    {PaymentState::none, PaymentState::authorized},
    {PaymentState::none, PaymentState::partially_paid},
    {PaymentState::none, PaymentState::paid},
    {PaymentState::authorized, PaymentState::partially_paid},
    {PaymentState::authorized, PaymentState::paid},
    {PaymentState::authorized, PaymentState::voided},
    {PaymentState::partially_paid, PaymentState::paid},
    {PaymentState::partially_paid, PaymentState::partially_refunded},
    {PaymentState::partially_paid, PaymentState::refunded},
    {PaymentState::paid, PaymentState::partially_refunded},
    {PaymentState::paid, PaymentState::refunded},
    {PaymentState::partially_refunded, PaymentState::refunded},
};

constexpr Edge<FulfillmentState> kFulfillmentEdges[] = {
    {FulfillmentState::unfulfilled, FulfillmentState::partial}, {FulfillmentState::unfulfilled, FulfillmentState::fulfilled},
    {FulfillmentState::partial, FulfillmentState::fulfilled},   {FulfillmentState::partial, FulfillmentState::returned},
    {FulfillmentState::fulfilled, FulfillmentState::returned},
};

using enum AttemptState;
constexpr Edge<AttemptState> kAttemptEdges[] = {
    {open, authorizing},    {open, authorized},    {open, captured},          {open, failed},
    {open, voided},         {open, refunded},      {authorizing, authorized}, {authorizing, captured},
    {authorizing, failed},  {authorizing, voided}, {authorizing, refunded},   {failed, authorized},
    {failed, captured},     {failed, voided},      {failed, refunded},        {authorized, capturing},
    {authorized, captured}, {authorized, voided},  {authorized, refunded},    {capturing, authorized},
    {capturing, captured},  {capturing, voided},   {capturing, refunded},     {captured, refunded},
    {voided, captured},     {voided, refunded},
};

template <class State>
bool has_edge(std::span<const Edge<State>> edges, State from, State to) {
  return from == to || std::ranges::any_of(edges, [=](const Edge<State>& edge) { return edge.from == from && edge.to == to; });
}

}  // namespace

bool may_follow(OrderState from, OrderState to) { return has_edge<OrderState>(kOrderEdges, from, to); }
bool may_follow(PaymentState from, PaymentState to) { return has_edge<PaymentState>(kPaymentEdges, from, to); }
bool may_follow(FulfillmentState from, FulfillmentState to) { return has_edge<FulfillmentState>(kFulfillmentEdges, from, to); }
bool may_follow(AttemptState from, AttemptState to) { return has_edge<AttemptState>(kAttemptEdges, from, to); }

}  // namespace souk
