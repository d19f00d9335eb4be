#pragma once

#include "commerce/order/order.h"
#include "ports/answers.h"
#include "ports/id_source.h"
#include "sqlite/connection.h"

/// T2, inside the ledger's transaction.
namespace souk::embedded {

/// Whether a success that comes now could still have what the order once held: souk::decide's `stock_is_free`.
Result<bool> could_be_taken_again(sqlite::Connection& connection, const Order& order);

/// Writes a decision about `before` with all that goes with it: stock, movements, events, the answer to the key that opened the
/// attempt. Returns the order as it then stands.
Result<Order> carry_out(sqlite::Connection& connection, const Order& before, const Decision& decision,
                        const ports::AnswerEncoder& encoder, ports::IdSource& ids, Instant now);

}  // namespace souk::embedded
