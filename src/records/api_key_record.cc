#include "records/members.h"
#include "records/records.h"

namespace souk::records {

std::string write_whole(const ApiKey& key) {
  return record([&](Members& members) {
    members.always("role", name_of(key.role)).text("scopes", spelled(key.scopes)).text("label", key.label);
    members.instant("expires_at", key.expires_at).boolean("revoked", key.revoked, false);
  });
}

}  // namespace souk::records
