#include "server/metrics.h"

#include <fstream>
#include <limits>

#include <dirent.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

namespace souk::server {
namespace {

prometheus::MetricType type_of(MetricFamily::Kind kind) {
  switch (kind) {
    case MetricFamily::Kind::counter: return prometheus::MetricType::Counter;
    case MetricFamily::Kind::gauge: return prometheus::MetricType::Gauge;
    case MetricFamily::Kind::histogram: return prometheus::MetricType::Histogram;
  }
  std::unreachable();
}

prometheus::ClientMetric metric_of(const MetricFamily::Sample& sample, MetricFamily::Kind kind) {
  prometheus::ClientMetric out;
  for (const auto& [name, value] : sample.labels) out.label.push_back({name, value});
  out.counter.value = sample.value;
  out.gauge.value = sample.value;
  if (kind != MetricFamily::Kind::histogram) return out;
  out.histogram.sample_sum = sample.value;
  out.histogram.sample_count = sample.count;
  for (const auto& [upper_bound, count] : sample.buckets) out.histogram.bucket.push_back({count, upper_bound});
  out.histogram.bucket.push_back({sample.count, std::numeric_limits<double>::infinity()});
  return out;
}

prometheus::MetricFamily family_of(const MetricFamily& family) {
  prometheus::MetricFamily out;
  out.name = family.name;
  out.help = family.help;
  out.type = type_of(family.kind);
  for (const auto& sample : family.samples) out.metric.push_back(metric_of(sample, family.kind));
  return out;
}

MetricFamily single(MetricFamily::Kind kind, std::string name, std::string help, double value) {
  MetricFamily family{std::move(name), std::move(help), kind};
  family.samples.push_back({.value = value});
  return family;
}

double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double total = 0;
  double resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double open_descriptors() {
  DIR* const folder = ::opendir("/proc/self/fd");
  if (folder == nullptr) return 0;
  int entries = -3;  // ".", ".." and the one this loop reads through
  while (::readdir(folder) != nullptr) ++entries;
  ::closedir(folder);
  return entries;
}

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

}  // namespace

Metrics::Registration Metrics::add(Source source) {
  const std::lock_guard lock(mutex_);
  sources_.emplace_back(next_id_, std::move(source));
  return {*this, next_id_++};
}

Metrics::Registration Metrics::add_value(MetricFamily::Kind kind, std::string name, std::string help,
                                         std::function<double()> read) {
  return add([kind, name = std::move(name), help = std::move(help), read = std::move(read)] {
    return std::vector<MetricFamily>{single(kind, name, help, read())};
  });
}

void Metrics::remove(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sources_, [id](const auto& source) { return source.first == id; });
}

std::string Metrics::text() const {
  std::vector<prometheus::MetricFamily> families;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, source] : sources_)
    for (const MetricFamily& family : source()) families.push_back(family_of(family));
  return prometheus::TextSerializer{}.Serialize(families);
}

std::vector<MetricFamily> process_metrics() {
  using enum MetricFamily::Kind;
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return {single(gauge, "process_resident_memory_bytes", "Memory in RAM.", resident_bytes()),
          single(gauge, "process_open_fds", "Open file descriptors.", open_descriptors()),
          single(counter, "process_cpu_seconds_total", "CPU time, user and system.",
                 seconds(usage.ru_utime) + seconds(usage.ru_stime))};
}

}  // namespace souk::server
