#pragma once

#include <boost/json/fwd.hpp>

#include "aws/dynamo_value.h"
#include "commerce/error/error.h"
#include "json/writer.h"

/// Items in DynamoDB's JSON: {"version": {"N": "3"}}.
namespace souk::aws {

void write(json::Writer& writer, const Value& value);
void write(json::Writer& writer, const Item& item);

/// Errors: corrupt (a type that the shop never writes, a number that is not whole).
Result<Item> read_item(const boost::json::value& json);

}  // namespace souk::aws
