#include "embedded/letters.h"

#include "embedded/letter_rows.h"

namespace souk::embedded {

namespace {

class SqliteLetters final : public ports::Letters {
 public:
  SqliteLetters(Database& database, const ports::Clock& clock) : database_(database), clock_(clock) {}

  Result<ports::Letter> find(const LetterId& id) const override {
    TRY(const Reader reader, database_.reader());
    TRY(auto row, find_letter(*reader, id));
    if (!row || row->used || (row->letter.expires_at && *row->letter.expires_at <= clock_.now()))
      return fail(ErrorCode::not_found, "There is no such letter");
    return std::move(row->letter);
  }

  Result<std::int64_t> drop(Instant before, std::int64_t limit) override {
    return database_.write([&](sqlite::Connection& connection) {
      return connection.run(
          "DELETE FROM letters WHERE id IN (SELECT id FROM letters WHERE written_at < ? ORDER BY written_at LIMIT ?)", before,
          limit);
    });
  }

 private:
  Database& database_;
  const ports::Clock& clock_;
};

}  // namespace

std::unique_ptr<ports::Letters> open_letters(Database& database, const ports::Clock& clock) {
  return std::make_unique<SqliteLetters>(database, clock);
}

}  // namespace souk::embedded
