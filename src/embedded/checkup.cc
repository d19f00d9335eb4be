#include "embedded/checkup.h"

namespace souk::embedded {

Result<std::vector<std::string>> check_up(const Database& database) {
  return database.read([](sqlite::Connection& connection) -> Result<std::vector<std::string>> {
    TRY(auto findings, connection.all<std::string>("PRAGMA integrity_check(20)"));
    std::erase(findings, "ok");
    TRY(const auto dangling, connection.all<std::string>("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check"));
    for (const auto& table : dangling) findings.push_back("rows of " + table + " refer to nothing");
    return findings;
  });
}

}  // namespace souk::embedded
