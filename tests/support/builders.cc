#include "support/builders.h"

#include <functional>
#include <stdexcept>

namespace souk::support {

namespace {

template <class T>
T must(Result<T> result) {
  if (!result)
    throw std::logic_error("a builder made something invalid: " + result.error().detail + " " + result.error().pointer);
  return *std::move(result);
}

Variant a_variant(ports::IdSource& ids, std::vector<std::string> option_values) {
  return {.id = ids.fresh<VariantId>(),
          .stock_item = ids.fresh<StockItemId>(),
          .sku = {},
          .barcode = {},
          .option_values = std::move(option_values),
          .price = eur(1999),
          .compare_at_price = {},
          .image = {},
          .custom_fields = {}};
}

PricedLine priced(const CartLine& line, const Piece& piece) {
  const Variant& variant = piece.product.variants.at(piece.variant);
  return {.id = line.id,
          .variant = variant.id,
          .product = piece.product.id,
          .product_slug = piece.product.slug,
          .title = piece.product.title,
          .variant_title = variant.title(),
          .sku = variant.sku,
          .image = {},
          .quantity = line.quantity,
          .unit_price = variant.price,
          .total = {},
          .stock_item = variant.stock_item};
}

}  // namespace

Currency euro() { return must(Currency::parse("EUR")); }

Money eur(std::int64_t cents) { return {cents, euro()}; }

Address an_address() {
  return {.name = "Ada Byron",
          .company = {},
          .line1 = "Marktplatz 1",
          .line2 = {},
          .city = "Bremen",
          .region = {},
          .postal_code = "28195",
          .country = "DE",
          .phone = {}};
}

Product a_product(ports::IdSource& ids, const std::string& title) {
  Product product;
  product.id = ids.fresh<ProductId>();
  product.slug = slug_of(title);
  product.title = title;
  product.status = ProductStatus::active;
  product.variants.push_back(a_variant(ids, {}));
  return product;
}

Product a_product(ports::IdSource& ids, const std::string& title, int variants) {
  Product product = a_product(ids, title);
  product.variants.clear();
  product.options.push_back({.name = "Size", .values = {}});
  for (int i = 1; i <= variants; ++i) {
    product.options[0].values.push_back(std::to_string(i));
    product.variants.push_back(a_variant(ids, {std::to_string(i)}));
  }
  return product;
}

Cart a_cart(ports::IdSource& ids, Instant now) {
  Cart cart;
  cart.id = ids.fresh<CartId>();
  cart.currency = euro();
  cart.created_at = now;
  cart.expires_at = now + std::chrono::days{30};
  return cart;
}

Cart a_cart(ports::IdSource& ids, Instant now, const std::vector<Piece>& pieces) {
  Cart cart = a_cart(ids, now);
  for (const Piece& piece : pieces) {
    cart.lines.push_back(
        {.id = ids.fresh<LineId>(), .variant = piece.product.variants.at(piece.variant).id, .quantity = piece.quantity});
  }
  cart.email = "ada@example.com";
  cart.shipping_address = an_address();
  return cart;
}

Quote a_quote(const Cart& cart, const std::vector<Piece>& pieces) {
  Calculation start{.currency = euro(), .lines = {}, .adjustments = {}};
  for (std::size_t i = 0; i < pieces.size(); ++i) start.lines.push_back(priced(cart.lines.at(i), pieces[i]));
  return must(price(std::move(start), {}));
}

Checkout a_checkout(const Cart& cart) {
  return {.cart = cart.id,
          .cart_version = cart.version,
          .email = cart.email,
          .shipping_address = cart.shipping_address.value_or(Address{}),
          .billing_address = cart.billing_address,
          .provider = "test",
          .payment_token = "tok_ok",
          .terms_version = "1"};
}

ports::IdempotencyKey a_key(const std::string& name, const std::string& principal, const std::string& request) {
  ports::IdempotencyKey key{
      .principal = principal, .method = "POST", .route = "/carts/{id}/checkout", .key = "key-of-the-test-" + name};
  auto hash = std::hash<std::string>{}(request);
  for (auto& byte : key.request_hash) {
    byte = static_cast<std::uint8_t>(hash);
    hash = hash * 31 + 7;
  }
  return key;
}

}  // namespace souk::support
