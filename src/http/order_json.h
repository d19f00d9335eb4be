#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commerce/order/order.h"
#include "http/json_writer.h"

namespace souk::http {

/// Stands for the order's token in stored answers: the token itself is never stored.
inline constexpr std::string_view kOrderTokenPlaceholder = "{{order_token}}";

void write(JsonWriter& json, const Order& order);
std::string order_json(const Order& order);
/// The answer of a checkout: the same with `order_token`, or its placeholder.
std::string placed_order_json(const Order& order, std::string_view order_token);
std::string order_list_json(const std::vector<Order>& orders, const std::optional<std::string>& next_cursor);

}  // namespace souk::http
