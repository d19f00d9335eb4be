#pragma once

#include <memory>

#include "embedded/database.h"
#include "ports/id_source.h"
#include "ports/secrets.h"

namespace souk::embedded {

/// The shop's secrets, all from one root that its keyring keeps; made from `ids` at the first start. Errors: unavailable,
/// storage_full.
Result<std::unique_ptr<ports::Secrets>> open_secrets(const Database& database, ports::IdSource& ids);

}  // namespace souk::embedded
