#include "embedded/letter_rows.h"

#include "commerce/customer/customer.h"
#include "embedded/outbox.h"
#include "ports/identity_provider.h"

namespace souk::embedded {

std::unexpected<Error> expired_link() {
  return fail(ErrorCode::link_expired, "This link was used before, has run out, or is not one of ours; ask for a new one");
}

Result<bool> is_nuisance(sqlite::Connection& connection, const ports::Letter& letter) {
  TRY(const auto recent,
      connection.first<std::int64_t>("SELECT count(*) FROM letters WHERE to_key = ? AND kind = ? AND written_at > ?",
                                     email_key(letter.to), letter.kind, letter.written_at - std::chrono::hours{1}));
  return *recent >= ports::kLettersAnHour;
}

Result<void> write_letter(sqlite::Connection& connection, ports::IdSource& ids, const LetterRow& row) {
  const ports::Letter& letter = row.letter;
  TRY(connection.run(
      "INSERT INTO letters (id, pool, kind, to_address, to_key, about, account_id, written_at, expires_at, used_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      letter.id, letter.pool, letter.kind, letter.to, email_key(letter.to), letter.about, row.account, letter.written_at,
      letter.expires_at, row.used ? std::optional{letter.written_at} : std::nullopt));
  return append_event(connection, {.id = ids.fresh<EventId>(),
                                   .type = ports::kLetterWritten,
                                   .aggregate = letter.id.text(),
                                   .aggregate_version = 1,
                                   .at = letter.written_at,
                                   .data = "{}"});
}

Result<std::optional<LetterRow>> find_letter(sqlite::Connection& connection, const LetterId& id) {
  TRY(auto row, connection.query(
                    "SELECT pool, kind, to_address, about, account_id, written_at, expires_at, used_at FROM letters WHERE id = ?",
                    id));
  TRY(const bool found, row.next());
  if (!found) return std::nullopt;
  return LetterRow{.letter = {.id = id,
                              .pool = row.column<AccountPool>(0),
                              .kind = row.column<ports::LetterKind>(1),
                              .to = row.column<std::string>(2),
                              .about = row.column<std::string>(3),
                              .expires_at = row.column<std::optional<Instant>>(6),
                              .written_at = row.column<Instant>(5)},
                   .account = row.column<std::optional<AccountId>>(4),
                   .used = !row.is_null(7)};
}

Result<LetterRow> open_link(sqlite::Connection& connection, const std::optional<LetterId>& id, AccountPool pool, Instant now) {
  if (!id) return expired_link();
  TRY(auto row, find_letter(connection, *id));
  if (!row || row->used || row->letter.pool != pool || !row->letter.expires_at || *row->letter.expires_at <= now)
    return expired_link();
  return *std::move(row);
}

Result<void> use_up(sqlite::Connection& connection, const LetterId& id, Instant now) {
  TRY(connection.run("UPDATE letters SET used_at = ? WHERE id = ?", now, id));
  return {};
}

Result<void> use_up_all(sqlite::Connection& connection, const AccountId& account, Instant now) {
  TRY(connection.run(
      "UPDATE letters SET used_at = ? WHERE account_id = ? AND expires_at IS NOT NULL AND used_at IS NULL", now, account));
  return {};
}

}  // namespace souk::embedded
