#include "embedded/customer_store.h"

#include "embedded/answer_rows.h"
#include "embedded/outbox.h"
#include "records/records.h"

namespace souk::embedded {

namespace {

std::unexpected<Error> no_such_customer() { return fail(ErrorCode::not_found, "There is no such customer"); }
std::unexpected<Error> overtaken() { return fail(ErrorCode::version_conflict, "The customer has changed since it was read"); }

/// The record keeps what has no column; columns win.
std::string record_of(Customer customer) {
  customer.version = 0;
  return records::write(customer);
}

Result<std::optional<Customer>> find_customer(sqlite::Connection& connection, const CustomerId& id) {
  TRY(auto row, connection.query("SELECT version, email, created_at, record FROM customers WHERE id = ?", id));
  TRY(const bool found, row.next());
  if (!found) return std::nullopt;
  TRY(Customer customer, records::read_customer(row.text(3)));
  customer.id = id;
  customer.version = row.integer(0);
  customer.email = row.column<std::string>(1);
  customer.created_at = row.column<Instant>(2);
  return customer;
}

class SqliteCustomerStore final : public ports::CustomerStore {
 public:
  SqliteCustomerStore(Database& database, const ports::Clock& clock, ports::IdSource& ids)
      : database_(database), clock_(clock), ids_(ids) {}

  Result<Customer> find(const CustomerId& id) const override {
    TRY(const Reader reader, database_.reader());
    TRY(auto customer, find_customer(*reader, id));
    if (!customer) return no_such_customer();
    return *std::move(customer);
  }

  Result<Customer> save(const ports::Repeatable<Customer>& repeatable, const Customer& customer) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) {
      return write_once(connection, repeatable, now, [&]() -> Result<Customer> {
        TRY(customer.version == 0 ? insert(connection, customer, now) : replace(connection, customer));
        TRY(auto saved, find_customer(connection, customer.id));
        return *std::move(saved);
      });
    });
  }

  Result<void> erase(const CustomerId& id) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) -> Result<void> {
      TRY(const auto version,
          connection.first<std::int64_t>("DELETE FROM customers WHERE id = ? RETURNING version", id));
      if (!version) return {};
      TRY(connection.run("DELETE FROM carts WHERE customer_id = ?", id));
      return append(connection, "customer.erased", id, *version + 1, now);
    });
  }

 private:
  Result<void> insert(sqlite::Connection& connection, const Customer& customer, Instant now) {
    TRY(const bool fresh,
        connection.run_unless_taken(
            "INSERT INTO customers (id, version, email, email_key, created_at, record) VALUES (?, 1, ?, ?, ?, ?)", customer.id,
            customer.email, email_key(customer.email), customer.created_at, record_of(customer)));
    if (!fresh) return overtaken();
    return append(connection, "customer.registered", customer.id, 1, now);
  }

  static Result<void> replace(sqlite::Connection& connection, const Customer& customer) {
    TRY(const auto version, connection.first<std::int64_t>("SELECT version FROM customers WHERE id = ?", customer.id));
    if (!version) return no_such_customer();
    if (*version != customer.version) return overtaken();
    TRY(connection.run("UPDATE customers SET version = version + 1, email = ?, email_key = ?, record = ? WHERE id = ?",
                       customer.email, email_key(customer.email), record_of(customer), customer.id));
    return {};
  }

  Result<void> append(sqlite::Connection& connection, const char* type, const CustomerId& id, std::int64_t version,
                      Instant now) {
    return append_event(connection, {.id = ids_.fresh<EventId>(),
                                     .type = type,
                                     .aggregate = id.text(),
                                     .aggregate_version = version,
                                     .at = now,
                                     .data = "{}"});
  }

  Database& database_;
  const ports::Clock& clock_;
  ports::IdSource& ids_;
};

}  // namespace

std::unique_ptr<ports::CustomerStore> open_customer_store(Database& database, const ports::Clock& clock,
                                                          ports::IdSource& ids) {
  return std::make_unique<SqliteCustomerStore>(database, clock, ids);
}

}  // namespace souk::embedded
