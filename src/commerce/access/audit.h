#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "commerce/access/role.h"
#include "commerce/time/instant.h"

namespace souk {

/// Somebody of the shop does something to it. Written down in the transaction of what is done.
struct Act {
  std::string actor;           // Principal::name(); kOperator for a command on the shop's machine
  std::optional<Role> role{};  // in which it was done; an operator needs none
  std::string operation;       // the contract's: "changeSettings"; or the command: "souk key create"
  std::string request_id{};    // as the log has it
  friend bool operator==(const Act&, const Act&) = default;
};
inline constexpr const char* kOperator = "operator";

using AuditHash = std::array<std::uint8_t, 32>;  // SHA-256

/// One line of the log that is only ever added to.
struct AuditEntry {
  std::int64_t sequence = 0;  // from 1, without gaps
  Instant at{};
  Act act;
  std::string target;        // what was done to: "prod_…", "settings"
  std::string changes;       // JSON: [{"path": "/price", "before": 1999, "after": 1499}, ...]
  std::int64_t omitted = 0;  // changes beyond those listed
  AuditHash hash{};          // of the hash before, and of this entry
  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

/// All of an entry but its hash, in one spelling: no two entries share it. What `hash` is taken over, after the hash before.
std::string canonical_text(const AuditEntry& entry);

/// "ada@example.com" as "a…@example.com": to tell accounts apart where nobody needs to write to them.
std::string masked_email(const std::string& email);

}  // namespace souk
