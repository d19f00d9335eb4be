#include "embedded/answers.h"

#include "embedded/answer_rows.h"

namespace souk::embedded {

namespace {

class SqliteAnswers final : public ports::Answers {
 public:
  explicit SqliteAnswers(Database& database) : database_(database) {}

  Result<Found> find(const ports::IdempotencyKey& key) const override {
    TRY(const Reader reader, database_.reader());
    TRY(auto row, find_answer(*reader, key));
    if (!row) return std::monostate{};
    if (row->answer) return ports::StoredAnswer{std::move(*row->answer)};
    return row->attempt.value();
  }

  Result<std::int64_t> forget(Instant before, std::int64_t limit) override {
    return database_.write([&](sqlite::Connection& connection) -> Result<std::int64_t> {
      // The row of a checkout outlives its answer: its key never makes a second order.
      TRY(const auto blanked,
          connection.run("UPDATE answers SET status = NULL, body = NULL, location = NULL, etag = NULL WHERE rowid IN"
                         " (SELECT rowid FROM answers WHERE status IS NOT NULL AND created_at < ? AND order_id IS NOT NULL"
                         " ORDER BY created_at LIMIT ?)",
                         before, limit));
      TRY(const auto deleted,
          connection.run("DELETE FROM answers WHERE rowid IN"
                         " (SELECT rowid FROM answers WHERE status IS NOT NULL AND created_at < ? AND order_id IS NULL"
                         " ORDER BY created_at LIMIT ?)",
                         before, limit - blanked));
      return blanked + deleted;
    });
  }

 private:
  Database& database_;
};

}  // namespace

std::unique_ptr<ports::Answers> open_answers(Database& database) { return std::make_unique<SqliteAnswers>(database); }

}  // namespace souk::embedded
