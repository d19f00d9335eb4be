#include "embedded/cart_store.h"

#include "embedded/answer_rows.h"
#include "records/records.h"

namespace souk::embedded {

namespace {

/// The record keeps what has no column; columns win.
std::string record_of(Cart cart) {
  cart.version = 0;
  cart.shown_total.reset();
  cart.order.reset();
  cart.customer.reset();
  return records::write(cart);
}

std::unexpected<Error> overtaken() {
  return fail(ErrorCode::version_conflict, "The cart has changed since it was read");
}

std::optional<std::int64_t> minor_of(const std::optional<Money>& money) {
  return money ? std::optional(money->minor) : std::nullopt;
}

/// nullopt: not there, or expired.
Result<std::optional<Cart>> find_cart(sqlite::Connection& connection, const CartId& id, Instant now) {
  TRY(auto row,
      connection.query(
          "SELECT version, shown_total, created_at, expires_at, record,"
          " (SELECT orders.id FROM orders WHERE orders.cart_id = carts.id AND orders.state NOT IN ('expired', 'canceled')),"
          " customer_id FROM carts WHERE id = ? AND expires_at > ?",
          id, now));
  TRY(const bool found, row.next());
  if (!found) return std::nullopt;
  TRY(Cart cart, records::read_cart(row.text(4)));
  cart.id = id;
  cart.version = row.integer(0);
  if (!row.is_null(1)) cart.shown_total = Money{row.integer(1), cart.currency};
  cart.created_at = row.column<Instant>(2);
  cart.expires_at = row.column<Instant>(3);
  cart.order = row.column<std::optional<OrderId>>(5);
  cart.customer = row.column<std::optional<CustomerId>>(6);
  return cart;
}

Result<void> insert(sqlite::Connection& connection, const Cart& cart) {
  TRY(const bool fresh,
      connection.run_unless_taken(
          "INSERT INTO carts (id, version, shown_total, created_at, expires_at, record) VALUES (?, 1, ?, ?, ?, ?)", cart.id,
          minor_of(cart.shown_total), cart.created_at, cart.expires_at, record_of(cart)));
  if (!fresh) return overtaken();
  return {};
}

Result<void> replace(sqlite::Connection& connection, const Cart& cart, Instant now) {
  TRY(const auto version,
      connection.first<std::int64_t>("SELECT version FROM carts WHERE id = ? AND expires_at > ?", cart.id, now));
  if (!version) return fail(ErrorCode::not_found, "There is no such cart");
  if (*version != cart.version) return overtaken();
  TRY(connection.run("UPDATE carts SET version = version + 1, shown_total = ?, expires_at = ?, record = ? WHERE id = ?",
                     minor_of(cart.shown_total), cart.expires_at, record_of(cart), cart.id));
  return {};
}

/// The newest that no live order was made of.
Result<std::optional<CartId>> open_cart_of(sqlite::Connection& connection, const CustomerId& customer, Instant now) {
  return connection.first<CartId>(
      "SELECT id FROM carts WHERE customer_id = ? AND expires_at > ? AND NOT EXISTS (SELECT 1 FROM orders"
      " WHERE orders.cart_id = carts.id AND orders.state NOT IN ('expired', 'canceled')) ORDER BY id DESC LIMIT 1",
      customer, now);
}

/// That it is the guest's or this customer's own, not ordered, and as it was read.
Result<void> expect_open(sqlite::Connection& connection, const ports::CartVersion& read,
                         const std::optional<CustomerId>& customer, Instant now) {
  TRY(const auto cart, find_cart(connection, read.id, now));
  const bool foreign = cart && cart->customer && cart->customer != customer;
  if (!cart || cart->version != read.version || cart->order || foreign) return overtaken();
  return {};
}

class SqliteCartStore final : public ports::CartStore {
 public:
  SqliteCartStore(Database& database, const ports::Clock& clock) : database_(database), clock_(clock) {}

  Result<Cart> find(const CartId& id) const override {
    TRY(const Reader reader, database_.reader());
    TRY(auto cart, find_cart(*reader, id, clock_.now()));
    if (!cart) return fail(ErrorCode::not_found, "There is no such cart");
    return *std::move(cart);
  }

  Result<Cart> save(const ports::Repeatable<Cart>& repeatable, const Cart& cart) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) {
      return write_once(connection, repeatable, now, [&]() -> Result<Cart> {
        TRY(cart.version == 0 ? insert(connection, cart) : replace(connection, cart, now));
        TRY(auto saved, find_cart(connection, cart.id, now));
        if (!saved) return fail(ErrorCode::not_found, "There is no such cart");  // saved with an end that has passed
        return *std::move(saved);
      });
    });
  }

  Result<std::optional<Cart>> of_customer(const CustomerId& customer) const override {
    const Instant now = clock_.now();
    return database_.read([&](sqlite::Connection& connection) -> Result<std::optional<Cart>> {
      TRY(const auto id, open_cart_of(connection, customer, now));
      if (!id) return std::nullopt;
      return find_cart(connection, *id, now);
    });
  }

  Result<Cart> hand_over(const Cart& cart, const std::optional<ports::CartVersion>& source) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) -> Result<Cart> {
      TRY(const auto other, open_cart_of(connection, *cart.customer, now));
      if (other && *other != cart.id) return overtaken();
      if (cart.version == 0) {
        TRY(insert(connection, cart));
      } else {
        TRY(expect_open(connection, {cart.id, cart.version}, cart.customer, now));
        TRY(replace(connection, cart, now));
      }
      TRY(connection.run("UPDATE carts SET customer_id = ? WHERE id = ?", cart.customer, cart.id));
      if (source) {
        TRY(expect_open(connection, *source, std::nullopt, now));
        TRY(connection.run("DELETE FROM carts WHERE id = ?", source->id));
      }
      TRY(auto kept, find_cart(connection, cart.id, now));
      if (!kept) return overtaken();  // handed over with an end that has passed
      return *std::move(kept);
    });
  }

  Result<void> remember_total(const CartId& id, std::int64_t version, Money total) override {
    return database_.write([&](sqlite::Connection& connection) -> Result<void> {
      TRY(connection.run("UPDATE carts SET shown_total = ? WHERE id = ? AND version = ?", total.minor, id, version));
      return {};
    });
  }

  Result<std::int64_t> drop_expired(Instant before, std::int64_t limit) override {
    return database_.write([&](sqlite::Connection& connection) {
      return connection.run(
          "DELETE FROM carts WHERE id IN (SELECT id FROM carts WHERE expires_at < ? ORDER BY expires_at LIMIT ?)", before,
          limit);
    });
  }

 private:
  Database& database_;
  const ports::Clock& clock_;
};

}  // namespace

std::unique_ptr<ports::CartStore> open_cart_store(Database& database, const ports::Clock& clock) {
  return std::make_unique<SqliteCartStore>(database, clock);
}

}  // namespace souk::embedded
