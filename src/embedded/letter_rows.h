#pragma once

#include <optional>

#include "ports/id_source.h"
#include "ports/letters.h"
#include "sqlite/connection.h"

/// The table of letters, for every write that tells somebody about an account.
namespace souk::embedded {

struct LetterRow {
  ports::Letter letter;
  std::optional<AccountId> account{};
  bool used = false;
};

/// Whether so many letters of its kind went to this address within the hour that another one would be a nuisance.
Result<bool> is_nuisance(sqlite::Connection& connection, const ports::Letter& letter);

/// Writes the letter and the event that it is due. `used`: there is nothing to mail, the row only costs what a real one costs.
Result<void> write_letter(sqlite::Connection& connection, ports::IdSource& ids, const LetterRow& row);

/// nullopt: not there.
Result<std::optional<LetterRow>> find_letter(sqlite::Connection& connection, const LetterId& id);

/// The row of a link that is still good. Errors: link_expired.
Result<LetterRow> open_link(sqlite::Connection& connection, const std::optional<LetterId>& id, AccountPool pool, Instant now);
Result<void> use_up(sqlite::Connection& connection, const LetterId& id, Instant now);
/// No link that was mailed for this account counts any more.
Result<void> use_up_all(sqlite::Connection& connection, const AccountId& account, Instant now);

std::unexpected<Error> expired_link();

}  // namespace souk::embedded
