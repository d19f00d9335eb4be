#include "aws/dynamo/stand_in.h"

#include <atomic>
#include <stdexcept>
#include <utility>

#include "aws/dynamo/transports.h"

namespace souk::aws_test {
namespace {

// As docs/data-model.md describes the tables.
constexpr std::string_view kTable = R"({"TableName":"$NAME","BillingMode":"PAY_PER_REQUEST",
  "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"}],
  "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]})";

constexpr std::string_view kTableWithDueIndex = R"({"TableName":"$NAME","BillingMode":"PAY_PER_REQUEST",
  "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"},
    {"AttributeName":"due","AttributeType":"S"},{"AttributeName":"due_at","AttributeType":"N"}],
  "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
  "GlobalSecondaryIndexes":[{"IndexName":"due",
    "KeySchema":[{"AttributeName":"due","KeyType":"HASH"},{"AttributeName":"due_at","KeyType":"RANGE"}],
    "Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["undecided_at","hold_at","capture_at","give_back_at","erase_at"]}}]})";

void run(const aws::DynamoTransport& transport, std::string_view operation, const std::string& body) {
  const auto answer = transport.send(operation, body);
  if (!answer) throw std::runtime_error(std::string(operation) + ": " + answer.error().cause);
  if (answer->status != 200) throw std::runtime_error(std::string(operation) + ": " + answer->body);
}

std::string named(std::string_view definition, const std::string& name) {
  std::string body(definition);
  return body.replace(body.find("$NAME"), std::string_view("$NAME").size(), name);
}

}  // namespace

StandIn& stand_in() {
  static StandIn known;
  return known;
}

std::unique_ptr<aws::DynamoTransport> connect(const ports::Clock& clock) {
  // Hundreds of buyers wait for one thread there.
  aws::DynamoConfig config{.region = "eu-central-1",
                           .credentials = {.access_key_id = "AKIDSTANDIN", .secret_access_key = "only-for-the-stand-in"},
                           .endpoint = stand_in().endpoint,
                           .timeout = std::chrono::minutes{2}};
  auto transport = aws::connect_dynamo(config, clock).value();
  if (!stand_in().record_to.empty())
    transport = std::make_unique<RecordingTransport>(std::move(transport), stand_in().record_to);
  if (stand_in().planted == "careless_stock") transport = std::make_unique<CarelessTransport>(std::move(transport));
  return transport;
}

Tables::Tables(const aws::DynamoTransport& transport) : transport_(transport) {
  static std::atomic<int> made = 0;
  const std::string prefix = "souk-test-" + std::to_string(++made) + '-';
  names_ = {.products = prefix + "Products", .users = prefix + "Users", .orders = prefix + "Orders", .cart = prefix + "Cart"};
  for (const std::string& name : {names_.products, names_.users, names_.cart})
    run(transport_, "CreateTable", named(kTable, name));
  run(transport_, "CreateTable", named(kTableWithDueIndex, names_.orders));
}

Tables::~Tables() {
  for (const std::string& name : {names_.products, names_.users, names_.cart, names_.orders}) [[maybe_unused]]
    const auto dropped = transport_.send("DeleteTable", R"({"TableName":")" + name + "\"}");
}

}  // namespace souk::aws_test
