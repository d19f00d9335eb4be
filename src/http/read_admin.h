#pragma once

#include "commerce/shop/settings.h"
#include "http/json_reader.h"
#include "ports/inventory.h"

namespace souk::http {

Result<ports::StockChange> read_stock_change(JsonValue body);
/// Every setting must be there; the version is not among them.
Result<ShopSettings> read_settings(JsonValue body);

}  // namespace souk::http
