#pragma once

#include <memory>
#include <string>

#include "aws/dynamo_shop.h"
#include "aws/dynamo_transport.h"
#include "ports/clock.h"

/// The DynamoDB that the tests run on: tests/aws/run starts it and says where it is.
namespace souk::aws_test {

struct StandIn {
  std::string endpoint{};   // SOUK_TEST_DYNAMO
  std::string record_to{};  // SOUK_TEST_RECORD: a file that gets every request, for the check of its shape
  std::string planted{};    // SOUK_TEST_PLANT: the bug that is to be caught
  int race_rounds = 1;      // SOUK_TEST_RACE_ROUNDS
};
/// Filled by main() before the tests run.
StandIn& stand_in();

/// Signed, recorded and, if so asked, with the bug planted.
std::unique_ptr<aws::DynamoTransport> connect(const ports::Clock& clock);

/// Four tables of their own, gone with this.
class Tables {
 public:
  explicit Tables(const aws::DynamoTransport& transport);
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;
  ~Tables();

  const aws::TableNames& names() const { return names_; }

 private:
  const aws::DynamoTransport& transport_;
  aws::TableNames names_;
};

}  // namespace souk::aws_test
