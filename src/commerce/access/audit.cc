#include "commerce/access/audit.h"

#include <string_view>

namespace souk {
namespace {

/// "5:hello,": whatever stands in it, where it ends cannot be mistaken.
void append(std::string& text, std::string_view field) {
  text.append(std::to_string(field.size())).append(":").append(field).append(",");
}

}  // namespace

std::string canonical_text(const AuditEntry& entry) {
  std::string text;
  append(text, std::to_string(entry.sequence));
  append(text, std::to_string(entry.at.time_since_epoch().count()));
  append(text, entry.act.actor);
  append(text, entry.act.role ? name_of(*entry.act.role) : std::string_view{});
  append(text, entry.act.operation);
  append(text, entry.act.request_id);
  append(text, entry.target);
  append(text, entry.changes);
  append(text, std::to_string(entry.omitted));
  return text;
}

std::string masked_email(const std::string& email) {
  const auto at = email.rfind('@');
  if (at == std::string::npos || at == 0) return "…";
  // A character of UTF-8 is kept whole.
  std::size_t first = 1;
  while (first < at && (static_cast<unsigned char>(email[first]) & 0xC0U) == 0x80U) ++first;
  return email.substr(0, first) + "…" + email.substr(at);
}

}  // namespace souk
