#pragma once

#include <string>
#include <vector>

#include "commerce/order/hold_limits.h"
#include "ports/checkout_ledger.h"
#include "ports/id_source.h"
#include "sqlite/connection.h"

namespace souk::embedded {

/// What T1 knows when its transaction begins.
struct Opening {
  const ports::IdempotencyKey& key;
  const Checkout& checkout;
  const Quote& quote;
  const std::vector<StockNeed>& needs;
  const std::string& number;  // for a new order
  OrderId order;              // for a new order
  AttemptId attempt;
  Instant now;
  Instant hold_expires_at;
  const HoldLimits& hold_limits;
};

/// T1, inside the ledger's transaction. Two layers: an outer error wrote nothing, an inner one is a refusal that was stored as
/// the key's answer.
Result<Result<ports::Opened>> open_order(sqlite::Connection& connection, const Opening& opening,
                                         const ports::AnswerEncoder& encoder, ports::IdSource& ids);

}  // namespace souk::embedded
