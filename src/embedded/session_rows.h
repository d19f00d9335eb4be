#pragma once

#include <optional>
#include <vector>

#include "commerce/access/session.h"
#include "commerce/error/error.h"
#include "sqlite/connection.h"

namespace souk::embedded {

/// Ends the live sessions of an account, but for `kept`; returns those that ended.
Result<std::vector<SessionId>> end_sessions(sqlite::Connection& connection, AccountPool pool, const AccountId& account,
                                            const std::optional<SessionId>& kept);

}  // namespace souk::embedded
