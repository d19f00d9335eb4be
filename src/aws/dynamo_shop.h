#pragma once

#include <string>

#include "aws/dynamo_client.h"
#include "ports/clock.h"
#include "ports/id_source.h"

namespace souk::aws {

/// docs/data-model.md says what each table holds under which key.
struct TableNames {
  std::string products = "Products";
  std::string users = "Users";
  std::string orders = "Orders";
  std::string cart = "Cart";
};

/// What every adapter stands on. Outlives them.
struct DynamoShop {
  const DynamoClient& client;
  TableNames tables;
  const ports::Clock& clock;
  ports::IdSource& ids;
};

}  // namespace souk::aws
