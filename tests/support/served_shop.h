#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "embedded/accounts.h"
#include "embedded/checkout_ledger.h"
#include "embedded/media_store.h"
#include "embedded/signer.h"
#include "http/json_reader.h"
#include "http/service_parts.h"
#include "search/catalog_index.h"
#include "support/fixed_secrets.h"
#include "support/shop.h"
#include "usecases/create_api_key.h"
#include "usecases/index_catalog.h"

namespace souk::support {

/// An answer, ready to be looked at.
class Reply {
 public:
  explicit Reply(http::Response response) : response_(std::move(response)) {}

  int status() const { return response_.status; }
  std::string body() const { return std::string(response_.content()); }
  /// "" when it is not there.
  std::string header(std::string_view name) const {
    for (const auto& [known, value] : response_.headers)
      if (known == name) return value;
    return {};
  }
  bool has_header(std::string_view name) const { return !header(name).empty(); }

  /// "/items/0/title": the text there; other values as JSON spells them; "(none)" when nothing is there.
  std::string at(std::string_view pointer) const {
    const auto document = http::JsonDocument::parse(response_.content());
    if (!document) return "(no JSON)";
    std::optional<http::JsonValue> value = document->root();
    while (value && !pointer.empty()) {
      pointer.remove_prefix(1);
      const std::string_view step = pointer.substr(0, pointer.find('/'));
      pointer.remove_prefix(step.size());
      value = value->kind() == http::JsonKind::array ? element(*value, std::stoul(std::string(step))) : value->find(step);
    }
    return value ? spelled(*value) : "(none)";
  }
  std::int64_t number(std::string_view pointer) const { return std::stoll(at(pointer)); }
  std::string code() const { return at("/code"); }

 private:
  static std::optional<http::JsonValue> element(http::JsonValue array, std::size_t index) {
    auto value = array.first();
    for (; value && index > 0; --index) value = value->next();
    return value;
  }
  static std::string spelled(http::JsonValue value) {
    switch (value.kind()) {
      case http::JsonKind::null: return "null";
      case http::JsonKind::boolean: return value.boolean() ? "true" : "false";
      case http::JsonKind::integer: return std::to_string(value.integer());
      case http::JsonKind::string: return std::string(value.string());
      case http::JsonKind::array: return "[" + std::to_string(value.size()) + "]";
      case http::JsonKind::object: return "{" + std::to_string(value.size()) + "}";
      case http::JsonKind::other_number: break;
    }
    return "(other number)";
  }

  http::Response response_;
};

using SentHeaders = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// A whole shop behind its HTTP surface, without sockets: the embedded home, its search, the test provider, and an owner's key.
class ServedShop {
 public:
  explicit ServedShop(http::ServiceConfig config = {});

  Reply send(std::string_view method, std::string_view target, std::string_view body = {}, SentHeaders headers = {}) const;
  Reply get(std::string_view target, SentHeaders headers = {}) const { return send("GET", target, {}, headers); }
  /// With the owner's key. `if_match` and `key` may be empty.
  Reply as_owner(std::string_view method, std::string_view target, std::string_view body = {}, std::string_view if_match = {},
                 std::string_view key = {}) const;
  /// Everything that is to be mailed, newest first.
  std::vector<ports::KeptMail> mails();
  /// The token of the link in the newest mail to this address.
  std::string mailed_token(const std::string& to);
  /// A customer who has just registered; "Bearer …" of their session.
  std::string registered(const std::string& email, const std::string& password = "correct horse");
  /// Until the lists show what the store holds.
  void index() { index_catalog().value(); }

  /// A cart with one of this variant and an address, through the API; its id.
  std::string cart_with(const VariantId& variant, std::int64_t quantity = 1) const;

  Shop shop;
  std::unique_ptr<ports::AnswerEncoder> encoder = http::make_answer_encoder();
  std::unique_ptr<ports::CheckoutLedger> durable_ledger;
  FlakyLedger ledger;
  std::unique_ptr<ports::CatalogIndex> catalog_index;
  FixedSecrets secrets;
  std::unique_ptr<ports::Signer> signer = embedded::make_signer(secrets);
  std::unique_ptr<ports::MediaStore> media;
  usecases::IndexCatalog index_catalog;
  usecases::EditCart edit;
  std::unique_ptr<embedded::Accounts> accounts;
  identity::BreachList breached;
  usecases::CustomerAccounts account_verbs;
  usecases::CheckApiKey check_api_key;
  usecases::CheckAccessToken check_access_token;
  usecases::CreateCart create_cart;
  usecases::ShowCart show_cart;
  usecases::AddCartLine add_cart_line;
  usecases::ChangeCartLine change_cart_line;
  usecases::RemoveCartLine remove_cart_line;
  usecases::SetCartCustomer set_cart_customer;
  usecases::ListShippingOptions list_shipping_options;
  usecases::ChooseShippingOption choose_shipping_option;
  usecases::PlaceOrder place_order;
  usecases::ShowOrder show_order;
  usecases::CreateProduct create_product;
  usecases::ReplaceProduct replace_product;
  usecases::DeleteProduct delete_product;
  usecases::CreateCategory create_category;
  usecases::ReplaceCategory replace_category;
  usecases::DeleteCategory delete_category;
  usecases::ChangeStock change_stock;
  usecases::ChangeSettings change_settings;
  std::unique_ptr<http::Service> service;
  std::string owner;  // "Bearer key_…"
};

inline ServedShop::ServedShop(http::ServiceConfig config)
    : durable_ledger(embedded::open_checkout_ledger(*shop.database, shop.clock, shop.ids, *shop.settings, *encoder)),
      ledger(*durable_ledger),
      catalog_index(search::open_catalog_index(shop.folder.path() / "search.db", shop.clock).value()),
      media(embedded::open_media_store(shop.folder.path() / "media")),
      index_catalog(*shop.catalog, *shop.inventory, *catalog_index),
      edit(*shop.carts, ledger, shop.price, shop.clock),
      accounts(embedded::Accounts::open({*shop.database, shop.clock, shop.ids, secrets, *signer}, "https://shop.example").value()),
      account_verbs({.identity = *accounts->customer_identity,
                     .sessions = *accounts->sessions,
                     .customers = *accounts->customers,
                     .catalog = *shop.catalog,
                     .carts = *shop.carts,
                     .ledger = ledger,
                     .queue = *shop.queue,
                     .settings = *shop.settings,
                     .signer = *signer,
                     .ids = shop.ids,
                     .clock = shop.clock,
                     .breached = breached}),
      check_api_key(*shop.api_keys),
      check_access_token(*accounts->tokens),
      create_cart(edit, *shop.settings, shop.ids, shop.clock),
      show_cart(*shop.carts, shop.price),
      add_cart_line(edit, *shop.catalog, shop.ids, shop.clock),
      change_cart_line(edit, *shop.catalog),
      remove_cart_line(edit),
      set_cart_customer(edit, *shop.settings),
      list_shipping_options(*shop.carts, shop.price, *shop.settings),
      choose_shipping_option(edit, shop.price, *shop.settings),
      place_order(*shop.carts, shop.price, *shop.settings, ledger, shop.payment_providers),
      show_order(ledger, *signer),
      create_product(*shop.catalog, *shop.settings, shop.ids),
      replace_product(*shop.catalog, *shop.settings, shop.ids),
      delete_product(*shop.catalog),
      create_category(*shop.catalog, shop.ids),
      replace_category(*shop.catalog),
      delete_category(*shop.catalog),
      change_stock(*shop.inventory),
      change_settings(*shop.settings),
      service(http::make_service({.catalog = *shop.catalog,
                                  .index = *catalog_index,
                                  .inventory = *shop.inventory,
                                  .ledger = ledger,
                                  .settings = *shop.settings,
                                  .media = *media,
                                  .answers = *shop.answers,
                                  .signer = *signer,
                                  .clock = shop.clock,
                                  .payment_providers = shop.payment_providers,
                                  .tokens = *accounts->tokens,
                                  .identity = *accounts->customer_identity,
                                  .sessions = *accounts->sessions,
                                  .customers = *accounts->customers,
                                  .carts = *shop.carts,
                                  .mailbox = accounts->mailbox.get(),
                                  .accounts = account_verbs,
                                  .verbs = {.check_api_key = check_api_key,
                                            .check_access_token = check_access_token,
                                            .create_cart = create_cart,
                                            .show_cart = show_cart,
                                            .add_cart_line = add_cart_line,
                                            .change_cart_line = change_cart_line,
                                            .remove_cart_line = remove_cart_line,
                                            .set_cart_customer = set_cart_customer,
                                            .list_shipping_options = list_shipping_options,
                                            .choose_shipping_option = choose_shipping_option,
                                            .place_order = place_order,
                                            .show_order = show_order,
                                            .create_product = create_product,
                                            .replace_product = replace_product,
                                            .delete_product = delete_product,
                                            .create_category = create_category,
                                            .replace_category = replace_category,
                                            .delete_category = delete_category,
                                            .change_stock = change_stock,
                                            .change_settings = change_settings},
                                  .config = std::move(config)})),
      owner("Bearer " + usecases::CreateApiKey{*shop.api_keys, shop.ids, shop.clock}(Role::owner, "test").value().text) {}

inline Reply ServedShop::send(std::string_view method, std::string_view target, std::string_view body,
                              SentHeaders headers) const {
  http::Request request{
      .method = method, .target = target, .headers = {}, .body = body, .remote_address = "203.0.113.7", .request_id = "test"};
  for (const auto& header : headers)
    if (!header.second.empty()) request.headers.emplace_back(header);
  const bool typed = request.header("content-type").has_value();
  if (!body.empty() && !typed) request.headers.emplace_back("content-type", "application/json");
  return Reply{service->answer(request)};
}

inline Reply ServedShop::as_owner(std::string_view method, std::string_view target, std::string_view body,
                                  std::string_view if_match, std::string_view key) const {
  return send(method, target, body, {{"authorization", owner}, {"if-match", if_match}, {"idempotency-key", key}});
}

inline std::vector<ports::KeptMail> ServedShop::mails() {
  while (shop.publish_events().value() > 0) {
  }
  const usecases::MailLetters mail{*shop.queue,    *accounts->letters, *accounts->mailbox,
                                   *shop.settings, *signer,            "https://shop.example"};
  while (mail().value() > 0) {
  }
  return accounts->mailbox->newest(std::nullopt, std::nullopt, 100).value();
}

inline std::string ServedShop::mailed_token(const std::string& to) {
  for (const ports::KeptMail& kept : mails()) {
    const auto at = kept.mail.text.find("#token=");
    if (kept.mail.to != to || at == std::string::npos) continue;
    return kept.mail.text.substr(at + 7, kept.mail.text.find('\n', at) - at - 7);
  }
  return "no mail";
}

inline std::string ServedShop::registered(const std::string& email, const std::string& password) {
  send("POST", "/v1/auth/register", R"({"email":")" + email + R"(","password":")" + password + R"(","name":"Ada"})");
  const std::string body = R"({"token":")" + mailed_token(email) + R"(","password":")" + password + "\"}";
  return "Bearer " + send("POST", "/v1/auth/verify", body).at("/access_token");
}

inline std::string ServedShop::cart_with(const VariantId& variant, std::int64_t quantity) const {
  const std::string cart = send("POST", "/v1/carts").at("/id");
  send("POST", "/v1/carts/" + cart + "/lines",
       R"({"variant_id":")" + variant.text() + R"(","quantity":)" + std::to_string(quantity) + "}");
  send(
      "PUT", "/v1/carts/" + cart + "/customer",
      R"({"email":"ada@example.com","shipping_address":{"name":"Ada Byron","line1":"Marktplatz 1","city":"Bremen","country":"DE"}})");
  return cart;
}

}  // namespace souk::support
