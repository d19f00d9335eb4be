#include "providers/json_members.h"

#include <utility>

#include <boost/json.hpp>

namespace souk::providers {

namespace json = boost::json;

std::optional<json::object> read_object(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string{};
}

std::optional<Money> money_in(const json::object& object) {
  const auto* minor = object.if_contains("amount");
  const auto currency = Currency::parse(text_of(object, "currency"));
  if (!minor || !minor->is_int64() || minor->get_int64() < 0 || !currency) return std::nullopt;
  return Money{minor->get_int64(), *currency};
}

std::optional<Money> money_of(const json::object& object, std::string_view name) {
  const auto* money = object.if_contains(name);
  return money && money->is_object() ? money_in(money->get_object()) : std::nullopt;
}

json::object json_of(Money money) { return {{"amount", money.minor}, {"currency", money.currency.code()}}; }

}  // namespace souk::providers
