#include "apps/shop_verbs.h"

namespace souk::apps {

ShopVerbs::ShopVerbs(Shop& shop)
    : price_(*shop.catalog, *shop.settings, shop.clock),
      edit_(*shop.carts, *shop.ledger, price_, shop.clock),
      check_api_key_(*shop.api_keys),
      check_access_token_(*shop.accounts->tokens),
      accounts_({.identity = *shop.accounts->customer_identity,
                 .sessions = *shop.accounts->sessions,
                 .customers = *shop.accounts->customers,
                 .catalog = *shop.catalog,
                 .carts = *shop.carts,
                 .ledger = *shop.ledger,
                 .queue = *shop.queue,
                 .settings = *shop.settings,
                 .signer = *shop.signer,
                 .ids = shop.ids,
                 .clock = shop.clock,
                 .breached = shop.breached}),
      create_cart_(edit_, *shop.settings, shop.ids, shop.clock),
      show_cart_(*shop.carts, price_),
      add_cart_line_(edit_, *shop.catalog, shop.ids, shop.clock),
      change_cart_line_(edit_, *shop.catalog),
      remove_cart_line_(edit_),
      set_cart_customer_(edit_, *shop.settings),
      list_shipping_options_(*shop.carts, price_, *shop.settings),
      choose_shipping_option_(edit_, price_, *shop.settings),
      place_order_(*shop.carts, price_, *shop.settings, *shop.ledger, shop.providers),
      show_order_(*shop.ledger, *shop.signer),
      create_product_(*shop.catalog, *shop.settings, shop.ids),
      replace_product_(*shop.catalog, *shop.settings, shop.ids),
      delete_product_(*shop.catalog),
      create_category_(*shop.catalog, shop.ids),
      replace_category_(*shop.catalog),
      delete_category_(*shop.catalog),
      change_stock_(*shop.inventory),
      change_settings_(*shop.settings) {}

http::Verbs ShopVerbs::all() const {
  return {.check_api_key = check_api_key_,
          .check_access_token = check_access_token_,
          .create_cart = create_cart_,
          .show_cart = show_cart_,
          .add_cart_line = add_cart_line_,
          .change_cart_line = change_cart_line_,
          .remove_cart_line = remove_cart_line_,
          .set_cart_customer = set_cart_customer_,
          .list_shipping_options = list_shipping_options_,
          .choose_shipping_option = choose_shipping_option_,
          .place_order = place_order_,
          .show_order = show_order_,
          .create_product = create_product_,
          .replace_product = replace_product_,
          .delete_product = delete_product_,
          .create_category = create_category_,
          .replace_category = replace_category_,
          .delete_category = delete_category_,
          .change_stock = change_stock_,
          .change_settings = change_settings_};
}

}  // namespace souk::apps
