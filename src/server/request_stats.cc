#include "server/request_stats.h"

#include <algorithm>

namespace souk::server {

void RequestStats::count_request(std::string_view route, int status, std::chrono::microseconds took, std::size_t bytes_sent) {
  const std::size_t bucket = static_cast<std::size_t>(std::ranges::lower_bound(kBounds, took.count()) - kBounds.begin());
  const std::lock_guard lock(mutex_);
  auto found = routes_.find(route);
  if (found == routes_.end()) found = routes_.try_emplace(std::string{route}).first;
  Route& counts = found->second;
  ++counts.by_class[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))];
  ++counts.in_bucket[bucket];
  counts.microseconds += static_cast<std::uint64_t>(took.count());
  counts.bytes_sent += bytes_sent;
}

void RequestStats::Route::add(const Route& other) {
  for (std::size_t i = 0; i < by_class.size(); ++i) by_class[i] += other.by_class[i];
  for (std::size_t i = 0; i < in_bucket.size(); ++i) in_bucket[i] += other.in_bucket[i];
  microseconds += other.microseconds;
  bytes_sent += other.bytes_sent;
}

std::vector<MetricFamily> request_metrics(const std::vector<const RequestStats*>& threads) {
  std::map<std::string, RequestStats::Route, std::less<>> routes;
  std::int64_t connections = 0;
  std::int64_t in_flight = 0;
  for (const RequestStats* thread : threads) {
    const std::lock_guard lock(thread->mutex_);
    for (const auto& [route, counts] : thread->routes_) routes[route].add(counts);
    connections += thread->open_connections();
    in_flight += thread->in_flight();
  }

  using Kind = MetricFamily::Kind;
  MetricFamily requests{"souk_http_requests_total", "Requests answered, by route template and class of status.", Kind::counter};
  MetricFamily durations{"souk_http_request_duration_seconds", "From the whole head read to the answer written.",
                         Kind::histogram};
  MetricFamily sent{"souk_http_sent_bytes_total", "Bytes of answers, heads included.", Kind::counter};
  for (const auto& [route, counts] : routes) {
    for (std::size_t i = 1; i < counts.by_class.size(); ++i)
      if (counts.by_class[i] > 0)
        requests.samples.push_back({.labels = {{"route", route}, {"status", std::to_string(i) + "xx"}},
                                    .value = static_cast<double>(counts.by_class[i])});
    MetricFamily::Sample duration{.labels = {{"route", route}}, .value = static_cast<double>(counts.microseconds) / 1e6};
    for (std::size_t i = 0; i < counts.in_bucket.size(); ++i) {
      duration.count += counts.in_bucket[i];
      if (i < RequestStats::kBounds.size())
        duration.buckets.push_back({static_cast<double>(RequestStats::kBounds[i]) / 1e6, duration.count});
    }
    durations.samples.push_back(std::move(duration));
    sent.samples.push_back({.labels = {{"route", route}}, .value = static_cast<double>(counts.bytes_sent)});
  }
  MetricFamily open{"souk_http_connections", "Open connections.", Kind::gauge, {{.value = static_cast<double>(connections)}}};
  MetricFamily running{"souk_http_in_flight",
                       "Requests between their head and the end of their answer.",
                       Kind::gauge,
                       {{.value = static_cast<double>(in_flight)}}};
  return {std::move(requests), std::move(durations), std::move(sent), std::move(open), std::move(running)};
}

}  // namespace souk::server
