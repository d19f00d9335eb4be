#include <fmt/format.h>

#include "apps/commands/commands.h"
#include "apps/commands/protection.h"
#include "embedded/checkup.h"
#include "usecases/capture_payment.h"

namespace souk::apps {
namespace {

constexpr std::int64_t kMostCounted = 100;
std::string counted(std::size_t count) {
  return std::to_string(count) + (static_cast<std::int64_t>(count) < kMostCounted ? "" : " or more");
}

/// Work on orders that its worker should have done long ago: a provider that is away, or that the shop no longer has.
Result<void> check_due_orders(const Shop& shop, Findings& report) {
  using std::chrono::hours;
  constexpr hours kLong{1};
  struct Kind {
    ports::Due kind;
    const char* what;
  };
  for (const auto& [kind, what] :
       {Kind{ports::Due::undecided_payment, "checkouts that wait for an answer of their payment provider for over an hour"},
        Kind{ports::Due::lapsed_hold, "orders that keep stock although their hold ended over an hour ago"},
        Kind{ports::Due::capture, "orders over an hour old whose money is held and not taken"},
        Kind{ports::Due::money_to_give_back, "orders over an hour old whose payment is to be given back"}}) {
    TRY(const auto due, shop.ledger->due(kind, shop.clock.now() - kLong, std::nullopt, kMostCounted));
    if (!due.empty()) report.problem(std::string(what) + ": " + counted(due.size()) + ". Is the provider connected?");
  }
  return {};
}

std::string hexadecimal(const AuditHash& hash) {
  std::string text;
  for (const std::uint8_t byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

Result<void> check_audit_log(const Shop& shop, Findings& report) {
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
  Findings report(context);
  const auto findings = embedded::check_up(*shop.database);
  if (!findings) return complain(context, "doctor", findings.error());
  for (const auto& finding : *findings) report.problem("the database: " + finding);
  if (findings->empty()) report.good("the database is whole: pages, indexes, references");
  if (const auto checked = check_audit_log(shop, report); !checked) return complain(context, "doctor", checked.error());
  if (shop.mode() == ShopMode::development)
    report.note("development: payments go to the test provider, no money moves");
  else
    report.note("production");
  if (const auto told = report_protection(shop, report); !told) return complain(context, "doctor", told.error());
  for (const auto& problem : context.server_problems) report.problem(problem);
  if (const auto checked = check_due_orders(shop, report); !checked) return complain(context, "doctor", checked.error());
  const auto dead = shop.queue->dead_letters(usecases::kOrderProcessingQueue, kMostCounted);
  if (!dead) return complain(context, "doctor", dead.error());
  if (!dead->empty()) report.problem(counted(dead->size()) + " messages to order-processing could not be read");
  return report.problems() == 0 ? kDone : kFailed;
}

}  // namespace souk::apps
