#include <cstdlib>
#include <iostream>
#include <string>

#include <gtest/gtest.h>

#include "aws/dynamo/stand_in.h"

namespace {

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  souk::aws_test::StandIn& stand_in = souk::aws_test::stand_in();
  stand_in.endpoint = environment("SOUK_TEST_DYNAMO");
  stand_in.record_to = environment("SOUK_TEST_RECORD");
  stand_in.planted = environment("SOUK_TEST_PLANT");
  if (const auto rounds = environment("SOUK_TEST_RACE_ROUNDS"); !rounds.empty()) stand_in.race_rounds = std::stoi(rounds);
  if (stand_in.endpoint.empty()) {
    std::cerr << "SOUK_TEST_DYNAMO does not say where DynamoDB is. tests/aws/run starts a stand-in and runs this.\n";
    return 2;
  }
  return RUN_ALL_TESTS();
}
