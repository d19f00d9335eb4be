#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "commerce/money/money.h"

/// Members of a JSON object that a stranger sent.
namespace souk::providers {

/// The object in `text`, nullopt when it is anything else.
std::optional<boost::json::object> read_object(std::string_view text);
/// Empty when there is none, or it is no text.
std::string text_of(const boost::json::object& object, std::string_view name);
/// From {"amount": 1999, "currency": "EUR"}, other members aside; never negative.
std::optional<Money> money_in(const boost::json::object& object);
/// The same, from the member of that name.
std::optional<Money> money_of(const boost::json::object& object, std::string_view name);
boost::json::object json_of(Money money);

}  // namespace souk::providers
