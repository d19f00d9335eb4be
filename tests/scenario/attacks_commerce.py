"""The trade: quantities, prices, stock, payments, repeats, other people's things."""

from attack_table import Ask, attack, BIG, framing, JSON_TYPE, later, line, story
from souk import IMPATIENT, expect, expect_problem, in_parallel, new_key, wait_until
from wire import request

for quantity in (0, -1, 10_000, 2**31, BIG - 1, 1 - BIG):
    line(29, f"quantity {quantity}", {"variant_id": "$variant", "quantity": quantity}, 422, "invalid_quantity")
    attack(29, f"changed to {quantity}", Ask("PATCH", "/v1/carts/$cart/lines/$line", {"quantity": quantity}), 422, "invalid_quantity")


@story(30, "sums do not overflow")
def overflowing_sums(stage):
    cart = expect(201, stage.client.post("/v1/carts", {})).json["id"]
    own = stage.shop.product(price=BIG - 1)["variants"][0]["id"]

    def put(variant, quantity):
        return stage.client.post(f"/v1/carts/{cart}/lines", {"variant_id": variant, "quantity": quantity})

    expect(201, put(stage.variant["id"], 999))
    expect_problem(422, "invalid_quantity", put(stage.variant["id"], 9999))
    expect_problem(422, "invalid_quantity", put(own, 1))
    expect_problem(422, "invalid_quantity", put(own, 999))
    assert expect(200, stage.client.get(f"/v1/carts/{cart}")).json["totals"]["goods"]["amount"] == 999 * 1999


for field in ("price", "unit_price", "total", "tax", "shipping", "discount", "currency"):
    line(31, f"a line that says its {field}", {"variant_id": "$variant", "quantity": 1, field: 1}, 422, "unknown_field")
    attack(31, f"a checkout that says its {field}",
           Ask("POST", "/v1/carts/$cart/checkout", {"payment": {"provider": "test"}, field: {"amount": 1, "currency": "EUR"}}, {"Idempotency-Key": "0123456789abcdef"}),
           422, "unknown_field")
attack(31, "a payment that says its amount",
       Ask("POST", "/v1/carts/$cart/checkout", {"payment": {"provider": "test", "amount": 1}}, {"Idempotency-Key": "0123456789abcdef"}), 422, "unknown_field")


@story(31, "a total that is not the shop's")
def wrong_total(stage):
    cart = stage.client.cart_with((stage.variant["id"], 1))
    total = cart["totals"]["total"]
    for wrong in ({**total, "amount": total["amount"] - 1}, {**total, "amount": 0}, {**total, "currency": "USD"}, {**total, "currency": "JPY"}):
        expect_problem(409, "price_changed", stage.client.checkout(cart["id"], expected_total=wrong))
    expect(201, stage.client.checkout(cart["id"], expected_total=total))


@story(32, "two additions of one variant are one line, and count together against the stock")
def same_variant_twice(stage):
    cart = stage.client.cart_with((stage.scarce["id"], 2), (stage.scarce["id"], 2))
    assert [(each["quantity"], each["in_stock"]) for each in cart["lines"]] == [(4, False)]
    refused = expect_problem(409, "out_of_stock", stage.client.checkout(cart["id"]))
    assert "3" in refused.json["detail"]
    assert stage.shop.stock(stage.scarce)["reserved"] == 0


attack(35, "a state of one's own in a checkout",
       Ask("POST", "/v1/carts/$cart/checkout", {"payment": {"provider": "test"}, "state": "confirmed"}, {"Idempotency-Key": "0123456789abcdef"}), 422, "unknown_field")
attack(35, "a payment that is said to be done",
       Ask("POST", "/v1/carts/$cart/checkout", {"payment": {"provider": "test", "state": "captured"}}, {"Idempotency-Key": "0123456789abcdef"}), 422, "unknown_field")
for method in ("PATCH", "PUT", "DELETE"):
    attack(35, f"{method} of an order", Ask(method, "/v1/orders/$order", {"state": "confirmed"} if method != "DELETE" else None), 405, "method_not_allowed")
    attack(35, f"{method} of an order by staff", Ask(method, "/v1/admin/orders/$order", {"state": "confirmed"} if method != "DELETE" else None, owner=True), 405,
           "method_not_allowed")


@story(35, "a cart that was ordered is closed")
def terminal_cart(stage):
    client, cart, ordered_line = stage.client, stage.names["ordered"], stage.names["ordered_line"]
    expect_problem(409, "cart_already_ordered", client.checkout(cart))
    expect_problem(409, "cart_already_ordered", client.post(f"/v1/carts/{cart}/lines", {"variant_id": stage.variant["id"], "quantity": 1}))
    expect_problem(409, "cart_already_ordered", client.request("PATCH", f"/v1/carts/{cart}/lines/{ordered_line}", {"quantity": 2}))
    expect_problem(409, "cart_already_ordered", client.request("DELETE", f"/v1/carts/{cart}/lines/{ordered_line}"))
    expect_problem(409, "cart_already_ordered", client.request("PUT", f"/v1/carts/{cart}/customer", {"email": "eve@example.com"}))


later(35, "ship what is not paid", "events and payments")


@story(36, "twenty parallel checkouts under one key")
def same_key_at_once(stage):
    cart, key = stage.client.cart_with((stage.variant["id"], 1))["id"], new_key()
    answers = in_parallel(20, lambda _: stage.shop.client().checkout(cart, key))
    assert {a.status for a in answers} <= {201, 202}, answers
    wait_until(lambda: stage.client.checkout(cart, key).status == 201, "the order is confirmed")
    final = stage.client.checkout(cart, key)
    assert {a.body for a in answers if a.status == 201} <= {final.body}
    assert {a.json["id"] for a in answers} == {final.json["id"]}
    assert len([e for e in stage.shop.effects(final.json["id"]) if e["effect"] == "authorized"]) == 1


@story(37, "twenty parallel checkouts of one cart, each under a key of its own")
def many_keys_at_once(stage):
    cart = stage.client.cart_with((stage.variant["id"], 1))["id"]
    answers = in_parallel(20, lambda _: stage.shop.client().checkout(cart, new_key()))
    told = [a.status for a in answers]
    assert told.count(201) + told.count(202) == 1, answers
    for answer in answers:
        if answer.status not in (201, 202):
            expect_problem(409, "cart_already_ordered", answer)


for name, key in {"none": None, "empty": "", "short": "fifteen-letters", "long": "k" * 256, "with a space": "a key of some words", "not ASCII": "schlüssel-schlüssel".encode()}.items():
    attack(38, f"key: {name}", Ask("POST", "/v1/carts/$cart/checkout", {"payment": {"provider": "test"}}, {"Idempotency-Key": key}), 400, "idempotency_key_required")
framing(38, "two keys", request("POST /v1/carts/$cart/checkout HTTP/1.1", JSON_TYPE, "Idempotency-Key: 0123456789abcdef", "Idempotency-Key: fedcba9876543210",
                                "Content-Length: 0"), code="bad_header")


@story(39, "a key with another body, and the same key for another cart")
def reused_key(stage):
    key = new_key()
    cart = stage.client.cart_with((stage.variant["id"], 1))["id"]
    first = expect(201, stage.client.checkout(cart, key))
    expect_problem(422, "idempotency_key_reused", stage.client.checkout(cart, key, token="tok_slow"))
    again = expect(201, stage.client.checkout(cart, key))
    assert (again.body, again.headers["Idempotent-Replayed"]) == (first.body, "true")
    other = stage.client.cart_with((stage.variant["id"], 1))["id"]
    assert expect(201, stage.client.checkout(other, key)).json["id"] != first.json["id"]


later(34, "an intent for another order, amount or currency", "events and payments")
later(40, "one use of a coupon by many", "promotions")
later(41, "a coupon by another spelling, stacked, or after a cancelation", "promotions")
later(42, "guessed coupons and gift cards", "promotions")


@story(43, "a full cart holds no stock")
def denial_of_inventory(stage):
    for _ in range(20):
        stage.client.cart_with((stage.scarce["id"], 3))
    assert stage.shop.stock(stage.scarce)["reserved"] == 0


@story(43, "a guest that pays for nothing holds only so much")
def unpaid_holds(stage):
    shop = stage.twin("besieged", *IMPATIENT, "--trusted-proxy", "127.0.0.1")
    mug, bowl = (shop.product(stock=1000)["variants"][0] for _ in range(2))

    def checkout(address, variant, token="tok_requires_action", key=None):
        client = shop.client()
        client.headers = {"X-Forwarded-For": address}
        return client.checkout(client.cart_with((variant["id"], 10))["id"], key, token)

    refused = [a for a in (checkout("198.51.100.1", mug) for _ in range(12)) if a.status != 202]
    for answer in refused:
        expect_problem(429, "too_many_holds", answer)
        assert answer.headers["Retry-After"] == "60"
    assert (len(refused), shop.stock(mug)["reserved"]) == (7, 50)
    expect(202, checkout("198.51.100.1", bowl))
    expect(201, checkout("198.51.100.2", mug, "tok_ok"))
    expect(202, checkout("2001:db8:1:2::1", bowl))
    for host in range(2, 6):
        expect(202, checkout(f"2001:db8:1:2:{host}::1", bowl))
    expect_problem(429, "too_many_holds", checkout("2001:db8:1:2:ffff::1", bowl))  # whoever has one address of a /64 has them all
    expect(202, checkout("2001:db8:1:3::1", bowl))
    assert not [row for row in shop.rows("SELECT client FROM orders WHERE client LIKE '%198.51%' OR client LIKE '%2001%'")], "an address is stored"
    assert shop.rows("SELECT count(*) FROM orders WHERE client IS NOT NULL AND state <> 'pending'") == [(0,)]


@story(43, "parallel checkouts of one guest hold no more than those one after the other")
def parallel_holds(stage):
    shop = stage.twin("stormed", *IMPATIENT, "--trusted-proxy", "127.0.0.1")
    variant = shop.product(stock=1000)["variants"][0]

    def prepare(_):
        client = shop.client()
        client.headers = {"X-Forwarded-For": "198.51.100.1"}
        return client, client.cart_with((variant["id"], 1))["id"]

    carts = [prepare(number) for number in range(20)]
    answers = in_parallel(20, lambda number: carts[number][0].checkout(carts[number][1], token="tok_requires_action"))
    assert sum(a.status == 202 for a in answers) <= 5 and {a.status for a in answers} <= {202, 429, 503}, answers
    assert shop.stock(variant)["reserved"] <= 5


@story(43, "one address does not keep everybody from paying")
def slow_payments(stage):
    shop = stage.twin("slow", "--development", "--trusted-proxy", "127.0.0.1")
    variant = shop.product()["variants"][0]  # not counted: holds have a limit of their own

    def prepare(address):
        client = shop.client()
        client.headers = {"X-Forwarded-For": address}
        return client, client.cart_with((variant["id"], 1))["id"]

    carts = [prepare("198.51.100.1") for _ in range(20)]
    answers = in_parallel(20, lambda number: carts[number][0].checkout(carts[number][1], token="tok_slow"))
    crowded = [a for a in answers if a.status == 429 and a.code == "rate_limited"]
    assert len(crowded) >= 20 - 8, answers
    assert all(a.headers["Retry-After"] == "1" for a in crowded)
    client, cart = prepare("198.51.100.2")
    expect(201, client.checkout(cart))


@story(44, "card testing")
def card_testing(stage):
    cart = stage.client.cart_with((stage.variant["id"], 1))["id"]
    for _ in range(5):
        expect_problem(402, "payment_declined", stage.client.checkout(cart, token="tok_declined"))
    refused = expect_problem(429, "payment_attempts_exceeded", stage.client.checkout(cart, token="tok_ok"))
    assert refused.headers["Retry-After"] == "900"


later(45, "refunds: twice, too much, another currency, during the capture", "events and payments")
attack(46, "a product in another currency", Ask("POST", "/v1/admin/products", {"title": "Mug", "variants": [{"price": {"amount": 1, "currency": "USD"}}]}, owner=True),
       422, "validation_failed")
attack(46, "a currency that does not exist", Ask("POST", "/v1/admin/products", {"title": "Mug", "variants": [{"price": {"amount": 1, "currency": "EUX"}}]}, owner=True),
       422, "validation_failed")


@story(46, "the currency of a shop that has products")
def currency_switch(stage):
    settings = expect(200, stage.owner.get("/v1/admin/settings")).json
    version = settings.pop("version")
    settings |= {"currency": "JPY", "flat_shipping": {"amount": 490, "currency": "JPY"}}
    expect_problem(409, "currency_fixed", stage.owner.edit("PUT", "/v1/admin/settings", version, settings))


STAFF_WRITES = [("PUT", "/v1/admin/products/$product", {"title": "Mug", "variants": [{"price": {"amount": 1, "currency": "EUR"}}]}),
                ("PATCH", "/v1/admin/products/$product", {"title": "Mug"}), ("DELETE", "/v1/admin/products/$product", None),
                ("PATCH", "/v1/admin/products/$product/variants/$variant", {"sku": "X"}), ("PATCH", "/v1/admin/stock/$stock", {"delta": 1})]
for method, path, body in STAFF_WRITES:
    attack(47, f"{method} {path} of an old version", Ask(method, path, body, {"If-Match": '"99999"'}, owner=True), 412, "version_conflict")
    attack(47, f"{method} {path} of no version", Ask(method, path, body, owner=True), 428, "precondition_required")
for tag in ('W/"1"', "*", "1", '"1", "2"', '""', '"0"', '"-1"', '"1.0"', '"99999999999999999999"', '"one"', ""):
    attack(47, f"If-Match {tag}", Ask("PATCH", "/v1/admin/products/$product", {"title": "Mug"}, {"If-Match": tag}, owner=True), 400, "invalid_parameter")


@story(49, "an order by its number, without its token")
def guessed_order(stage):
    ghost = "ord_" + "0" * 36
    answers = [stage.client.get(f"/v1/orders/{ghost}", **{"Order-Token": "0" * 64})]
    for token in (None, "0" * 64, stage.names["token"][:-1], stage.names["token"].upper(), "", stage.names["number"]):
        answers.append(stage.client.request("GET", f"/v1/orders/{stage.names['order']}", headers={} if token is None else {"Order-Token": token}))
    for path in (stage.names["number"], stage.names["order"].lower(), f"{stage.names['number']}?email=ada@example.com"):
        refused = stage.client.request("GET", f"/v1/orders/{path}", headers={"Order-Token": stage.names["token"]})
        assert refused.status in (400, 404) and refused.code in ("invalid_parameter", "not_found"), refused
    for answer in answers:
        expect_problem(404, "not_found", answer)
    assert len({a.body for a in answers}) == 1, "what is not yours looks unlike what is not there"
    expect(200, stage.client.get(f"/v1/orders/{stage.names['order']}", **{"Order-Token": stage.names["token"]}))


@story(50, "another's objects look as if they were not there")
def foreign_objects(stage):
    client, mine = stage.client, stage.names["cart"]
    ghost = "0" * 36
    pairs = [(f"/v1/carts/{mine}/lines/{stage.names['foreign_line']}", f"/v1/carts/{mine}/lines/line_{ghost}")]
    for foreign, absent in pairs:
        for method, body in (("PATCH", {"quantity": 2}), ("DELETE", None)):
            one, other = client.request(method, foreign, body), client.request(method, absent, body)
            expect_problem(404, "not_found", one)
            assert one.body == other.body
    expect_problem(404, "not_found", client.get(f"/v1/carts/cart_{ghost}"))
    expect_problem(404, "not_found", client.checkout(f"cart_{ghost}"))
    # An id of another kind is no key to anything.
    for path in (f"/v1/carts/{stage.names['order']}", f"/v1/orders/{stage.names['cart']}", f"/v1/products/{stage.names['variant']}"):
        assert client.get(path).status in (400, 404)


@story(51, "staff's addresses are closed to everyone else")
def staff_only(stage):
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer key_" + "0" * 36}, {"Authorization": f"Bearer {stage.owner.key}x"},
                    {"Authorization": f"Basic {stage.owner.key}"}, {"Authorization": stage.owner.key}, {"Order-Token": stage.names["token"]},
                    {"Cookie": f"key={stage.owner.key}"}):
        for path in ("/v1/admin/products", "/v1/admin/orders", f"/v1/admin/orders/{stage.names['order']}", "/v1/admin/settings",
                     f"/v1/admin/stock/{stage.names['stock']}"):
            refused = expect_problem(401, "unauthorized", stage.client.request("GET", path, headers=headers))
            assert refused.headers["WWW-Authenticate"].startswith("Bearer")
