#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "commerce/cart/cart.h"
#include "commerce/catalog/product.h"
#include "commerce/order/order.h"
#include "ports/answers.h"
#include "ports/id_source.h"

/// Things that are valid and unremarkable: a test says only what matters to it.
namespace souk::support {

Currency euro();
Money eur(std::int64_t cents);
Address an_address();

/// An active product with one variant for 19.99 EUR; its slug is made from the title.
Product a_product(ports::IdSource& ids, const std::string& title);
/// The same with this many variants: "1", "2", ... of the option "Size".
Product a_product(ports::IdSource& ids, const std::string& title, int variants);

struct Piece {
  Product product;
  std::int64_t quantity = 1;
  std::size_t variant = 0;  // of the product
};
/// An empty cart for the next 30 days.
Cart a_cart(ports::IdSource& ids, Instant now);
/// A cart of these pieces, addressed and ready to be ordered.
Cart a_cart(ports::IdSource& ids, Instant now, const std::vector<Piece>& pieces);
/// The cart's pieces priced: no tax, no shipping.
Quote a_quote(const Cart& cart, const std::vector<Piece>& pieces);
Checkout a_checkout(const Cart& cart);

/// `name` and `principal` make the scope, `request` the hash.
ports::IdempotencyKey a_key(const std::string& name, const std::string& principal = "somebody",
                            const std::string& request = "the request");

}  // namespace souk::support
