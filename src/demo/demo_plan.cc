#include "demo/demo_plan.h"

#include <algorithm>
#include <stdexcept>

#include <boost/json.hpp>

#include "assets/demo.h"

namespace souk::demo {
namespace {

namespace json = boost::json;

std::string text(const json::object& object, std::string_view name) {
  const json::value& value = object.at(name);
  return value.is_null() ? std::string() : std::string(value.as_string());
}

Address seller(const json::object& from) {
  return {.name = text(from, "name"),
          .company = text(from, "company"),
          .line1 = text(from, "line1"),
          .line2 = text(from, "line2"),
          .city = text(from, "city"),
          .region = text(from, "region"),
          .postal_code = text(from, "postal_code"),
          .country = text(from, "country"),
          .phone = text(from, "phone")};
}

ShopSettings settings(const json::object& from) {
  ShopSettings settings;
  settings.name = text(from, "name");
  settings.currency = Currency::parse(text(from, "currency")).value();
  for (const auto& country : from.at("ship_to").as_array()) settings.ship_to_countries.emplace_back(country.as_string());
  settings.time_zone = text(from, "time_zone");
  settings.seller = seller(from.at("seller_address").as_object());
  settings.sender_email = text(from, "sender_email");
  settings.prices_include_tax = from.at("prices_include_tax").as_bool();
  settings.tax_rate_basis_points = from.at("tax_rate_basis_points").as_int64();
  settings.flat_shipping_minor = from.at("flat_shipping").as_object().at("amount").as_int64();
  settings.order_number_prefix = text(from, "order_number_prefix");
  settings.terms_version = text(from.at("terms").as_object(), "version");
  auto checked = validated(std::move(settings));
  if (!checked) throw std::logic_error("demo/categories.json: " + checked.error().detail);
  return *std::move(checked);
}

PlannedCategory category(const json::object& from, std::int64_t position) {
  PlannedCategory planned;
  planned.category.title = text(from, "title");
  planned.category.slug = text(from, "slug");
  planned.category.description_html = text(from, "description_html");
  planned.category.position = position;
  planned.parent_slug = text(from, "parent");
  for (const auto& handle : from.at("products").as_array()) planned.handles.emplace_back(handle.as_string());
  return planned;
}

}  // namespace

std::optional<std::string> asset(const std::string& name) {
  const auto files = assets::demo();
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const assets::EmbeddedFile& file) { return file.name == name; });
  if (found == files.end()) return std::nullopt;
  return std::string(found->bytes);
}

Plan plan() {
  const json::value document = json::parse(asset("categories.json").value());
  Plan plan{settings(document.at("settings").as_object()), {}};
  for (const auto& item : document.at("categories").as_array())
    plan.categories.push_back(category(item.as_object(), static_cast<std::int64_t>(plan.categories.size())));
  return plan;
}

}  // namespace souk::demo
