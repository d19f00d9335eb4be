#include "embedded/outbox.h"

#include "embedded/queue.h"
#include "records/event_message.h"

namespace souk::embedded {

namespace {

struct Row {
  std::int64_t sequence = 0;
  ports::Event event;
};

Result<std::vector<Row>> unpublished_rows(sqlite::Connection& connection, std::int64_t limit) {
  TRY(auto rows, connection.query(
                     "SELECT sequence, id, type, aggregate, aggregate_version, at, data FROM outbox WHERE published_at IS NULL"
                     " ORDER BY sequence LIMIT ?",
                     limit));
  std::vector<Row> found;
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) return found;
    found.push_back({.sequence = rows.integer(0),
                     .event = {.id = rows.column<EventId>(1),
                               .type = rows.column<std::string>(2),
                               .aggregate = rows.column<std::string>(3),
                               .aggregate_version = rows.integer(4),
                               .at = rows.column<Instant>(5),
                               .data = rows.column<std::string>(6)}});
  }
}

std::string message_of(const ports::Event& event) {
  return records::write(records::EventMessage{.id = event.id,
                                              .type = event.type,
                                              .aggregate = event.aggregate,
                                              .aggregate_version = event.aggregate_version,
                                              .at = event.at,
                                              .data = event.data});
}

class SqliteOutbox final : public ports::Outbox {
 public:
  SqliteOutbox(Database& database, const ports::Clock& clock, ports::IdSource& ids, std::vector<Subscription> subscriptions)
      : database_(database), clock_(clock), ids_(ids), subscriptions_(std::move(subscriptions)) {}

  Result<std::vector<ports::Event>> unpublished(std::int64_t limit) const override {
    TRY(const Reader reader, database_.reader());
    TRY(auto rows, unpublished_rows(*reader, limit));
    std::vector<ports::Event> events;
    for (Row& row : rows) events.push_back(std::move(row.event));
    return events;
  }

  Result<std::int64_t> publish(std::int64_t limit) override {
    TRY(const auto waiting, unpublished(1));
    if (waiting.empty()) return 0;  // an idle publisher costs no commit
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) -> Result<std::int64_t> {
      TRY(const auto rows, unpublished_rows(connection, limit));
      for (const Row& row : rows) {
        TRY(send_to_subscribers(connection, row.event, now));
        TRY(connection.run("UPDATE outbox SET published_at = ? WHERE sequence = ?", now, row.sequence));
      }
      return static_cast<std::int64_t>(rows.size());
    });
  }

  Result<std::int64_t> forget(Instant before, std::int64_t limit) override {
    return database_.write([&](sqlite::Connection& connection) {
      // Events are published in their order, so the oldest rows are those to go, and the newest of them ends the search.
      return connection.run(
          "DELETE FROM outbox WHERE sequence IN (SELECT sequence FROM outbox ORDER BY sequence LIMIT ?2) AND published_at < ?1",
          before, limit);
    });
  }

 private:
  Result<void> send_to_subscribers(sqlite::Connection& connection, const ports::Event& event, Instant now) {
    for (const Subscription& subscription : subscriptions_) {
      if (subscription.type != event.type) continue;
      TRY(send_message(connection, ids_, subscription.queue, message_of(event), now, now));
    }
    return {};
  }

  Database& database_;
  const ports::Clock& clock_;
  ports::IdSource& ids_;
  const std::vector<Subscription> subscriptions_;
};

}  // namespace

Result<void> append_event(sqlite::Connection& connection, const ports::Event& event) {
  TRY(connection.run("INSERT INTO outbox (id, type, aggregate, aggregate_version, at, data) VALUES (?, ?, ?, ?, ?, ?)",
                     event.id, event.type, event.aggregate, event.aggregate_version, event.at, event.data));
  return {};
}

std::unique_ptr<ports::Outbox> open_outbox(Database& database, const ports::Clock& clock, ports::IdSource& ids,
                                           std::vector<Subscription> subscriptions) {
  return std::make_unique<SqliteOutbox>(database, clock, ids, std::move(subscriptions));
}

}  // namespace souk::embedded
