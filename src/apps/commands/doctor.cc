#include "apps/commands/commands.h"
#include "apps/commands/protection.h"
#include "embedded/checkup.h"

namespace souk::apps {

int run(const DoctorOptions&, Shop& shop, const CommandContext& context) {
  Findings report(context);
  const auto findings = embedded::check_up(*shop.database);
  if (!findings) return complain(context, "doctor", findings.error());
  for (const auto& finding : *findings) report.problem("the database: " + finding);
  if (findings->empty()) report.good("the database is whole: pages, indexes, references");
  if (shop.mode() == ShopMode::development)
    report.note("development: payments go to the test provider, no money moves");
  else
    report.note("production");
  if (const auto told = report_protection(shop, report); !told) return complain(context, "doctor", told.error());
  const auto dead = shop.queue->dead_letters("order-processing", 10);
  if (!dead) return complain(context, "doctor", dead.error());
  if (!dead->empty())
    report.problem(std::to_string(dead->size()) +
                   " or more orders could not be processed: see the dead letters of order-processing");
  return report.problems() == 0 ? kDone : kFailed;
}

}  // namespace souk::apps
