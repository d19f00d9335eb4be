#pragma once

#include "apps/shop.h"
#include "http/service_parts.h"
#include "usecases/edit_cart.h"
#include "usecases/priced_cart.h"

namespace souk::apps {

/// The verbs behind the routes, made from an open shop, which outlives them.
class ShopVerbs {
 public:
  explicit ShopVerbs(Shop& shop);
  ShopVerbs(const ShopVerbs&) = delete;
  ShopVerbs& operator=(const ShopVerbs&) = delete;

  http::Verbs all() const;
  const usecases::CustomerAccounts& accounts() const { return accounts_; }

 private:
  usecases::PriceCart price_;
  usecases::EditCart edit_;
  usecases::CheckApiKey check_api_key_;
  usecases::CheckAccessToken check_access_token_;
  usecases::CustomerAccounts accounts_;
  usecases::CreateCart create_cart_;
  usecases::ShowCart show_cart_;
  usecases::AddCartLine add_cart_line_;
  usecases::ChangeCartLine change_cart_line_;
  usecases::RemoveCartLine remove_cart_line_;
  usecases::SetCartCustomer set_cart_customer_;
  usecases::ListShippingOptions list_shipping_options_;
  usecases::ChooseShippingOption choose_shipping_option_;
  usecases::PlaceOrder place_order_;
  usecases::ShowOrder show_order_;
  usecases::CreateProduct create_product_;
  usecases::ReplaceProduct replace_product_;
  usecases::DeleteProduct delete_product_;
  usecases::CreateCategory create_category_;
  usecases::ReplaceCategory replace_category_;
  usecases::DeleteCategory delete_category_;
  usecases::ChangeStock change_stock_;
  usecases::ChangeSettings change_settings_;
};

}  // namespace souk::apps
