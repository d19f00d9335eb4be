#include "records/address_record.h"
#include "records/records.h"

namespace souk::records {

std::string write(const Customer& customer) {
  return record([&](Members& members) {
    members.id("id", customer.id).integer("version", customer.version).text("email", customer.email);
    members.text("name", customer.name).text("phone", customer.phone);
    members.boolean("accepts_marketing", customer.accepts_marketing, false);
    members.instant("marketing_changed_at", customer.marketing_changed_at);
    members.items("addresses", customer.addresses, [](Members& m, const SavedAddress& saved) {
      m.id("id", saved.id);
      write_address(m, "address", saved.address);
    });
    members.id("default_shipping", customer.default_shipping).id("default_billing", customer.default_billing);
    members.items("wishlist", customer.wishlist,
                  [](Members& m, const Wish& wish) { m.id("product", wish.product).instant("added_at", wish.added_at); });
    members.instant("created_at", customer.created_at);
  });
}

Result<Customer> read_customer(std::string_view text) {
  Document document(text);
  const Fields fields = document.root();
  Customer customer;
  customer.id = fields.id<CustomerId>("id");
  customer.version = fields.natural("version");
  customer.email = fields.text("email");
  customer.name = fields.text("name");
  customer.phone = fields.text("phone");
  customer.accepts_marketing = fields.boolean("accepts_marketing", false);
  customer.marketing_changed_at = fields.optional_instant("marketing_changed_at");
  customer.addresses = fields.items<SavedAddress>("addresses", [](const Fields& saved) {
    return SavedAddress{saved.id<AddressId>("id"), read_optional_address(saved, "address").value_or(Address{})};
  });
  customer.default_shipping = fields.optional_id<AddressId>("default_shipping");
  customer.default_billing = fields.optional_id<AddressId>("default_billing");
  customer.wishlist = fields.items<Wish>("wishlist", [](const Fields& wish) {
    return Wish{wish.id<ProductId>("product"), wish.instant("added_at")};
  });
  customer.created_at = fields.instant("created_at");
  return document.finish(std::move(customer), "customer");
}

}  // namespace souk::records
