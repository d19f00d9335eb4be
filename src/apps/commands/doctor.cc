#include <fmt/format.h>
#include <sys/stat.h>

#include "apps/commands/commands.h"
#include "embedded/checkup.h"

namespace souk::apps {
namespace {

/// Whether nobody but its owner can read the file.
bool is_private(const std::filesystem::path& path) {
  struct stat status{};
  return stat(path.c_str(), &status) == 0 && (status.st_mode & 077U) == 0;
}

class Report {
 public:
  explicit Report(const CommandContext& context) : context_(context) {}
  void good(const std::string& text) { say("ok      ", text); }
  void note(const std::string& text) { say("note    ", text); }
  void problem(const std::string& text) {
    ++problems_;
    say("PROBLEM ", text);
  }
  int problems() const { return problems_; }

 private:
  void say(const char* kind, const std::string& text) { std::fprintf(context_.out, "%s%s\n", kind, text.c_str()); }
  const CommandContext& context_;
  int problems_ = 0;
};

void check_files(const Shop& shop, Report& report) {
  for (const char* name : {"souk.db", "shop.key"}) {
    if (is_private(shop.folder / name))
      report.good(std::string(name) + " is readable by its owner alone");
    else
      report.problem(std::string(name) + " can be read by others on this machine: chmod 600");
  }
}

std::string hexadecimal(const AuditHash& hash) {
  std::string text;
  for (const std::uint8_t byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

Result<void> check_audit_log(const Shop& shop, Report& report) {
  TRY(const ports::AuditCheck check, shop.audit_log->check());
  if (check.broken_at)
    report.problem(fmt::format("the audit log was tampered with: entry {} is not what was written", *check.broken_at));
  else
    report.good(
        fmt::format("the audit log is whole: {} entries, the last one's hash is {}", check.entries, hexadecimal(check.head)));
  return {};
}

}  // namespace

int run(const DoctorOptions&, Shop& shop, const CommandContext& context) {
  Report report(context);
  const auto findings = embedded::check_up(*shop.database);
  if (!findings) return complain(context, "doctor", findings.error());
  for (const auto& finding : *findings) report.problem("the database: " + finding);
  if (findings->empty()) report.good("the database is whole: pages, indexes, references");
  check_files(shop, report);
  if (const auto checked = check_audit_log(shop, report); !checked) return complain(context, "doctor", checked.error());
  if (shop.mode() == ShopMode::development)
    report.note("development: payments go to the test provider, no money moves");
  else
    report.note("production");
  report.note(
      "not protected: the database and the pictures are not encrypted at rest; whoever can read the disk can read them");
  const auto dead = shop.queue->dead_letters("order-processing", 10);
  if (!dead) return complain(context, "doctor", dead.error());
  if (!dead->empty())
    report.problem(std::to_string(dead->size()) +
                   " or more orders could not be processed: see the dead letters of order-processing");
  return report.problems() == 0 ? kDone : kFailed;
}

}  // namespace souk::apps
