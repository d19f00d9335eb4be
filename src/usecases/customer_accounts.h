#pragma once

#include "usecases/change_email.h"
#include "usecases/change_password.h"
#include "usecases/change_profile.h"
#include "usecases/claim_orders.h"
#include "usecases/edit_addresses.h"
#include "usecases/edit_customer.h"
#include "usecases/edit_wishlist.h"
#include "usecases/erase_customer.h"
#include "usecases/known_customer.h"
#include "usecases/log_in_customer.h"
#include "usecases/log_out.h"
#include "usecases/own_cart.h"
#include "usecases/refresh_session.h"
#include "usecases/register_customer.h"
#include "usecases/reset_password.h"
#include "usecases/start_session.h"
#include "usecases/verify_customer.h"

namespace souk::usecases {

struct AccountPorts {
  ports::IdentityProvider& identity;
  ports::Sessions& sessions;
  ports::CustomerStore& customers;
  const ports::CatalogStore& catalog;
  ports::CartStore& carts;
  ports::CheckoutLedger& ledger;
  ports::Queue& queue;
  const ports::SettingsStore& settings;
  const ports::Signer& signer;
  ports::IdSource& ids;
  const ports::Clock& clock;
  const identity::BreachList& breached;
};

/// The verbs of customers' accounts, made from their ports, which outlive them. Not to be moved: some borrow others.
struct CustomerAccounts {
  explicit CustomerAccounts(const AccountPorts& ports)
      : known_customer(ports.customers),
        start_session(ports.sessions, ports.identity, ports.ids, ports.clock),
        register_customer(ports.identity, ports.breached),
        claim_orders(ports.queue, ports.ledger, ports.customers),
        verify(ports.identity, known_customer, claim_orders, start_session),
        log_in(ports.identity, known_customer, start_session),
        refresh_session(ports.sessions, ports.identity, ports.signer),
        log_out(ports.sessions),
        reset_password(ports.identity, ports.sessions, ports.breached),
        change_password(ports.identity, ports.sessions, ports.breached),
        change_email(ports.identity, known_customer),
        edit(ports.customers),
        change_profile(edit, ports.clock),
        addresses(edit, ports.ids),
        wishlist(edit, ports.catalog, ports.clock),
        erase(ports.identity, ports.sessions, ports.customers, ports.ledger),
        own_cart(ports.carts, ports.customers, ports.settings, ports.ids, ports.clock) {}
  CustomerAccounts(const CustomerAccounts&) = delete;
  CustomerAccounts& operator=(const CustomerAccounts&) = delete;

  const KnownCustomer known_customer;
  const StartSession start_session;
  const RegisterCustomer register_customer;
  const ClaimOrders claim_orders;
  const VerifyCustomer verify;
  const LogInCustomer log_in;
  const RefreshSession refresh_session;
  const LogOut log_out;
  const ResetPassword reset_password;
  const ChangePassword change_password;
  const ChangeEmail change_email;
  const EditCustomer edit;
  const ChangeProfile change_profile;
  const EditAddresses addresses;
  const EditWishlist wishlist;
  const EraseCustomer erase;
  const OwnCart own_cart;
};

}  // namespace souk::usecases
