#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commerce/catalog/product.h"
#include "commerce/customer/customer.h"
#include "commerce/order/order.h"
#include "http/json_writer.h"
#include "usecases/log_in_customer.h"

namespace souk::http {

std::string customer_json(const Customer& customer);
/// {access_token, token_type, expires_in}
std::string access_token_json(const ports::AccessToken& token, Instant now);
/// The same with the customer and their cart.
std::string logged_in_json(const usecases::LoggedIn& logged_in, const std::optional<CartId>& cart, Instant now);
std::string session_list_json(const std::vector<Session>& sessions, const SessionId& current);
std::string saved_address_json(const Customer& customer, const SavedAddress& saved);
std::string address_list_json(const Customer& customer);

struct WishedProduct {
  Wish wish;
  std::optional<Product> product;  // nullopt: no longer for sale
};
std::string wishlist_json(const std::vector<WishedProduct>& wishes);
/// All that the shop keeps about one customer.
struct CustomerExport {
  Customer customer{};
  std::vector<Session> sessions{};
  std::optional<Cart> cart{};
  std::vector<Order> orders{};
  bool orders_complete = true;
  SessionId current{};  // the session that asks
  Instant at{};
};
std::string export_json(const CustomerExport& all);
/// {email}: where a mail is on its way to, if there is a reason for one.
std::string mail_sent_json(const std::string& email);

}  // namespace souk::http
