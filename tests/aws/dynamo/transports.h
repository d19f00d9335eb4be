#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>

#include "aws/dynamo_transport.h"

/// What tests put between client and stand-in.
namespace souk::aws_test {

using Sent = std::expected<net::HttpResponse, net::CallFailure>;

/// Appends each of the shop's requests to a file, one JSON object a line.
class RecordingTransport final : public aws::DynamoTransport {
 public:
  RecordingTransport(std::unique_ptr<aws::DynamoTransport> inner, std::string file)
      : inner_(std::move(inner)), file_(std::move(file)) {}
  Sent send(std::string_view operation, const std::string& body) const override;

 private:
  const std::unique_ptr<aws::DynamoTransport> inner_;
  const std::string file_;
};

/// The planted bug: stock is written whatever it is, as a shop does that checks first and writes later.
class CarelessTransport final : public aws::DynamoTransport {
 public:
  explicit CarelessTransport(std::unique_ptr<aws::DynamoTransport> inner) : inner_(std::move(inner)) {}
  Sent send(std::string_view operation, const std::string& body) const override;

 private:
  const std::unique_ptr<aws::DynamoTransport> inner_;
};

/// In percent of all calls; what is not named goes through.
struct Faults {
  int throttled = 0;        // refused, nothing done
  int failed_before = 0;    // 500, nothing done
  int failed_after = 0;     // 500, done
  int lost_on_the_way = 0;  // no answer, nothing done
  int lost_on_return = 0;   // no answer, done
  int in_conflict = 0;      // of transactions: canceled for another one at the same items
};
class FaultyTransport final : public aws::DynamoTransport {
 public:
  explicit FaultyTransport(const aws::DynamoTransport& inner) : inner_(inner) {}
  Sent send(std::string_view operation, const std::string& body) const override;

  /// From now on, at random; the same in every run of one seed as far as the order of calls is.
  void set(const Faults& faults, unsigned seed = 1);
  /// From now on, only calls of this operation.
  void set_for(const std::string& operation, const Faults& faults);
  /// One call of this operation, after `skipped` more: what is not 0 in `fault` happens.
  void once(const std::string& operation, const Faults& fault, int skipped = 0);
  void none();
  int calls(std::string_view operation) const;

 private:
  Faults draw(std::string_view operation) const;

  const aws::DynamoTransport& inner_;
  mutable std::mutex mutex_;  // guards what follows
  Faults faults_{};
  std::string faulty_operation_;  // empty: all
  mutable std::mt19937 random_;
  mutable std::string once_;  // empty: nothing is due
  mutable int skipped_ = 0;
  Faults fault_once_{};
  mutable std::map<std::string, int, std::less<>> calls_;
};

}  // namespace souk::aws_test
