#include "commerce/access/role.h"

namespace souk {

std::string spelled(Scopes scopes) {
  std::string names;
  for (std::size_t i = 0; i < kNames<Scope>.size(); ++i)
    if (scopes.contains(static_cast<Scope>(i))) names.append(names.empty() ? "" : " ").append(kNames<Scope>[i]);
  return names;
}

Scopes scopes_named(std::string_view names) {
  Scopes scopes;
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(' '));
    names.remove_prefix(name.size() < names.size() ? name.size() + 1 : name.size());
    if (const auto scope = named<Scope>(name)) scopes.insert(*scope);
  }
  return scopes;
}

}  // namespace souk
