#include "http/value_json.h"

#include "commerce/text/names.h"

namespace souk::http {

void write(JsonWriter& json, const Money& money) {
  json.begin_object().key("amount").integer(money.minor).key("currency").text(money.currency.code()).end_object();
}

void write(JsonWriter& json, const std::optional<Money>& money) {
  if (money)
    write(json, *money);
  else
    json.null();
}

void write(JsonWriter& json, Instant instant) { json.text(to_rfc3339(instant)); }

void write(JsonWriter& json, const std::optional<Instant>& instant) {
  if (instant)
    write(json, *instant);
  else
    json.null();
}

void write(JsonWriter& json, const Address& address) {
  json.begin_object();
  json.key("name").text(address.name);
  json.key("company").text(address.company);
  json.key("line1").text(address.line1);
  json.key("line2").text(address.line2);
  json.key("city").text(address.city);
  json.key("region").text(address.region);
  json.key("postal_code").text(address.postal_code);
  json.key("country").text(address.country);
  json.key("phone").text(address.phone);
  json.end_object();
}

void write(JsonWriter& json, const std::optional<Address>& address) {
  if (address)
    write(json, *address);
  else
    json.null();
}

void write(JsonWriter& json, const Totals& totals) {
  json.begin_object().key("goods");
  write(json, totals.goods);
  json.key("discount");
  write(json, totals.discount);
  json.key("shipping");
  write(json, totals.shipping);
  json.key("tax");
  write(json, totals.tax);
  json.key("included_tax");
  write(json, totals.included_tax);
  json.key("total");
  write(json, totals.total);
  json.end_object();
}

void write(JsonWriter& json, const Adjustment& adjustment) {
  json.begin_object();
  json.key("kind").text(name_of(adjustment.kind));
  json.key("code").text(adjustment.code);
  json.key("label").text(adjustment.label);
  json.key("amount");
  write(json, adjustment.amount);
  json.key("included").boolean(adjustment.included);
  json.end_object();
}

std::string image_url(const Image& image) { return image_url(image.media.empty() ? image.source_url : image.media); }

std::string image_url(std::string_view media_key_or_address) {
  constexpr std::size_t kHashLength = 64;  // a media key is "<sha256 hex>.<extension>"
  if (media_key_or_address.starts_with("https://")) return std::string(media_key_or_address);
  const bool media =
      media_key_or_address.size() > kHashLength && media_key_or_address.find_first_not_of("0123456789abcdef") == kHashLength;
  return media ? "/media/" + std::string(media_key_or_address) : std::string{};
}

void write_image(JsonWriter& json, std::string_view url, std::string_view alt) {
  if (url.empty())
    json.null();
  else
    json.begin_object().key("url").text(url).key("alt").text(alt).end_object();
}

}  // namespace souk::http
