#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/service.h"
#include "ports/access_tokens.h"
#include "ports/answers.h"
#include "ports/cart_store.h"
#include "ports/catalog_index.h"
#include "ports/catalog_store.h"
#include "ports/checkout_ledger.h"
#include "ports/clock.h"
#include "ports/customer_store.h"
#include "ports/identity_provider.h"
#include "ports/inventory.h"
#include "ports/mailer.h"
#include "ports/media_store.h"
#include "ports/sessions.h"
#include "ports/settings_store.h"
#include "ports/signer.h"
#include "usecases/add_cart_line.h"
#include "usecases/change_cart_line.h"
#include "usecases/change_settings.h"
#include "usecases/change_stock.h"
#include "usecases/check_access_token.h"
#include "usecases/check_api_key.h"
#include "usecases/choose_shipping_option.h"
#include "usecases/create_cart.h"
#include "usecases/create_category.h"
#include "usecases/create_product.h"
#include "usecases/customer_accounts.h"
#include "usecases/delete_category.h"
#include "usecases/delete_product.h"
#include "usecases/list_shipping_options.h"
#include "usecases/place_order.h"
#include "usecases/remove_cart_line.h"
#include "usecases/replace_category.h"
#include "usecases/replace_product.h"
#include "usecases/set_cart_customer.h"
#include "usecases/show_cart.h"
#include "usecases/show_order.h"

namespace souk::http {

struct ServiceConfig {
  std::vector<std::string> allowed_origins{};           // of browsers on other sites, exact: "https://shop.example.com"
  std::size_t cache_bytes = std::size_t{32} << 20;      // of public answers
  std::function<bool()> is_ready{[] { return true; }};  // what /readyz asks; called on any thread
};

/// The verbs behind the routes.
struct Verbs {
  const usecases::CheckApiKey& check_api_key;
  const usecases::CheckAccessToken& check_access_token;
  const usecases::CreateCart& create_cart;
  const usecases::ShowCart& show_cart;
  const usecases::AddCartLine& add_cart_line;
  const usecases::ChangeCartLine& change_cart_line;
  const usecases::RemoveCartLine& remove_cart_line;
  const usecases::SetCartCustomer& set_cart_customer;
  const usecases::ListShippingOptions& list_shipping_options;
  const usecases::ChooseShippingOption& choose_shipping_option;
  const usecases::PlaceOrder& place_order;
  const usecases::ShowOrder& show_order;
  const usecases::CreateProduct& create_product;
  const usecases::ReplaceProduct& replace_product;
  const usecases::DeleteProduct& delete_product;
  const usecases::CreateCategory& create_category;
  const usecases::ReplaceCategory& replace_category;
  const usecases::DeleteCategory& delete_category;
  const usecases::ChangeStock& change_stock;
  const usecases::ChangeSettings& change_settings;
};

/// Everything a service is made of; all of it outlives the service. Plain reads go to the ports, the rest through the verbs.
struct ServiceParts {
  const ports::CatalogStore& catalog;
  const ports::CatalogIndex& index;
  const ports::Inventory& inventory;
  const ports::CheckoutLedger& ledger;
  const ports::SettingsStore& settings;
  const ports::MediaStore& media;
  const ports::Answers& answers;
  const ports::Signer& signer;
  const ports::Clock& clock;
  const usecases::PaymentProviders& payment_providers;
  const ports::AccessTokens& tokens;
  ports::IdentityProvider& identity;  // of customers
  ports::Sessions& sessions;
  const ports::CustomerStore& customers;
  const ports::CartStore& carts;
  const ports::Mailbox* mailbox;  // of a shop in development alone
  const usecases::CustomerAccounts& accounts;
  Verbs verbs;
  ServiceConfig config{};
};

/// The shop over HTTP: every operation of api/openapi.yaml, the pages beside it, and the policy of api/policy.yaml.
std::unique_ptr<Service> make_service(const ServiceParts& parts);

/// How checkout answers are stored: handed to the adapters that store them.
std::unique_ptr<ports::AnswerEncoder> make_answer_encoder();

}  // namespace souk::http
