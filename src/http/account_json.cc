#include "http/account_json.h"

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

std::string logged_in_json(const usecases::LoggedIn& logged_in, Instant now) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_members(json, logged_in.live.access_token, now);
  json.key("customer");
  write_customer(json, logged_in.customer);
  json.end_object();
  return body;
}

std::string session_list_json(const std::vector<Session>& sessions, const SessionId& current) {
  return list_json(sessions, std::nullopt, [&](JsonWriter& json, const Session& session) {
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
  });
}

std::string mail_sent_json(const std::string& email) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("email").text(email).end_object();
  return body;
}

}  // namespace souk::http
