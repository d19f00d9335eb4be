#include "embedded/queue.h"

namespace souk::embedded {

namespace {

std::string text_of(const IdBytes& receipt) { return encode_id(receipt); }

class SqliteQueue final : public ports::Queue {
 public:
  SqliteQueue(Database& database, const ports::Clock& clock, ports::IdSource& ids)
      : database_(database), clock_(clock), ids_(ids) {}

  Result<MessageId> send(const std::string& queue, const std::string& body, std::chrono::milliseconds delay) override {
    const Instant now = clock_.now();
    return database_.write(
        [&](sqlite::Connection& connection) { return send_message(connection, ids_, queue, body, now, now + delay); });
  }

  Result<std::vector<ports::Message>> receive(const std::string& queue, std::int64_t limit,
                                              std::chrono::milliseconds visibility) override {
    const Instant now = clock_.now();
    TRY(const bool waiting, anything_visible(queue, now));
    if (!waiting) return std::vector<ports::Message>{};  // an idle consumer costs no commit
    return database_.write([&](sqlite::Connection& connection) -> Result<std::vector<ports::Message>> {
      TRY(bury(connection, queue, now));
      TRY(const auto visible,
          connection.all<MessageId, std::string, std::int64_t>(
              "SELECT id, body, receive_count FROM queue_messages WHERE queue = ? AND visible_at <= ? AND dead_at IS NULL"
              " ORDER BY visible_at, id LIMIT ?",
              queue, now, limit));
      std::vector<ports::Message> received;
      for (const auto& [id, body, count] : visible) {
        const IdBytes receipt = ids_.next();
        TRY(connection.run(
            "UPDATE queue_messages SET visible_at = ?, receive_count = receive_count + 1, receipt = ? WHERE id = ?",
            now + visibility, receipt, id));
        received.push_back({.id = id, .body = body, .receive_count = count + 1, .receipt = text_of(receipt)});
      }
      return received;
    });
  }

  Result<void> remove(const std::string& queue, const ports::Message& message) override {
    const auto receipt = decode_id(message.receipt);
    if (!receipt) return {};
    return database_.write([&](sqlite::Connection& connection) -> Result<void> {
      TRY(connection.run("DELETE FROM queue_messages WHERE id = ? AND queue = ? AND receipt = ? AND dead_at IS NULL",
                         message.id, queue, *receipt));
      return {};
    });
  }

  Result<void> release(const std::string& queue, const ports::Message& message, std::chrono::milliseconds delay) override {
    const auto receipt = decode_id(message.receipt);
    if (!receipt) return {};
    const Instant visible_at = clock_.now() + delay;
    return database_.write([&](sqlite::Connection& connection) -> Result<void> {
      TRY(connection.run(
          "UPDATE queue_messages SET visible_at = ?, receipt = NULL WHERE id = ? AND queue = ? AND receipt = ? AND dead_at IS NULL",
          visible_at, message.id, queue, *receipt));
      return {};
    });
  }

  Result<std::vector<ports::Message>> dead_letters(const std::string& queue, std::int64_t limit) const override {
    TRY(const Reader reader, database_.reader());
    TRY(const auto rows,
        reader->all<MessageId, std::string, std::int64_t>("SELECT id, body, receive_count FROM queue_messages WHERE queue = ?"
                                                          " AND dead_at IS NOT NULL ORDER BY dead_at, id LIMIT ?",
                                                          queue, limit));
    std::vector<ports::Message> dead;
    for (const auto& [id, body, count] : rows) dead.push_back({.id = id, .body = body, .receive_count = count, .receipt = {}});
    return dead;
  }

  Result<std::int64_t> forget_dead(const std::string& queue, Instant before, std::int64_t limit) override {
    return database_.write([&](sqlite::Connection& connection) {
      return connection.run(
          "DELETE FROM queue_messages WHERE id IN"
          " (SELECT id FROM queue_messages WHERE queue = ? AND dead_at IS NOT NULL AND dead_at < ? ORDER BY dead_at, id LIMIT ?)",
          queue, before, limit);
    });
  }

  Result<std::int64_t> redrive(const std::string& queue, std::int64_t limit) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) {
      return connection.run(
          "UPDATE queue_messages SET dead_at = NULL, visible_at = ?, receive_count = 0, receipt = NULL WHERE id IN"
          " (SELECT id FROM queue_messages WHERE queue = ? AND dead_at IS NOT NULL ORDER BY dead_at, id LIMIT ?)",
          now, queue, limit);
    });
  }

 private:
  Result<bool> anything_visible(const std::string& queue, Instant now) const {
    TRY(const Reader reader, database_.reader());
    TRY(const auto found,
        reader->first<std::int64_t>(
            "SELECT 1 FROM queue_messages WHERE queue = ? AND visible_at <= ? AND dead_at IS NULL LIMIT 1", queue, now));
    return found.has_value();
  }

  /// A message that came back this often will not be done the next time either.
  static Result<void> bury(sqlite::Connection& connection, const std::string& queue, Instant now) {
    TRY(
        connection.run("UPDATE queue_messages SET dead_at = ?2, receipt = NULL"
                       " WHERE queue = ?1 AND visible_at <= ?2 AND dead_at IS NULL AND receive_count >= ?3",
                       queue, now, kMaxReceives));
    return {};
  }

  Database& database_;
  const ports::Clock& clock_;
  ports::IdSource& ids_;
};

}  // namespace

Result<std::int64_t> give_back_deliveries(Database& database, const ports::Clock& clock) {
  const Instant now = clock.now();
  return database.write([&](sqlite::Connection& connection) {
    return connection.run(
        "UPDATE queue_messages SET visible_at = ?1, receipt = NULL WHERE receipt IS NOT NULL AND visible_at > ?1", now);
  });
}

Result<MessageId> send_message(sqlite::Connection& connection, ports::IdSource& ids, const std::string& queue,
                               const std::string& body, Instant now, Instant visible_at) {
  const auto id = ids.fresh<MessageId>();
  TRY(connection.run(
      "INSERT INTO queue_messages (id, queue, body, created_at, visible_at, receive_count) VALUES (?, ?, ?, ?, ?, 0)", id,
      queue, body, now, visible_at));
  return id;
}

std::unique_ptr<ports::Queue> open_queue(Database& database, const ports::Clock& clock, ports::IdSource& ids) {
  return std::make_unique<SqliteQueue>(database, clock, ids);
}

}  // namespace souk::embedded
