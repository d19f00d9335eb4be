"""What belongs to a customer: carts that merge and never leak, orders that are claimed, addresses, wishes, and leaving."""

import pytest

from souk import ADDRESS, IMPATIENT, Client, expect, expect_problem, in_parallel, new_key, wait_until

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def shop(module_folder):
    return module_folder("shop", *IMPATIENT).start()


@pytest.fixture(scope="module")
def mug(shop):
    return shop.product(stock=1000)["variants"][0]["id"]


def log_in_with(shop, email, cart):
    return expect(200, shop.client().post("/v1/auth/login", {"email": email, "password": PASSWORD, "cart_id": cart})).json


def quantities(client, cart):
    return {line["variant_id"]: line["quantity"] for line in expect(200, client.get(f"/v1/carts/{cart}")).json["lines"]}


def test_a_guests_cart_comes_along_and_is_nobody_elses_any_more(shop, mug):
    ada, eve, guest = shop.customer(), shop.customer(), shop.client()
    cart = guest.cart_with((mug, 2))["id"]

    assert log_in_with(shop, ada.email, cart)["cart_id"] == cart

    assert quantities(ada, cart) == {mug: 2}
    absent = guest.get("/v1/carts/cart_" + "0" * 36)
    for stranger in (guest, eve, shop.owner()):
        for method, path, body in (("GET", "", None), ("POST", "/lines", {"variant_id": mug, "quantity": 1}), ("GET", "/shipping-options", None),
                                   ("PUT", "/customer", {"email": "eve@example.com"}), ("PUT", "/shipping-option", {"code": "standard"})):
            answer = expect_problem(404, "not_found", stranger.request(method, f"/v1/carts/{cart}{path}", body))
            assert answer.body == absent.body
        expect_problem(404, "not_found", stranger.checkout(cart))
    assert log_in_with(shop, eve.email, cart)["cart_id"] is None
    assert quantities(ada, cart) == {mug: 2}


def test_carts_merge_by_the_larger_quantity_once(shop, mug):
    pot = shop.product(stock=100)["variants"][0]["id"]
    ada = shop.customer()
    own = expect(201, ada.post("/v1/carts", {})).json["id"]
    expect(201, ada.post(f"/v1/carts/{own}/lines", {"variant_id": mug, "quantity": 3}))
    guests = shop.client().cart_with((mug, 2), (pot, 1))["id"]

    for _ in range(2):
        assert log_in_with(shop, ada.email, guests)["cart_id"] == own
        assert quantities(ada, own) == {mug: 3, pot: 1}

    expect_problem(404, "not_found", shop.client().get(f"/v1/carts/{guests}"))
    assert expect(200, ada.post("/v1/carts", {})).json["id"] == own, "one open cart"


def test_many_devices_that_log_in_at_once_leave_one_cart(shop, mug):
    ada = shop.customer()
    guests = [shop.client().cart_with((mug, index + 1))["id"] for index in range(5)]

    in_parallel(5, lambda index: log_in_with(shop, ada.email, guests[index]))

    carts = {log_in_with(shop, ada.email, guest)["cart_id"] for guest in guests}
    assert len(carts) == 1
    assert quantities(ada, carts.pop()) == {mug: 5}


def test_a_customers_orders_are_listed_page_by_page(shop, mug):
    ada, eve = shop.customer(), shop.customer()
    placed = []
    for _ in range(5):
        cart = expect(201, ada.post("/v1/carts", {})).json["id"]
        expect(201, ada.post(f"/v1/carts/{cart}/lines", {"variant_id": mug, "quantity": 1}))
        expect(200, ada.request("PUT", f"/v1/carts/{cart}/customer", {"email": ada.email, "shipping_address": ADDRESS}))
        placed.append(expect(201, ada.checkout(cart)).json["id"])

    assert [order["id"] for order in ada.pages("/v1/me/orders?limit=2")] == placed[::-1]
    assert list(eve.pages("/v1/me/orders")) == []
    cursor = expect(200, ada.get("/v1/me/orders?limit=2")).json["next_cursor"]
    expect_problem(400, "invalid_parameter", eve.get(f"/v1/me/orders?limit=2&cursor={cursor}"))
    assert expect(200, ada.get(f"/v1/orders/{placed[0]}")).json["customer_id"] == ada.id
    for stranger in (eve, shop.client()):
        expect_problem(404, "not_found", stranger.get(f"/v1/orders/{placed[0]}"))


def test_guest_orders_are_claimed_by_who_proves_the_address(shop, mug):
    guest = shop.client()
    orders = [expect(201, guest.checkout(guest.cart_with((mug, 1), email="Grace.Hopper@example.com")["id"])).json for _ in range(2)]
    other = expect(201, guest.checkout(guest.cart_with((mug, 1), email="grace@example.com")["id"])).json

    guest.post("/v1/auth/register", {"email": "grace.hopper@example.com", "password": PASSWORD})
    assert expect(200, guest.get(f"/v1/orders/{orders[0]['id']}", **{"Order-Token": orders[0]["order_token"]})).json["customer_id"] is None, "asking is no proof"
    grace = shop.customer("grace.hopper@example.com")

    assert [order["id"] for order in grace.pages("/v1/me/orders")] == [order["id"] for order in reversed(orders)]
    expect_problem(404, "not_found", grace.get(f"/v1/orders/{other['id']}"))
    expect(200, guest.get(f"/v1/orders/{orders[0]['id']}", **{"Order-Token": orders[0]["order_token"]}))
    assert expect(200, grace.get(f"/v1/orders/{orders[0]['id']}")).json["history"][-1]["what"] in ("claimed", "paid")


def test_a_checkout_belongs_to_who_is_logged_in(shop, mug):
    ada = shop.customer()
    key = new_key()
    cart = expect(201, ada.post("/v1/carts", {})).json["id"]
    expect(201, ada.post(f"/v1/carts/{cart}/lines", {"variant_id": mug, "quantity": 1}))
    expect(200, ada.request("PUT", f"/v1/carts/{cart}/customer", {"email": ada.email, "shipping_address": ADDRESS}))
    first = expect(201, ada.checkout(cart, key=key))

    again = expect(201, ada.checkout(cart, key=key))

    assert again.headers["Idempotent-Replayed"] == "true" and again.body == first.body
    expect_problem(404, "not_found", shop.customer().checkout(cart, key=key))


def test_addresses_are_the_customers_own(shop):
    ada, eve = shop.customer(), shop.customer()
    made = expect(201, ada.post("/v1/me/addresses", {"address": ADDRESS})).json
    assert made["default_shipping"] and made["default_billing"]
    for number in range(19):
        expect(201, ada.post("/v1/me/addresses", {"address": {**ADDRESS, "line1": f"{number} Quay"}}))
    expect_problem(422, "too_many_entries", ada.post("/v1/me/addresses", {"address": ADDRESS}))
    where = f"/v1/me/addresses/{made['id']}"
    for method, body in (("GET", None), ("PUT", {"address": ADDRESS}), ("DELETE", None)):
        expect_problem(404, "not_found", eve.request(method, where, body))
    expect_problem(422, "validation_failed", ada.request("PUT", where, {"address": {**ADDRESS, "country": "ZZ"}}))
    expect(204, ada.request("DELETE", where))
    assert len(expect(200, ada.get("/v1/me/addresses")).json["items"]) == 19
    assert expect(200, ada.get("/v1/me")).json["default_shipping_address_id"] is None


def test_parallel_changes_lose_nothing(shop):
    ada = shop.customer()
    token = ada.key

    answers = in_parallel(6, lambda index: Client(shop.port, token).post("/v1/me/addresses", {"address": {**ADDRESS, "line1": f"{index} Quay"}}))

    saved = [answer.json["address"]["line1"] for answer in answers if answer.status == 201]
    assert {answer.status for answer in answers} <= {201, 503}
    assert sorted(saved) == sorted(item["address"]["line1"] for item in expect(200, ada.get("/v1/me/addresses")).json["items"])


def test_what_the_shop_keeps_of_a_customer(shop, mug):
    ada = shop.customer()
    expect(201, ada.post("/v1/me/addresses", {"address": ADDRESS}))
    product = shop.product()
    expect(204, ada.request("PUT", f"/v1/me/wishlist/{product['id']}"))
    cart = expect(201, ada.post("/v1/carts", {})).json["id"]
    expect(201, ada.post(f"/v1/carts/{cart}/lines", {"variant_id": mug, "quantity": 1}))
    order = expect(201, ada.checkout(cart)).json

    kept = expect(200, ada.get("/v1/me/export")).json

    assert kept["customer"]["email"] == ada.email and kept["addresses"][0]["address"]["city"] == ADDRESS["city"]
    assert [wish["product_id"] for wish in kept["wishlist"]] == [product["id"]]
    assert [each["id"] for each in kept["orders"]] == [order["id"]] and kept["orders_complete"]
    assert PASSWORD not in str(kept) and "argon2" not in str(kept)


def test_leaving_keeps_the_books_and_nothing_else(folder, mug):
    shop = folder().start()
    variant = shop.product(stock=10)["variants"][0]["id"]
    email, name, street = "canary.leaver@example.com", "Canary Leaver", "77 Canary Street"
    ada = shop.customer(email, name=name)
    address = {**ADDRESS, "name": name, "line1": street}
    expect(201, ada.post("/v1/me/addresses", {"address": address}))
    declined = ada.cart_with((variant, 1), email=email, address=address)["id"]
    expect_problem(402, "payment_declined", ada.checkout(declined, token="tok_declined"))
    order = shop.rows("SELECT id FROM orders")[0][0]

    expect(204, ada.request("DELETE", "/v1/me"))

    expect_problem(401, "invalid_token", ada.get("/v1/me"))
    expect_problem(401, "unauthorized", ada.refresh())
    expect_problem(401, "invalid_credentials", shop.client().post("/v1/auth/login", {"email": email, "password": PASSWORD}))
    for table in ("accounts", "customers", "sessions", "session_tokens", "account_devices", "sign_ups"):
        assert shop.rows(f"SELECT count(*) FROM {table}") == [(0,)], table
    assert shop.rows("SELECT count(*) FROM carts WHERE customer_id IS NOT NULL") == [(0,)]
    assert shop.rows("SELECT customer_id, erasure_asked_at IS NOT NULL, total > 0 FROM orders") == [(None, 1, 1)], "its payment is still open to another try"
    assert order and shop.mail(email, "Your account at")
    again = shop.customer(email)
    assert list(again.pages("/v1/me/orders")) == [], "who has the address next has no claim to it"
    shop.stop()
    shop.check(settled=False)


def test_an_order_that_ended_says_nothing_of_who_left(folder):
    shop = folder("shop", "--development", "--hold", "300ms", "--sweep-every", "100ms", "--payment-timeout", "500ms", "--reconcile-every", "200ms", "--reconcile-after", "500ms").start()
    variant = shop.product(stock=10)["variants"][0]["id"]
    ada = shop.customer("canary.leaver@example.com", name="Canary Leaver")
    cart = ada.cart_with((variant, 1), email=ada.email, address={**ADDRESS, "name": "Canary Leaver"})["id"]
    expect_problem(402, "payment_declined", ada.checkout(cart, token="tok_declined"))
    wait_until(lambda: shop.rows("SELECT state FROM orders") == [("expired",)], "the order expires")

    expect(204, ada.request("DELETE", "/v1/me"))

    order = next(shop.owner().pages("/v1/admin/orders"))
    assert order["email"] == "" and order["addresses"]["shipping"]["name"] == "" and order["addresses"]["shipping"]["country"] == ADDRESS["country"]
    assert order["totals"]["total"]["amount"] > 0 and order["history"][-1]["what"] == "erased"
    assert "Canary" not in str(shop.rows("SELECT record FROM orders"))
    shop.stop()
    shop.check(settled=False)
