#include "aws/cart_store.h"

#include <utility>

#include "aws/answer_items.h"
#include "aws/cart_items.h"
#include "aws/customer_cart.h"
#include "aws/item_fields.h"
#include "aws/order_items.h"
#include "aws/rounds.h"

namespace souk::aws {
namespace {

std::unexpected<Error> no_such_cart() { return fail(ErrorCode::not_found, "There is no such cart"); }

/// One call of CartStore::save, over all its rounds.
class CartSaving {
 public:
  CartSaving(const DynamoShop& shop, const ports::Repeatable<Cart>& repeatable, const Cart& cart)
      : shop_(shop), keyed_(shop, repeatable), cart_(cart) {}

  Result<std::optional<Cart>> round() {
    TRY(const ItemSet read, read_all());
    TRY(const auto stored, cart_in(shop_, read, cart_.id, now_));
    TRY(const auto order, pointed_to_in(read, live_order_key(shop_, cart_.id)));
    if (stored && stored->write == write_) return std::optional(with_order(stored->cart, order));
    TRY(keyed_.expect_new_in(read));
    const bool taken = read.contains(cart_key(shop_, cart_.id));
    if (cart_.version == 0 ? taken : stored && stored->cart.version != cart_.version)
      return fail(ErrorCode::version_conflict, "The cart has changed since it was read");
    if (cart_.version > 0 && !stored) return no_such_cart();

    Cart made = with_order(cart_, order);
    ++made.version;
    made.customer = stored ? stored->cart.customer : std::nullopt;
    if (stored) made.created_at = stored->cart.created_at;
    if (made.expires_at <= now_) return no_such_cart();  // saved with an end that has passed
    std::vector<Action> actions{put_cart(shop_, {.cart = made, .write = write_}, cart_.version)};
    keyed_.add_answer_to(actions, made);
    return committed(shop_, actions, made);
  }

 private:
  static Cart with_order(Cart cart, const std::optional<OrderId>& order) {
    cart.order = order;
    return cart;
  }

  Result<ItemSet> read_all() const {
    std::vector<ItemKey> wanted{cart_key(shop_, cart_.id), live_order_key(shop_, cart_.id)};
    keyed_.add_key_to(wanted);
    return shop_.client.get_all(std::move(wanted));
  }

  const DynamoShop& shop_;
  const KeyedWrite<Cart> keyed_;
  const Cart& cart_;
  const Instant now_ = shop_.clock.now();
  const std::string write_ = encode_id(shop_.ids.next());
};

class DynamoCartStore final : public ports::CartStore {
 public:
  explicit DynamoCartStore(const DynamoShop& shop) : shop_(shop) {}

  Result<Cart> find(const CartId& id) const override {
    TRY(const ItemSet read, shop_.client.get_all({cart_key(shop_, id), live_order_key(shop_, id)}));
    TRY(auto stored, cart_in(shop_, read, id, shop_.clock.now()));
    if (!stored) return no_such_cart();
    TRY(stored->cart.order, pointed_to_in(read, live_order_key(shop_, id)));
    return std::move(stored->cart);
  }

  Result<Cart> save(const ports::Repeatable<Cart>& repeatable, const Cart& cart) override {
    CartSaving saving(shop_, repeatable, cart);
    return in_rounds(shop_, [&] { return saving.round(); });
  }

  Result<std::optional<Cart>> of_customer(const CustomerId& customer) const override { return open_cart_of(shop_, customer); }

  Result<Cart> hand_over(const Cart& cart, const std::optional<ports::CartVersion>& source) override {
    CartHandOver handing_over(shop_, cart, source);
    return in_rounds(shop_, [&] { return handing_over.round(); });
  }

  Result<void> remember_total(const CartId& id, std::int64_t version, Money total) override {
    TRY(shop_.client.write(Update{.key = cart_key(shop_, id),
                                  .changes = "SET #shown_total = :total",
                                  .values = {{"total", total.minor}, {"version", version}},
                                  .only_if = "#version = :version"}));
    return {};
  }

  /// The table's time to live does this unasked, so the cloud home never calls it; where nothing else does, it reads the whole
  /// table.
  Result<std::int64_t> drop_expired(Instant before, std::int64_t limit) override {
    TRY(const auto carts,
        shop_.client.scan(
            {.table = shop_.tables.cart, .filter = {"#ends_at < :before", {{"before", before}}}, .limit = limit}));
    std::int64_t dropped = 0;
    for (const Item& item : carts) {
      ItemFields fields(item);
      TRY(const ItemKey key, fields.finish(ItemKey{shop_.tables.cart, fields.text("pk"), fields.text("sk")}, "cart"));
      TRY(const bool erased, shop_.client.write(Delete{.key = key, .only_if = {"#ends_at < :before", {{"before", before}}}}));
      if (erased) ++dropped;
    }
    return dropped;
  }

 private:
  const DynamoShop& shop_;
};

}  // namespace

std::unique_ptr<ports::CartStore> open_cart_store(const DynamoShop& shop) { return std::make_unique<DynamoCartStore>(shop); }

}  // namespace souk::aws
