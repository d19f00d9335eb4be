#pragma once

#include "commerce/error/error.h"

struct sqlite3;

namespace souk::sqlite {

/// What an SQLite result code means to the shop; message and code go into `cause`, never into `detail`.
/// FULL is storage_full; IOERR, BUSY, NOMEM and their like are unavailable; CORRUPT and NOTADB are corrupt; all else, a refused
/// constraint included, is internal: callers ask with ON CONFLICT or run_unless_taken where a shopper could cause it.
Error error_of(sqlite3* connection, int result_code);

}  // namespace souk::sqlite
