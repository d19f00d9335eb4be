#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace souk::server {

/// Measurements as Prometheus understands them; what they are kept in is their owner's business.
struct MetricFamily {
  enum class Kind { counter, gauge, histogram };
  struct Bucket {
    double upper_bound;
    std::uint64_t cumulative_count;
  };
  struct Sample {
    std::vector<std::pair<std::string, std::string>> labels{};
    double value = 0;               // of a counter or gauge; the sum of a histogram
    std::uint64_t count = 0;        // of a histogram
    std::vector<Bucket> buckets{};  // of a histogram, without the infinite one
  };

  std::string name;
  std::string help;
  Kind kind = Kind::gauge;
  std::vector<Sample> samples{};
};

/// All that /metrics shows, asked for when it is shown. Thread-safe.
class Metrics {
 public:
  using Source = std::function<std::vector<MetricFamily>()>;

  /// Ends the asking when it goes. Must not outlive the Metrics.
  class Registration {
   public:
    Registration() = default;
    Registration(Metrics& metrics, std::uint64_t id) : metrics_(&metrics, Remove{id}) {}

   private:
    struct Remove {
      std::uint64_t id;
      void operator()(Metrics* metrics) const { metrics->remove(id); }
    };
    std::unique_ptr<Metrics, Remove> metrics_;
  };

  /// `source` is called on the thread that shows the metrics, and answers fast.
  [[nodiscard]] Registration add(Source source);
  /// One gauge or counter without labels.
  [[nodiscard]] Registration add_value(MetricFamily::Kind kind, std::string name, std::string help,
                                       std::function<double()> read);

  /// In the text format of Prometheus, version 0.0.4.
  std::string text() const;

 private:
  void remove(std::uint64_t id);

  mutable std::mutex mutex_{};  // guards what follows; held while the sources are asked, so that none is asked after its end
  std::vector<std::pair<std::uint64_t, Source>> sources_{};
  std::uint64_t next_id_ = 1;
};

/// What the process itself costs: memory, descriptors, CPU time.
std::vector<MetricFamily> process_metrics();

}  // namespace souk::server
