#pragma once

#include <string>
#include <string_view>

#include "commerce/cart/cart.h"
#include "commerce/catalog/product.h"
#include "commerce/customer/customer.h"
#include "commerce/error/error.h"
#include "commerce/order/order.h"
#include "commerce/shop/settings.h"

/// Domain values in their stored form: JSON that both homes keep beside their key columns. Reading what writing made gives an
/// equal value; a missing member reads as its default, so that older records stay readable. Errors of every reader: corrupt.
namespace souk::records {

std::string write(const Product& product_without_variants);  // shared fields alone
Result<Product> read_product(std::string_view json);         // variants empty
std::string write(const Variant& variant);
Result<Variant> read_variant(std::string_view json);
std::string write(const Category& category);
Result<Category> read_category(std::string_view json);
std::string write(const Cart& cart);
Result<Cart> read_cart(std::string_view json);
std::string write(const Order& order);
/// Only what shopper and shop agreed on: e-mail, addresses, terms, quote. For a home that keeps the rest in columns; read_order
/// reads it too.
std::string write_agreement(const Order& order);
Result<Order> read_order(std::string_view json);
std::string write(const Customer& customer);
Result<Customer> read_customer(std::string_view json);
std::string write(const ShopSettings& settings);
Result<ShopSettings> read_settings(std::string_view json);

/// `data` of an order's event: {id, number, version, state, payment_state, fulfillment_state, currency, totals, refusal?}. No
/// personal data.
std::string order_event_data(const Order& order);

}  // namespace souk::records
