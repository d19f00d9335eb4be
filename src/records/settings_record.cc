#include "records/address_record.h"
#include "records/records.h"

namespace souk::records {

std::string write(const ShopSettings& settings) {
  return record([&](Members& members) {
    members.always("name", settings.name)
        .currency("currency", settings.currency)
        .texts("ship_to_countries", settings.ship_to_countries);
    members.always("time_zone", settings.time_zone);
    write_address(members, "seller", settings.seller);
    members.always("sender_email", settings.sender_email).boolean("prices_include_tax", settings.prices_include_tax, true);
    members.always("tax_rate_basis_points", settings.tax_rate_basis_points)
        .always("flat_shipping_minor", settings.flat_shipping_minor);
    const ManualPayment& manual = settings.manual_payment;
    members.boolean("manual_payment", manual.enabled, false)
        .text("manual_payment_title", manual.title)
        .text("manual_payment_instructions", manual.instructions);
    members.always("holds_per_client", settings.hold_limits.per_client)
        .always("holds_per_client_and_item", settings.hold_limits.per_client_and_item);
    members.always("order_number_prefix", settings.order_number_prefix).always("terms_version", settings.terms_version);
    members.text("terms_url", settings.terms_url).always("version", settings.version);
  });
}

Result<ShopSettings> read_settings(std::string_view text) {
  Document document(text);
  const Fields fields = document.root();
  const ShopSettings absent;
  ShopSettings settings;
  settings.name = fields.text("name", absent.name);
  settings.currency = fields.currency("currency");
  settings.ship_to_countries = fields.texts("ship_to_countries");
  settings.time_zone = fields.text("time_zone", absent.time_zone);
  settings.seller = read_address(fields.object("seller"));
  settings.sender_email = fields.text("sender_email", absent.sender_email);
  settings.prices_include_tax = fields.boolean("prices_include_tax", true);
  settings.tax_rate_basis_points = fields.natural("tax_rate_basis_points", absent.tax_rate_basis_points);
  settings.flat_shipping_minor = fields.natural("flat_shipping_minor", absent.flat_shipping_minor);
  settings.manual_payment = {fields.boolean("manual_payment", false), fields.text("manual_payment_title"),
                             fields.text("manual_payment_instructions")};
  settings.hold_limits = {fields.natural("holds_per_client", absent.hold_limits.per_client),
                          fields.natural("holds_per_client_and_item", absent.hold_limits.per_client_and_item)};
  settings.order_number_prefix = fields.text("order_number_prefix", absent.order_number_prefix);
  settings.terms_version = fields.text("terms_version", absent.terms_version);
  settings.terms_url = fields.text("terms_url");
  settings.version = fields.natural("version", absent.version);
  return document.finish(std::move(settings), "shop settings record");
}

}  // namespace souk::records
