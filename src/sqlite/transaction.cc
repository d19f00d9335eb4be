#include "sqlite/transaction.h"

#include <tuple>
#include <utility>

namespace souk::sqlite {

Result<Transaction> Transaction::begin(Connection& connection, Kind kind) {
  TRY(connection.run(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN"));
  return Transaction(connection);
}

Transaction::Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
  if (connection_ == nullptr || !connection_->in_transaction()) return;  // SQLite may have rolled back by itself
  std::ignore = connection_->run("ROLLBACK");
}

Result<void> Transaction::commit() {
  TRY(connection_->run("COMMIT"));
  connection_ = nullptr;
  return {};
}

// One name serves all depths: RELEASE and ROLLBACK TO mean the innermost savepoint of that name.
Result<Savepoint> Savepoint::open(Connection& connection) {
  TRY(connection.run("SAVEPOINT part"));
  return Savepoint(connection);
}

Savepoint::Savepoint(Savepoint&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}

Savepoint::~Savepoint() {
  if (connection_ == nullptr || !connection_->in_transaction()) return;
  std::ignore = connection_->run("ROLLBACK TO part");
  std::ignore = connection_->run("RELEASE part");
}

Result<void> Savepoint::keep() {
  TRY(connection_->run("RELEASE part"));
  connection_ = nullptr;
  return {};
}

}  // namespace souk::sqlite
