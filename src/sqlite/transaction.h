#pragma once

#include "sqlite/connection.h"

namespace souk::sqlite {

/// BEGIN ... COMMIT. Going out of scope without commit() rolls back.
class Transaction {
 public:
  enum class Kind {
    read,   // one snapshot for several queries
    write,  // takes the write lock at once
  };
  static Result<Transaction> begin(Connection& connection, Kind kind);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Result<void> commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;  // null once committed
};

/// A part of a transaction that can be undone alone. Going out of scope without keep() undoes it.
class Savepoint {
 public:
  static Result<Savepoint> open(Connection& connection);
  Savepoint(Savepoint&& other) noexcept;
  Savepoint& operator=(Savepoint&&) = delete;
  ~Savepoint();

  Result<void> keep();

 private:
  explicit Savepoint(Connection& connection) : connection_(&connection) {}
  Connection* connection_;  // null once kept
};

}  // namespace souk::sqlite
