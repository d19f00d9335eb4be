#pragma once

#include <string_view>

namespace souk::embedded {

// API keys for every role, and the audit log. `scopes` are names parted by spaces; empty: whatever the role may do. A day is
// counted from 1970. Each entry's hash covers the one before it, and audit_head the last: nothing can be changed, taken out or
// cut off without its showing.
inline constexpr std::string_view kAccessSchema = R"sql(
ALTER TABLE api_keys RENAME TO former_api_keys;
CREATE TABLE api_keys (
  id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 22),
  role          TEXT    NOT NULL CHECK (role NOT IN ('guest', 'customer')),
  scopes        TEXT    NOT NULL CHECK (scopes <> '' OR role <> 'service'),
  label         TEXT    NOT NULL,
  secret_hash   BLOB    NOT NULL CHECK (length(secret_hash) = 32),
  created_at    INTEGER NOT NULL,
  created_by    TEXT    NOT NULL,
  expires_at    INTEGER,
  last_used_day INTEGER,
  revoked       INTEGER NOT NULL CHECK (revoked IN (0, 1))
) STRICT;
INSERT INTO api_keys (id, role, scopes, label, secret_hash, created_at, created_by, revoked)
  SELECT id, role, '', label, secret_hash, created_at, 'operator', revoked FROM former_api_keys;
DROP TABLE former_api_keys;

CREATE TABLE audit_log (
  sequence   INTEGER NOT NULL PRIMARY KEY CHECK (sequence >= 1),
  at         INTEGER NOT NULL,
  actor      TEXT    NOT NULL,
  role       TEXT,
  operation  TEXT    NOT NULL,
  target     TEXT    NOT NULL,
  request_id TEXT    NOT NULL,
  changes    TEXT    NOT NULL,
  omitted    INTEGER NOT NULL CHECK (omitted >= 0),
  hash       BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_log_by_actor ON audit_log (actor, sequence);
CREATE INDEX audit_log_by_operation ON audit_log (operation, sequence);
CREATE INDEX audit_log_by_target ON audit_log (target, sequence);
CREATE INDEX audit_log_by_time ON audit_log (at);
CREATE TRIGGER audit_log_is_never_changed BEFORE UPDATE ON audit_log
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_log_is_never_deleted BEFORE DELETE ON audit_log
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TABLE audit_head (
  id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  hash     BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, zeroblob(32));
CREATE TRIGGER audit_head_only_advances BEFORE UPDATE ON audit_head WHEN NEW.sequence <> OLD.sequence + 1
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
)sql";

}  // namespace souk::embedded
