#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "commerce/catalog/product.h"
#include "commerce/customer/address.h"
#include "commerce/money/money.h"
#include "commerce/pricing/quote.h"
#include "commerce/time/instant.h"
#include "http/json_writer.h"

/// The shapes that several documents share, as api/openapi.yaml has them.
namespace souk::http {

void write(JsonWriter& json, const Money& money);
void write(JsonWriter& json, const std::optional<Money>& money);
void write(JsonWriter& json, Instant instant);
void write(JsonWriter& json, const std::optional<Instant>& instant);
void write(JsonWriter& json, const Address& address);
void write(JsonWriter& json, const std::optional<Address>& address);
void write(JsonWriter& json, const Totals& totals);
void write(JsonWriter& json, const Adjustment& adjustment);

/// Where a browser finds a picture: our media, or an https address elsewhere; empty when it is neither (a file name from an
/// import).
std::string image_url(const Image& image);
/// The same for the one text that a priced line keeps.
std::string image_url(std::string_view media_key_or_address);
/// {url, alt}, or null without an address.
void write_image(JsonWriter& json, std::string_view url, std::string_view alt);

template <class Items, class Write>
void write_array(JsonWriter& json, const Items& items, Write write_item) {
  json.begin_array();
  for (const auto& item : items) write_item(item);
  json.end_array();
}

/// {"items": [...], "next_cursor": ...}
template <class Items, class Write>
std::string list_json(const Items& items, const std::optional<std::string>& next_cursor, Write write_item) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("items");
  write_array(json, items, [&](const auto& item) { write_item(json, item); });
  json.key("next_cursor").text_or_null(next_cursor.value_or(""));
  json.end_object();
  return body;
}

}  // namespace souk::http
