#pragma once

#include <string_view>

namespace souk::embedded {

// Who people are, how they stay logged in, and what is mailed to them about it. What opens an account is stored nowhere: of a
// password there is a hash that needs a secret from outside, of a refresh token its SHA-256, of a mailed link its letter's id.
inline constexpr std::string_view kAccountsSchema = R"sql(
CREATE TABLE accounts (
  id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  pool       TEXT    NOT NULL CHECK (pool = 'customers' OR pool = 'staff'),
  email      TEXT    NOT NULL,
  email_key  TEXT    NOT NULL,  -- in small letters: what is unique
  name       TEXT    NOT NULL,
  password   TEXT,              -- a PHC string; none until an invitation is accepted
  created_at INTEGER NOT NULL,
  UNIQUE (pool, email_key)
) STRICT;

-- A link counts until used_at; a letter without a link has no end.
CREATE TABLE letters (
  id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  pool       TEXT    NOT NULL CHECK (pool = 'customers' OR pool = 'staff'),
  kind       TEXT    NOT NULL,
  to_address TEXT    NOT NULL,
  to_key     TEXT    NOT NULL,
  about      TEXT    NOT NULL,
  account_id BLOB    CHECK (length(account_id) = 22),
  written_at INTEGER NOT NULL,
  expires_at INTEGER,
  used_at    INTEGER
) STRICT;
CREATE INDEX letters_by_address ON letters (to_key, kind, written_at);
CREATE INDEX letters_by_account ON letters (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX letters_by_age ON letters (written_at);

-- Accounts that somebody asked for and nobody has proven: as many for one address as were asked for.
CREATE TABLE sign_ups (
  letter_id BLOB    NOT NULL PRIMARY KEY REFERENCES letters (id) ON DELETE CASCADE,
  pool      TEXT    NOT NULL,
  email_key TEXT    NOT NULL,
  name      TEXT    NOT NULL,
  password  TEXT    NOT NULL,
  failures  INTEGER NOT NULL CHECK (failures >= 0)
) STRICT;
CREATE INDEX sign_ups_by_email ON sign_ups (email_key);

CREATE TABLE sessions (
  id               BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  pool             TEXT    NOT NULL CHECK (pool = 'customers' OR pool = 'staff'),
  account_id       BLOB    NOT NULL CHECK (length(account_id) = 22),
  device           TEXT    NOT NULL,
  created_at       INTEGER NOT NULL,
  authenticated_at INTEGER NOT NULL,
  second_factor_at INTEGER,
  seen_at          INTEGER NOT NULL,
  expires_at       INTEGER NOT NULL,
  renewal          TEXT    NOT NULL,
  stolen           INTEGER NOT NULL CHECK (stolen IN (0, 1))  -- ended because a spent token was shown again
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id, id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Every refresh token of a session, spent ones too: whoever shows one of those has it from somewhere else.
CREATE TABLE session_tokens (
  hash       BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
  session_id BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  spent_at   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX session_tokens_by_session ON session_tokens (session_id);

-- On what an account has been logged in: for the letter that tells of a new one.
CREATE TABLE account_devices (
  account_id BLOB    NOT NULL CHECK (length(account_id) = 22),
  device     TEXT    NOT NULL,
  seen_at    INTEGER NOT NULL,
  PRIMARY KEY (account_id, device)
) STRICT, WITHOUT ROWID;

-- Which keys sign access tokens. The keys themselves are derived from the shop's secret.
CREATE TABLE token_keys (
  generation INTEGER NOT NULL PRIMARY KEY,
  signs_from INTEGER
) STRICT;

CREATE TABLE customers (
  id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  version    INTEGER NOT NULL CHECK (version >= 1),
  email      TEXT    NOT NULL,
  email_key  TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  record     TEXT    NOT NULL
) STRICT;
CREATE INDEX customers_by_email ON customers (email_key);

-- Mails of a shop in development, which leave nobody's machine.
CREATE TABLE mailbox (
  id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  mail_id    TEXT    NOT NULL UNIQUE,
  to_address TEXT    NOT NULL,
  subject    TEXT    NOT NULL,
  body       TEXT    NOT NULL,
  at         INTEGER NOT NULL
) STRICT;
CREATE INDEX mailbox_by_address ON mailbox (to_address, id);
)sql";

}  // namespace souk::embedded
