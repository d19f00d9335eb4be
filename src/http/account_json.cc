#include "http/account_json.h"

#include <algorithm>

#include "http/order_json.h"
#include "http/value_json.h"

namespace souk::http {
namespace {

void write_customer(JsonWriter& json, const Customer& customer) {
  json.begin_object();
  json.key("id").text(customer.id.text());
  json.key("email").text(customer.email);
  json.key("name").text(customer.name);
  json.key("phone").text(customer.phone);
  json.key("accepts_marketing").boolean(customer.accepts_marketing);
  json.key("default_shipping_address_id").text_or_null(customer.default_shipping ? customer.default_shipping->text() : "");
  json.key("default_billing_address_id").text_or_null(customer.default_billing ? customer.default_billing->text() : "");
  json.key("created_at");
  write(json, customer.created_at);
  json.end_object();
}

void write_session(JsonWriter& json, const Session& session, const SessionId& current) {
  json.begin_object();
  json.key("id").text(session.id.text());
  json.key("device").text(session.device);
  json.key("current").boolean(session.id == current);
  json.key("created_at");
  write(json, session.created_at);
  json.key("seen_at");
  write(json, session.seen_at);
  json.key("expires_at");
  write(json, session.expires_at);
  json.end_object();
}

void write_saved(JsonWriter& json, const Customer& customer, const SavedAddress& saved) {
  json.begin_object();
  json.key("id").text(saved.id.text());
  json.key("address");
  write(json, saved.address);
  json.key("default_shipping").boolean(customer.default_shipping == saved.id);
  json.key("default_billing").boolean(customer.default_billing == saved.id);
  json.end_object();
}

void write_wished(JsonWriter& json, const Product& product) {
  const auto cheapest = std::ranges::min_element(product.variants, {}, [](const Variant& each) { return each.price.minor; });
  json.begin_object();
  json.key("slug").text(product.slug);
  json.key("title").text(product.title);
  json.key("image");
  write_image(json, product.images.empty() ? std::string{} : image_url(product.images.front()), product.title);
  json.key("price_from");
  write(json, cheapest->price);
  json.end_object();
}

void write_members(JsonWriter& json, const ports::AccessToken& token, Instant now) {
  json.key("access_token").text(token.text);
  json.key("token_type").text("Bearer");
  json.key("expires_in").integer(std::chrono::floor<std::chrono::seconds>(token.expires_at - now).count());
}

}  // namespace

std::string customer_json(const Customer& customer) {
  std::string body;
  JsonWriter json(body);
  write_customer(json, customer);
  return body;
}

std::string access_token_json(const ports::AccessToken& token, Instant now) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_members(json, token, now);
  json.end_object();
  return body;
}

std::string logged_in_json(const usecases::LoggedIn& logged_in, const std::optional<CartId>& cart, Instant now) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_members(json, logged_in.live.access_token, now);
  json.key("customer");
  write_customer(json, logged_in.customer);
  json.key("cart_id").text_or_null(cart ? cart->text() : std::string{});
  json.end_object();
  return body;
}

std::string session_list_json(const std::vector<Session>& sessions, const SessionId& current) {
  return list_json(sessions, std::nullopt, [&](JsonWriter& json, const Session& session) { write_session(json, session, current); });
}

std::string saved_address_json(const Customer& customer, const SavedAddress& saved) {
  std::string body;
  JsonWriter json(body);
  write_saved(json, customer, saved);
  return body;
}

std::string address_list_json(const Customer& customer) {
  return list_json(customer.addresses, std::nullopt,
                   [&](JsonWriter& json, const SavedAddress& saved) { write_saved(json, customer, saved); });
}

std::string wishlist_json(const std::vector<WishedProduct>& wishes) {
  return list_json(wishes, std::nullopt, [](JsonWriter& json, const WishedProduct& wished) {
    json.begin_object();
    json.key("product_id").text(wished.wish.product.text());
    json.key("added_at");
    write(json, wished.wish.added_at);
    json.key("product");
    if (wished.product)
      write_wished(json, *wished.product);
    else
      json.null();
    json.end_object();
  });
}

std::string export_json(const CustomerExport& all) {
  const Customer& customer = all.customer;
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  json.key("exported_at");
  write(json, all.at);
  json.key("customer");
  write_customer(json, customer);
  json.key("marketing_changed_at");
  write(json, customer.marketing_changed_at);
  json.key("addresses");
  write_array(json, customer.addresses, [&](const SavedAddress& saved) { write_saved(json, customer, saved); });
  json.key("wishlist");
  write_array(json, customer.wishlist, [&](const Wish& wish) {
    json.begin_object().key("product_id").text(wish.product.text()).key("added_at");
    write(json, wish.added_at);
    json.end_object();
  });
  json.key("sessions");
  write_array(json, all.sessions, [&](const Session& session) { write_session(json, session, all.current); });
  json.key("cart_id").text_or_null(all.cart ? all.cart->id.text() : std::string{});
  json.key("orders");
  write_array(json, all.orders, [&](const Order& order) { write(json, order); });
  json.key("orders_complete").boolean(all.orders_complete);
  json.end_object();
  return body;
}

std::string mail_sent_json(const std::string& email) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("email").text(email).end_object();
  return body;
}

}  // namespace souk::http
