#include "apps/commands/protection.h"

#include <array>

#include <sys/stat.h>

#include "apps/memory_privacy.h"
#include "embedded/at_rest/media_resealing.h"

namespace souk::apps {
namespace {

namespace fs = std::filesystem;

/// Whether nobody but its owner can read the file.
bool is_private(const fs::path& path) {
  struct stat status{};
  return stat(path.c_str(), &status) == 0 && (status.st_mode & 077U) == 0;
}

bool lies_in(const fs::path& file, const fs::path& folder) {
  const auto between = fs::weakly_canonical(file).lexically_relative(fs::weakly_canonical(folder));
  return !between.empty() && *between.begin() != "..";
}

void report_database(const Shop& shop, const embedded::AtRest& at_rest, Findings& findings) {
  if (!at_rest.is_encrypted()) {
    findings.note(
        "not protected: the database, its log and the search index are not encrypted at rest; whoever can read the disk can read"
        " them");
    return;
  }
  findings.good(at_rest.database_file() + " and its log are encrypted (AEGIS-256) with the key " + at_rest.keys->fingerprint);
  if (shop.index_keys && shop.index_keys->fingerprint == at_rest.keys->fingerprint)
    findings.good("search.db is encrypted likewise");
  else
    findings.note("search.db, which holds the catalog alone, gets the new key at the next start");
}

Result<void> report_media(const Shop& shop, const embedded::AtRest& at_rest, Findings& findings) {
  TRY(const auto pictures, embedded::count_media(shop.folder / "media", at_rest));
  const std::string left = std::to_string(pictures.all - pictures.done) + " of " + std::to_string(pictures.all) + " pictures";
  if (at_rest.media_pending)
    findings.note(left + " still lie as before the last change of the key; a running server sees to that");
  else if (pictures.done < pictures.all)
    findings.problem(left + " are not sealed as the others: they were laid there by something else than souk");
  else if (at_rest.is_encrypted())
    findings.good("all " + std::to_string(pictures.all) + " pictures are sealed (XChaCha20-Poly1305)");
  else
    findings.note("not protected: the pictures are not encrypted at rest");
  return {};
}

void report_backups(const embedded::AtRest& at_rest, Findings& findings) {
  if (at_rest.is_encrypted())
    findings.good("backups made now are sealed with the same key: without it nobody restores them");
  else
    findings.note("not protected: backups are not encrypted; keep them where nobody else can read");
}

void report_key(const Shop& shop, const embedded::AtRest& at_rest, Findings& findings) {
  if (!at_rest.is_encrypted()) {
    findings.note(
        "no key: `souk key generate FILE` makes one, `souk key rotate --new-key-file FILE` encrypts the shop with it");
    return;
  }
  if (!shop.key_source.file.empty() && lies_in(shop.key_source.file, shop.folder))
    findings.problem("the key lies in the shop's folder, beside what it locks: keep it elsewhere");
  else if (!shop.key_source.variable.empty())
    findings.note("the key came from the environment: whoever can read the service's settings can read it");
  else
    findings.good("the key came from " + shop.key_source.description());
}

void report_files(const Shop& shop, const embedded::AtRest& at_rest, Findings& findings) {
  const std::string database = at_rest.database_file();
  const std::array<std::string, 6> holders{database, database + "-wal", database + "-shm", "shop.key", "search.db", "media"};
  for (const std::string& name : holders) {
    if (!fs::exists(shop.folder / name)) continue;
    if (is_private(shop.folder / name))
      findings.good(name + " is readable by its owner alone");
    else
      findings.problem(name + " can be read by others on this machine: chmod " +
                       (fs::is_directory(shop.folder / name) ? "700" : "600"));
  }
}

void report_memory(Findings& findings) {
  if (is_memory_private())
    findings.good("no core dumps, and no other process of this user can look into the memory; temporary tables stay in memory");
  else
    findings.problem("this process may leave core dumps, which hold what shoppers typed");
}

void report_transport(const Shop& shop, Findings& findings) {
  switch (shop.served_over) {
    case Transport::not_served: return findings.note("not being served now: TLS is a matter of `souk serve`");
    case Transport::tls: return findings.good("served over TLS");
    case Transport::proxy: return findings.note("served over plain HTTP to trusted proxies, which must speak TLS to the world");
    case Transport::loopback: return findings.note("not protected: served over plain HTTP, to this machine alone");
  }
}

}  // namespace

Result<void> report_protection(const Shop& shop, Findings& findings) {
  const embedded::AtRest at_rest = shop.database->keyring().state();
  report_database(shop, at_rest, findings);
  TRY(report_media(shop, at_rest, findings));
  report_backups(at_rest, findings);
  report_key(shop, at_rest, findings);
  report_files(shop, at_rest, findings);
  report_memory(findings);
  report_transport(shop, findings);
  if (shop.mode() == ShopMode::development)
    findings.note("not protected: the test payment provider's files, which hold order ids and amounts");
  return {};
}

}  // namespace souk::apps
