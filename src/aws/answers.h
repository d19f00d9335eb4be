#pragma once

#include <memory>

#include "aws/dynamo_shop.h"
#include "ports/answers.h"

namespace souk::aws {

std::unique_ptr<ports::Answers> open_answers(const DynamoShop& shop);

}  // namespace souk::aws
