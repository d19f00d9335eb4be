#pragma once

#include <memory>

#include "aws/dynamo/transports.h"
#include "aws/retry.h"
#include "contract/home.h"

namespace souk::aws_test {

/// A home on DynamoDB, in tables of its own. Media and API keys have no adapter there yet, and its queues are another home's.
/// `faulty`: what stands between it and the service.
std::unique_ptr<contract::Home> open_dynamo_home(const aws::RetryPolicy& policy, FaultyTransport** faulty);
std::unique_ptr<contract::Home> open_dynamo_home();

}  // namespace souk::aws_test
