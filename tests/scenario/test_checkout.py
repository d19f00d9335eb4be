"""From a cart to an order, by every way that it can go. The provider's own log says what happened to the money."""

import contextlib
import json
import re
import sqlite3
import urllib.parse
import urllib.request

import pytest

from souk import ADDRESS, Client, IMPATIENT, Journal, expect, expect_problem, in_parallel, new_key, wait_until

NEVER = "--reconcile-every", "1h", "--sweep-every", "1h"


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


def finish(shop, *journals):
    """Everything comes to rest, and the checker finds nothing."""
    shop.settle()
    assert shop.stop() == 0
    shop.check(*journals)


def metric(shop, name):
    """The value of one sample, 0 when it is not there."""
    with urllib.request.urlopen(f"http://127.0.0.1:{shop.metrics_port}/metrics", timeout=10) as page:
        found = re.search(rf"^{re.escape(name)} (\S+)$", page.read().decode(), re.M)
    return float(found[1]) if found else 0


def kinds(shop, order):
    return [effect["effect"] for effect in shop.effects(order)]


def change_settings(shop, **changes):
    owner = shop.owner()
    settings = expect(200, owner.get("/v1/admin/settings")).json
    version = settings.pop("version")
    return expect(200, owner.edit("PUT", "/v1/admin/settings", version, {**settings, **changes})).json


# The whole story ------------------------------------------------------------------------------------------------------------

def test_a_shopper_buys(shop, journal):
    client = shop.client()
    mug, pot = shop.product(stock=10, price=1250, title="Mug"), shop.product(stock=1, price=4900, title="Pot")
    mug_id, pot_id = mug["variants"][0]["id"], pot["variants"][0]["id"]

    made = expect(201, client.post("/v1/carts", {}))
    cart = made.json["id"]
    assert made.headers["Location"] == f"/v1/carts/{cart}" and made.json["lines"] == [] and made.json["totals"]["total"] == euros(0)
    expect_problem(409, "cart_empty", client.checkout(cart))
    expect(201, client.post(f"/v1/carts/{cart}/lines", {"variant_id": mug_id, "quantity": 1}))
    now = expect(201, client.post(f"/v1/carts/{cart}/lines", {"variant_id": mug_id, "quantity": 2})).json
    assert [line["quantity"] for line in now["lines"]] == [3], "one variant is one line"
    now = expect(201, client.post(f"/v1/carts/{cart}/lines", {"variant_id": pot_id, "quantity": 1})).json
    assert now["totals"]["goods"] == euros(3 * 1250 + 4900)
    now = expect(200, client.request("PATCH", f"/v1/carts/{cart}/lines/{now['lines'][0]['id']}", {"quantity": 2})).json
    now = expect(200, client.request("DELETE", f"/v1/carts/{cart}/lines/{now['lines'][1]['id']}")).json
    assert [(line["title"], line["quantity"], line["total"]) for line in now["lines"]] == [("Mug", 2, euros(2500))]

    expect_problem(409, "customer_required", client.checkout(cart))
    expect(200, client.request("PUT", f"/v1/carts/{cart}/customer", {"email": "Ada@Example.com"}))
    expect_problem(409, "shipping_required", client.checkout(cart))
    expect(200, client.request("PUT", f"/v1/carts/{cart}/customer", {"email": "Ada@Example.com", "shipping_address": ADDRESS}))
    (option,) = expect(200, client.get(f"/v1/carts/{cart}/shipping-options")).json["items"]
    shown = expect(200, client.request("PUT", f"/v1/carts/{cart}/shipping-option", {"code": option["code"]})).json
    assert shown["shipping_option"] == "standard" and shown["email"] == "Ada@example.com"

    key = new_key()
    placed = expect(201, client.checkout(cart, key, expected_total=shown["totals"]["total"]))
    journal.note(cart, key, placed)
    order = placed.json
    assert placed.headers["Location"] == f"/v1/orders/{order['id']}"
    assert (order["state"], order["payment_state"], order["fulfillment_state"], order["next_action"]) == ("confirmed", "authorized", "unfulfilled", None)
    assert order["totals"] == shown["totals"] and order["addresses"]["shipping"]["city"] == "Flensburg"
    assert shop.stock(mug["variants"][0])["on_hand"] == 8 and shop.stock(pot["variants"][0])["on_hand"] == 1

    read = expect(200, client.get(f"/v1/orders/{order['id']}", **{"Order-Token": order["order_token"]})).json
    assert read["number"] == order["number"] and "order_token" not in read
    wait_until(lambda: shop.order(order["id"])["payment_state"] == "paid", "the money is captured")
    assert kinds(shop, order["id"]) == ["authorized", "captured"]
    assert [step["what"] for step in shop.order(order["id"])["history"]] == ["placed", "confirmed", "paid"]
    assert expect(200, client.get(f"/v1/carts/{cart}")).json["order_id"] == order["id"]
    finish(shop, journal)


def test_totals_come_from_the_shop_to_the_last_cent(shop, journal):
    client = shop.client()
    variant, free = shop.product(price=1999)["variants"][0]["id"], shop.product(price=0)["variants"][0]["id"]
    untaxed = shop.product(variants=[{"price": euros(1000), "taxable": False, "requires_shipping": False}])["variants"][0]["id"]

    def totals(*lines):
        return {name: money["amount"] for name, money in client.cart_with(*lines)["totals"].items()}

    change_settings(shop, prices_include_tax=True, tax_rate_basis_points=1900, flat_shipping=euros(490))
    assert totals((variant, 3)) == {"goods": 5997, "discount": 0, "shipping": 490, "tax": 0, "included_tax": 1036, "total": 6487}
    assert totals((untaxed, 1)) == {"goods": 1000, "discount": 0, "shipping": 0, "tax": 0, "included_tax": 0, "total": 1000}
    change_settings(shop, prices_include_tax=False)
    assert totals((variant, 3)) == {"goods": 5997, "discount": 0, "shipping": 490, "tax": 1233, "included_tax": 0, "total": 7720}
    assert totals((variant, 3), (untaxed, 2)) == {"goods": 7997, "discount": 0, "shipping": 490, "tax": 1233, "included_tax": 0, "total": 9720}
    cart = client.cart_with((variant, 3), (untaxed, 2), (free, 1))
    key = new_key()
    placed = expect(201, client.checkout(cart["id"], key))
    journal.note(cart["id"], key, placed)
    assert placed.json["totals"]["total"] == euros(9720)
    (held,) = shop.effects(placed.json["id"])[:1]
    assert (held["amount"], held["currency"]) == (9720, "EUR")
    finish(shop, journal)


def test_an_order_of_nothing_to_pay_needs_no_provider(shop):
    change_settings(shop, flat_shipping=euros(0))
    cart = shop.client().cart_with((shop.product(price=0, stock=1)["variants"][0]["id"], 1))

    order = expect(201, shop.client().checkout(cart["id"], token="tok_declined")).json

    assert order["state"] == "confirmed" and order["totals"]["total"] == euros(0)
    assert shop.effects(order["id"]) == []
    finish(shop)


def test_what_is_not_shipped_needs_no_address(shop):
    ebook = shop.product(variants=[{"price": euros(900), "requires_shipping": False}])["variants"][0]["id"]
    client = shop.client()
    cart = expect(201, client.post("/v1/carts", {})).json["id"]
    expect(201, client.post(f"/v1/carts/{cart}/lines", {"variant_id": ebook, "quantity": 1}))
    expect(200, client.request("PUT", f"/v1/carts/{cart}/customer", {"email": "ada@example.com"}))

    assert expect(200, client.get(f"/v1/carts/{cart}/shipping-options")).json["items"] == []
    order = expect(201, client.checkout(cart)).json

    assert order["addresses"]["shipping"] is None and order["totals"]["shipping"] == euros(0)
    finish(shop)


# The payment ----------------------------------------------------------------------------------------------------------------

def test_a_declined_card_takes_nothing_and_another_try_succeeds(shop, journal):
    client, product = shop.client(), shop.product(stock=2)
    cart, key = client.cart_with((product["variants"][0]["id"], 2))["id"], new_key()

    declined = expect_problem(402, "payment_declined", client.checkout(cart, key, token="tok_declined"))
    journal.note(cart, key, declined)
    assert shop.stock(product["variants"][0])["reserved"] == 0
    again = client.checkout(cart, key, token="tok_declined")
    journal.note(cart, key, again)
    assert again.body == declined.body, "a refusal is final under its key"

    second = new_key()
    placed = expect(201, client.checkout(cart, second, token="tok_ok"))
    journal.note(cart, second, placed)
    assert [payment["state"] for payment in placed.json["payments"]] == ["failed", "authorized"]
    assert shop.stock(product["variants"][0]) | {"on_hand": 0, "reserved": 0} == shop.stock(product["variants"][0])
    assert kinds(shop, placed.json["id"])[:2] == ["declined", "authorized"]
    finish(shop, journal)


def test_an_unknown_token_is_declined(shop):
    cart = shop.client().cart_with((shop.product()["variants"][0]["id"], 1))["id"]

    expect_problem(402, "payment_declined", shop.client().checkout(cart, token="4111111111111111"))


def test_an_answer_that_is_lost_is_found_again_and_charged_once(shop, journal):
    client, product = shop.client(), shop.product(stock=3)
    cart, key = client.cart_with((product["variants"][0]["id"], 1))["id"], new_key()

    waits = expect(202, client.checkout(cart, key, token="tok_timeout_after_success"))
    journal.note(cart, key, waits)
    order = waits.json
    assert (order["state"], order["next_action"]) == ("pending", None) and int(waits.headers["Retry-After"]) >= 1
    assert shop.stock(product["variants"][0])["reserved"] == 1
    expect_problem(409, "cart_already_ordered", client.checkout(cart))

    wait_until(lambda: shop.order(order["id"])["payment_state"] == "paid", "the reconciler asks again")
    final = expect(201, client.checkout(cart, key, token="tok_timeout_after_success"))
    journal.note(cart, key, final)
    assert final.json["id"] == order["id"]
    assert expect(201, client.checkout(cart, key, token="tok_timeout_after_success")).body == final.body
    assert kinds(shop, order["id"]) == ["authorized", "captured"]
    assert shop.stock(product["variants"][0])["on_hand"] == 2
    finish(shop, journal)


def test_a_slow_provider_makes_nobody_wait_for_long(shop, journal):
    client, product = shop.client(), shop.product(stock=3)
    cart, key = client.cart_with((product["variants"][0]["id"], 1))["id"], new_key()

    answer = client.checkout(cart, key, token="tok_slow")
    journal.note(cart, key, answer)
    assert answer.status == 202, "the provider takes 2 s, the request waits for half a second"
    wait_until(lambda: shop.order(answer.json["id"])["payment_state"] == "paid", "it is paid in the end")
    finish(shop, journal)


def test_a_patient_shop_waits_for_a_slow_provider(folder):
    shop = folder("shop", "--development").start()
    cart = shop.client().cart_with((shop.product(stock=3)["variants"][0]["id"], 1))["id"]

    expect(201, shop.client().checkout(cart, token="tok_slow"))

    finish(shop)


def test_a_payment_that_the_shopper_must_confirm(shop, journal):
    client = shop.client()
    cart, key = client.cart_with((shop.product(stock=1)["variants"][0]["id"], 1))["id"], new_key()

    waits = expect(202, client.checkout(cart, key, token="tok_requires_action"))
    journal.note(cart, key, waits)
    order = waits.json
    assert order["next_action"]["type"] == "redirect"
    again = expect(202, client.checkout(cart, key, token="tok_requires_action"))
    assert again.json["next_action"] == order["next_action"]
    with urllib.request.urlopen(order["next_action"]["url"], timeout=10) as page:
        assert page.status == 200

    wait_until(lambda: shop.order(order["id"])["payment_state"] == "paid", "the shop hears of it")
    final = expect(201, client.checkout(cart, key, token="tok_requires_action"))
    journal.note(cart, key, final)
    assert final.json["id"] == order["id"] and final.json["next_action"] is None
    assert kinds(shop, order["id"]) == ["requires_action", "authorized", "captured"]
    finish(shop, journal)


def test_the_provider_sends_the_shopper_back(shop, journal):
    client = shop.client()
    cart, key = client.cart_with((shop.product(stock=1)["variants"][0]["id"], 1))["id"], new_key()
    back = f"http://127.0.0.1:{shop.port}/thanks?cart={cart}"

    def pay(return_url, key):
        return client.post(f"/v1/carts/{cart}/checkout", {"payment": {"provider": "test", "token": "tok_requires_action", "return_url": return_url}}, {"Idempotency-Key": key})

    for wrong in ("javascript:alert(1)", "http://evil.test/", "http://127.0.0.1:1/thanks", f"http://127.0.0.1:{shop.port}@evil.test/", "https://ada:x@shop.example.com/",
                  "https://a/\r\nSet-Cookie: a=b", "/thanks", "https://"):
        refused = expect_problem(422, "validation_failed", pay(wrong, new_key()))
        assert refused.json["pointer"] == "/payment/return_url"
    waits = expect(202, pay(back, key))
    journal.note(cart, key, waits)
    page = urllib.parse.urlsplit(waits.json["next_action"]["url"])
    sent_on = Client(page.port).get(page.path)
    assert (sent_on.status, sent_on.headers["Location"]) == (303, back)
    wait_until(lambda: shop.order(waits.json["id"])["payment_state"] == "paid", "the shop hears of it")
    finish(shop, journal)


def test_an_unknown_provider_is_refused_before_anything_is_taken(shop):
    product = shop.product(stock=1)
    cart = shop.client().cart_with((product["variants"][0]["id"], 1))["id"]

    for provider in ("stripe", "nobody"):
        expect_problem(422, "payment_provider_unknown",
                       shop.client().post(f"/v1/carts/{cart}/checkout", {"payment": {"provider": provider}}, {"Idempotency-Key": new_key()}))
    assert shop.stock(product["variants"][0])["reserved"] == 0


def pay_by_hand(shop, cart):
    return shop.client().post(f"/v1/carts/{cart}/checkout", {"payment": {"provider": "manual"}}, {"Idempotency-Key": new_key()})


def test_nobody_orders_unpaid_in_a_shop_that_does_not_offer_it(shop):
    product = shop.product(stock=2)
    cart = shop.client().cart_with((product["variants"][0]["id"], 1))["id"]

    assert [method["provider"] for method in expect(200, shop.client().get("/v1/shop")).json["payment_methods"]] == ["test"]
    expect_problem(422, "payment_provider_unknown", pay_by_hand(shop, cart))
    assert shop.stock(product["variants"][0])["reserved"] == 0
    expect(201, shop.client().checkout(cart))
    finish(shop)


def test_an_order_to_be_paid_by_hand_stands_at_once(shop):
    change_settings(shop, payment_methods={"manual": {"enabled": True, "title": "Bank transfer", "instructions": "To DE00 0000 within 14 days"}})
    product = shop.product(stock=2)
    cart = shop.client().cart_with((product["variants"][0]["id"], 1))["id"]
    assert {"provider": "manual", "title": "Bank transfer", "instructions": "To DE00 0000 within 14 days"} in \
        expect(200, shop.client().get("/v1/shop")).json["payment_methods"]

    order = expect(201, pay_by_hand(shop, cart)).json

    assert (order["state"], order["payment_state"]) == ("confirmed", "none")
    assert shop.stock(product["variants"][0])["on_hand"] == 1 and shop.effects(order["id"]) == []
    finish(shop)


def test_a_capture_whose_message_is_gone_is_made_all_the_same(folder, journal):
    shop = folder("shop", *IMPATIENT, "--resume-captures-after", "0ms").start()
    variant = shop.product(stock=1000)["variants"][0]["id"]

    def uncaptured():
        """Orders, and an end before their money was taken. What would have told of them goes with it."""
        for cart in [shop.client().cart_with((variant, 1))["id"] for _ in range(5)]:
            key = new_key()
            journal.note(cart, key, expect(201, shop.client().checkout(cart, key)))
        shop.kill()
        with contextlib.closing(sqlite3.connect(shop.folder / "souk.db")) as db, db:
            db.execute("UPDATE outbox SET published_at = at WHERE published_at IS NULL")
            db.execute("DELETE FROM queue_messages")
        return shop.rows("SELECT id FROM orders WHERE payment_state = 'authorized'")

    for _ in range(20):
        if uncaptured():
            break
        shop.start()
    shop.start()

    assert "held and not taken" not in shop.cli("doctor"), "only what waits for an hour is worth telling"
    wait_until(lambda: shop.rows("SELECT count(*) FROM orders WHERE payment_state <> 'paid'") == [(0,)], "every order is captured")
    wait_until(lambda: metric(shop, 'souk_due_orders_settled_total{work="resume_captures"}') >= 1, "it is counted")
    assert metric(shop, 'souk_due_orders{work="resume_captures"}') == 0
    finish(shop, journal)


def test_a_payment_whose_provider_is_gone_is_told_and_keeps_no_other_waiting(folder):
    shop = folder("shop", "--development", "--payment-timeout", "300ms", *NEVER).start()
    client, variant = shop.client(), shop.product(stock=5)["variants"][0]["id"]
    lost = expect(202, client.checkout(client.cart_with((variant, 1))["id"], token="tok_timeout_after_success")).json["id"]
    other = expect(202, client.checkout(client.cart_with((variant, 1))["id"], token="tok_timeout_after_success")).json["id"]
    shop.kill()
    with contextlib.closing(sqlite3.connect(shop.folder / "souk.db")) as db, db:
        db.execute("UPDATE payment_attempts SET provider = 'gone', created_at = created_at - 7200000 WHERE order_id = (SELECT min(order_id) FROM payment_attempts)")
    shop.options = IMPATIENT
    shop.start()

    wait_until(lambda: shop.order(other)["payment_state"] == "paid", "the other is decided")
    assert shop.order(lost)["state"] == "pending"
    wait_until(lambda: metric(shop, 'souk_due_orders_failed_total{work="reconcile"}') >= 1, "it is counted")
    assert metric(shop, 'souk_due_orders{work="reconcile"}') == 1
    assert "payment provider for over an hour: 1." in shop.cli("doctor", status=1)
    failed = [line for line in shop.log_lines() if line["event"] == "job_failed" and line["job"] == "reconcile"]
    assert failed[0]["code"] == "payment_provider_unknown" and "1 of" in failed[0]["cause"] and lost in failed[0]["cause"], failed[0]


# Prices and stock -----------------------------------------------------------------------------------------------------------

def test_a_price_that_changed_is_shown_before_it_is_charged(shop):
    client, owner, product = shop.client(), shop.owner(), shop.product(price=1000)
    cart = client.cart_with((product["variants"][0]["id"], 1))["id"]
    where = f"/v1/admin/products/{product['id']}/variants/{product['variants'][0]['id']}"
    expect(200, owner.edit("PATCH", where, product["version"], {"price": euros(1100)}))

    expect_problem(409, "price_changed", client.checkout(cart))
    expect_problem(409, "price_changed", client.checkout(cart, expected_total=euros(1000)))
    shown = expect(200, client.get(f"/v1/carts/{cart}")).json["totals"]["total"]
    order = expect(201, client.checkout(cart)).json

    assert order["totals"]["total"] == shown and shop.effects(order["id"])[0]["amount"] == shown["amount"]
    finish(shop)


def test_what_is_gone_from_the_shop_is_not_sold(shop):
    client, owner = shop.client(), shop.owner()
    kept, gone = shop.product(), shop.product()
    cart = client.cart_with((kept["variants"][0]["id"], 1), (gone["variants"][0]["id"], 1))["id"]
    expect(204, owner.edit("DELETE", f"/v1/admin/products/{gone['id']}", gone["version"]))

    shown = expect(200, client.get(f"/v1/carts/{cart}")).json
    assert [line["available"] for line in shown["lines"]] == [True, False] and shown["totals"]["goods"] == euros(1999)
    expect_problem(409, "variant_unavailable", client.checkout(cart))
    expect(200, client.request("DELETE", f"/v1/carts/{cart}/lines/{shown['lines'][1]['id']}"))
    expect(201, client.checkout(cart))
    finish(shop)


def test_what_is_sold_out_is_not_sold_and_the_others_are_not_held(shop):
    client = shop.client()
    plenty, scarce = shop.product(stock=10), shop.product(stock=1, title="Blue mug")
    cart = client.cart_with((plenty["variants"][0]["id"], 1), (scarce["variants"][0]["id"], 2))

    assert [line["in_stock"] for line in cart["lines"]] == [True, False]
    refused = expect_problem(409, "out_of_stock", client.checkout(cart["id"]))

    assert "Blue mug" in refused.json["detail"]
    assert [shop.stock(p["variants"][0])["reserved"] for p in (plenty, scarce)] == [0, 0] and shop.effects() == []
    expect(200, client.request("PATCH", f"/v1/carts/{cart['id']}/lines/{cart['lines'][1]['id']}", {"quantity": 1}))
    expect(201, client.checkout(cart["id"]))
    finish(shop)


def test_backorders_may_be_sold_and_show_what_is_missing(shop):
    product = shop.product(stock=1, policy="backorder")
    cart = shop.client().cart_with((product["variants"][0]["id"], 3))["id"]

    expect(201, shop.client().checkout(cart))

    item = shop.stock(product["variants"][0])
    assert (item["on_hand"], item["shortfall"], item["available"]) == (-2, 2, True)
    finish(shop)


def test_a_cart_holds_fifty_variants(shop):
    client = shop.client()
    values = [str(number) for number in range(51)]
    product = shop.product(options=[{"name": "Number", "values": values}], variants=[
        {"option_values": [value], "price": euros(100), "stock": {"policy": "deny", "on_hand": 5}} for value in values])
    cart = client.cart_with(*((variant["id"], 1) for variant in product["variants"][:50]))

    expect_problem(422, "cart_full", client.post(f"/v1/carts/{cart['id']}/lines", {"variant_id": product["variants"][50]["id"], "quantity": 1}))
    assert len(expect(201, client.checkout(cart["id"])).json["lines"]) == 50
    finish(shop)


def test_quantities_keep_to_what_the_variant_allows(shop):
    client = shop.client()
    variant = shop.product(variants=[{"price": euros(100), "minimum_quantity": 2, "maximum_quantity": 4}])["variants"][0]["id"]
    cart = expect(201, client.post("/v1/carts", {})).json["id"]

    for quantity in (1, 5):
        expect_problem(422, "invalid_quantity", client.post(f"/v1/carts/{cart}/lines", {"variant_id": variant, "quantity": quantity}))
    expect(201, client.post(f"/v1/carts/{cart}/lines", {"variant_id": variant, "quantity": 3}))
    expect_problem(422, "invalid_quantity", client.post(f"/v1/carts/{cart}/lines", {"variant_id": variant, "quantity": 2}))


def test_the_shop_ships_where_it_says(shop):
    client, variant = shop.client(), shop.product()["variants"][0]["id"]
    cart = client.cart_with((variant, 1))["id"]
    change_settings(shop, ship_to_countries=["FR", "NL"])

    expect_problem(409, "shipping_required", client.checkout(cart))
    expect_problem(422, "validation_failed", client.request("PUT", f"/v1/carts/{cart}/customer", {"email": "ada@example.com", "shipping_address": ADDRESS}))
    expect(200, client.request("PUT", f"/v1/carts/{cart}/customer", {"email": "ada@example.com", "shipping_address": {**ADDRESS, "country": "FR"}}))
    expect(201, client.checkout(cart))
    finish(shop)


# Repetition -----------------------------------------------------------------------------------------------------------------

def test_the_same_key_gets_the_same_bytes_for_ever(folder, journal):
    shop = folder().start()
    client = shop.client()
    cart, key = client.cart_with((shop.product(stock=5)["variants"][0]["id"], 1))["id"], new_key()
    first = expect(201, client.checkout(cart, key))
    journal.note(cart, key, first)
    wait_until(lambda: shop.order(first.json["id"])["payment_state"] == "paid", "the order has moved on")

    again = expect(201, client.checkout(cart, key))
    assert (again.body, again.headers["Idempotent-Replayed"], first.headers["Idempotent-Replayed"]) == (first.body, "true", None)
    assert again.headers["Location"] == first.headers["Location"]
    assert json.loads(again.body)["order_token"] == first.json["order_token"]
    reordered = client.request("POST", f"/v1/carts/{cart}/checkout", '{ "payment" : {"token":"tok_ok", "provider": "test"} }',
                               {"Idempotency-Key": key, "Content-Type": "application/json"})
    assert reordered.body == first.body, "the same request, spelled otherwise"

    expect_problem(422, "idempotency_key_reused", client.checkout(cart, key, token="tok_declined"))
    shop.kill()
    shop.start()
    assert expect(201, shop.client().checkout(cart, key)).body == first.body
    assert b"order_token" in first.body and first.json["order_token"].encode() not in (shop.folder / "souk.db").read_bytes(), "the token is stored"
    finish(shop, journal)


def test_a_key_whose_answer_is_forgotten_makes_no_second_order(folder, journal):
    shop = folder().start()
    client, product = shop.client(), shop.product(stock=5)
    cart, refused, bought = client.cart_with((product["variants"][0]["id"], 1))["id"], new_key(), new_key()
    expect_problem(402, "payment_declined", client.checkout(cart, refused, token="tok_declined"))
    first = expect(201, client.checkout(cart, bought))
    journal.note(cart, bought, first)
    shop.settle()
    shop.stop()
    with contextlib.closing(sqlite3.connect(shop.folder / "souk.db")) as db, db:
        db.execute("UPDATE answers SET created_at = created_at - 73 * 3600 * 1000")
    shop.start()
    wait_until(lambda: shop.rows("SELECT count(*) FROM answers WHERE status IS NOT NULL AND order_id IS NOT NULL") == [(0,)], "the answers are forgotten")

    client = shop.client()
    again = expect(201, client.checkout(cart, bought))
    assert (again.json["id"], again.json["payment_state"], again.headers["Idempotent-Replayed"]) == (first.json["id"], "paid", "true")
    assert again.json["order_token"] == first.json["order_token"]
    expect_problem(402, "payment_declined", client.checkout(cart, refused, token="tok_declined"))
    expect_problem(422, "idempotency_key_reused", client.checkout(cart, bought, token="tok_slow"))
    assert shop.stock(product["variants"][0])["on_hand"] == 4 and shop.rows("SELECT count(*) FROM orders") == [(1,)]
    finish(shop, journal)


def test_every_change_of_a_cart_can_be_repeated(shop):
    client, variant = shop.client(), shop.product()["variants"][0]["id"]
    cart, key = expect(201, client.post("/v1/carts", {})).json["id"], new_key()
    body = {"variant_id": variant, "quantity": 2}

    first = expect(201, client.post(f"/v1/carts/{cart}/lines", body, {"Idempotency-Key": key}))
    expect(201, client.post(f"/v1/carts/{cart}/lines", body))
    again = expect(201, client.post(f"/v1/carts/{cart}/lines", body, {"Idempotency-Key": key}))

    assert again.body == first.body and again.headers["Idempotent-Replayed"] == "true"
    assert [line["quantity"] for line in expect(200, client.get(f"/v1/carts/{cart}")).json["lines"]] == [4]
    expect_problem(422, "idempotency_key_reused", client.post(f"/v1/carts/{cart}/lines", {**body, "quantity": 3}, {"Idempotency-Key": key}))
    other = expect(201, client.post("/v1/carts", {})).json["id"]
    expect(201, client.post(f"/v1/carts/{other}/lines", {**body, "quantity": 3}, {"Idempotency-Key": key}))


def test_twins_of_one_change_change_once(shop):
    variant = shop.product()["variants"][0]["id"]
    cart, key = expect(201, shop.client().post("/v1/carts", {})).json["id"], new_key()

    answers = in_parallel(10, lambda _: shop.client().post(f"/v1/carts/{cart}/lines", {"variant_id": variant, "quantity": 1}, {"Idempotency-Key": key}))

    assert {(a.status, a.body) for a in answers} == {(201, answers[0].body)}
    assert expect(200, shop.client().get(f"/v1/carts/{cart}")).json["lines"][0]["quantity"] == 1


def test_additions_at_once_all_count_that_were_taken(shop):
    variant = shop.product()["variants"][0]["id"]
    cart = expect(201, shop.client().post("/v1/carts", {})).json["id"]

    answers = in_parallel(10, lambda _: shop.client().post(f"/v1/carts/{cart}/lines", {"variant_id": variant, "quantity": 1}))

    taken = [a for a in answers if a.status == 201]
    for answer in answers:
        if answer.status != 201:
            expect_problem(503, "overloaded", answer)
            assert answer.headers["Retry-After"]
    assert expect(200, shop.client().get(f"/v1/carts/{cart}")).json["lines"][0]["quantity"] == len(taken) >= 3


# Holds ----------------------------------------------------------------------------------------------------------------------

def test_a_hold_that_ran_out_gives_the_stock_back(folder, journal):
    shop = folder("shop", *IMPATIENT, "--hold", "1s").start()
    client, product = shop.client(), shop.product(stock=1)
    variant = product["variants"][0]
    cart, key = client.cart_with((variant["id"], 1))["id"], new_key()
    waits = expect(202, client.checkout(cart, key, token="tok_requires_action"))
    journal.note(cart, key, waits)
    assert shop.stock(variant)["reserved"] == 1
    other = client.cart_with((variant["id"], 1))["id"]
    expect_problem(409, "out_of_stock", client.checkout(other))

    wait_until(lambda: shop.order(waits.json["id"])["state"] == "expired", "the hold runs out")
    assert (shop.stock(variant)["reserved"], kinds(shop, waits.json["id"])) == (0, ["requires_action", "voided"])
    late = new_key()
    placed = expect(201, client.checkout(other, late))
    journal.note(other, late, placed)
    final = client.checkout(cart, key, token="tok_requires_action")
    journal.note(cart, key, final)
    expect_problem(402, "payment_failed", final)
    finish(shop, journal)


def test_an_expired_order_leaves_its_cart_to_be_ordered_again(folder):
    shop = folder("shop", *IMPATIENT, "--hold", "1s").start()
    client = shop.client()
    cart = client.cart_with((shop.product(stock=1)["variants"][0]["id"], 1))["id"]
    expired = expect(202, client.checkout(cart, token="tok_requires_action")).json["id"]
    wait_until(lambda: shop.order(expired)["state"] == "expired", "the hold runs out")

    order = expect(201, client.checkout(cart)).json

    assert order["id"] != expired and order["state"] == "confirmed"
    finish(shop)


def test_money_that_was_held_when_the_hold_ran_out_is_the_orders_or_is_given_back(folder):
    """The provider said yes, the answer was lost, and nobody asked again until the hold had run out."""
    shop = folder("shop", "--development", "--hold", "1s", "--payment-timeout", "300ms", "--reconcile-every", "1h", "--sweep-every", "200ms").start()
    client, product = shop.client(), shop.product(stock=1)
    order = expect(202, client.checkout(client.cart_with((product["variants"][0]["id"], 1))["id"], token="tok_timeout_after_success")).json["id"]

    wait_until(lambda: shop.order(order)["state"] in ("expired", "confirmed"), "the sweeper settles it")
    wait_until(lambda: kinds(shop, order)[-1] in ("voided", "captured"), "the money is settled")
    expired = shop.order(order)["state"] == "expired"
    assert shop.stock(product["variants"][0])["on_hand"] == (1 if expired else 0)
    assert kinds(shop, order) == (["authorized", "voided"] if expired else ["authorized", "captured"])
    finish(shop)


def test_an_undecided_order_survives_a_kill(folder, journal):
    shop = folder("shop", "--development", "--payment-timeout", "300ms", *NEVER).start()
    client, product = shop.client(), shop.product(stock=1)
    cart, key = client.cart_with((product["variants"][0]["id"], 1))["id"], new_key()
    order = expect(202, client.checkout(cart, key, token="tok_timeout_after_success"))
    journal.note(cart, key, order)
    shop.kill()
    shop.check(journal, settled=False)

    shop.options = IMPATIENT
    shop.start()
    wait_until(lambda: shop.order(order.json["id"])["payment_state"] == "paid", "the next server finishes it")
    assert kinds(shop, order.json["id"]) == ["authorized", "captured"]
    finish(shop, journal)
