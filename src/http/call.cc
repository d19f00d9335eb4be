#include "http/call.h"

namespace souk::http {

std::optional<Act> Call::act() const {
  if (row.roles.contains(Role::guest) || !(principal.is_staff() || principal.is_api_key())) return std::nullopt;
  return Act{.actor = principal.name(),
             .role = principal.role,
             .operation = std::string(row.name),
             .request_id = std::string(request.request_id)};
}

}  // namespace souk::http
