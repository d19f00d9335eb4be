#include "apps/due_stats.h"

#include <string>

namespace souk::apps {

void DueStats::count(Work work, const usecases::DueRound& round) {
  Counts& counts = counts_[static_cast<std::size_t>(work)];
  counts.left = round.found - round.settled;
  counts.settled += round.settled;
  counts.failed += round.failed;
}

std::vector<server::MetricFamily> DueStats::families() const {
  using server::MetricFamily;
  MetricFamily left{"souk_due_orders", "Orders that the last round of a worker left as they were.", MetricFamily::Kind::gauge};
  MetricFamily settled{"souk_due_orders_settled_total", "Orders that a worker settled.", MetricFamily::Kind::counter};
  MetricFamily failed{"souk_due_orders_failed_total", "Times that a worker could do nothing for an order.",
                      MetricFamily::Kind::counter};
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    const std::vector<std::pair<std::string, std::string>> labels{{"work", std::string(name_of(static_cast<Work>(i)))}};
    left.samples.push_back({.labels = labels, .value = static_cast<double>(counts_[i].left)});
    settled.samples.push_back({.labels = labels, .value = static_cast<double>(counts_[i].settled)});
    failed.samples.push_back({.labels = labels, .value = static_cast<double>(counts_[i].failed)});
  }
  return {left, settled, failed};
}

}  // namespace souk::apps
