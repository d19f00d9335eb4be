#include "embedded/mailbox.h"

#include "commerce/text/utf8.h"

namespace souk::embedded {

Result<void> DevelopmentMailbox::send(const ports::Mail& mail) {
  if (has_control_characters(mail.to) || has_control_characters(mail.subject))
    return fail(ErrorCode::invalid_characters, "A mail's address and subject are one line each");
  const Instant now = clock_.now();
  return database_.write([&](sqlite::Connection& connection) -> Result<void> {
    TRY(const bool fresh, connection.run_unless_taken(
                              "INSERT INTO mailbox (id, mail_id, to_address, subject, body, at) VALUES (?, ?, ?, ?, ?, ?)",
                              ids_.fresh<MessageId>(), mail.id, mail.to, mail.subject, mail.text, now));
    if (!fresh) return {};
    TRY(connection.run("DELETE FROM mailbox WHERE id <= (SELECT id FROM mailbox ORDER BY id DESC LIMIT 1 OFFSET ?)",
                       ports::Mailbox::kKept));
    return {};
  });
}

Result<std::vector<ports::KeptMail>> DevelopmentMailbox::newest(const std::optional<std::string>& to,
                                                                std::optional<MessageId> before, std::int64_t limit) const {
  TRY(const Reader reader, database_.reader());
  TRY(auto rows, reader->query("SELECT id, mail_id, to_address, subject, body, at FROM mailbox"
                               " WHERE (?1 IS NULL OR to_address = ?1) AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3",
                               to, before, limit));
  std::vector<ports::KeptMail> mails;
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) return mails;
    mails.push_back({.id = rows.column<MessageId>(0),
                     .mail = {.id = rows.column<std::string>(1),
                              .to = rows.column<std::string>(2),
                              .subject = rows.column<std::string>(3),
                              .text = rows.column<std::string>(4)},
                     .at = rows.column<Instant>(5)});
  }
}

}  // namespace souk::embedded
