"""500 buyers, 100 units: exactly 100 are sold. RELIABILITY.md section 1, row 6."""

import collections
import os

from souk import Client, Journal, expect, in_parallel, new_key, wait_until

ROUNDS = int(os.environ.get("SOUK_RACE_ROUNDS", 20))
BUYERS, UNITS = 500, 100


def test_five_hundred_buyers_of_a_hundred_units_get_exactly_a_hundred(shop, tmp_path):
    journal = Journal(tmp_path / "journal")

    for number in range(ROUNDS):
        product = shop.product(stock=UNITS)
        variant = product["variants"][0]["id"]
        carts = []

        def prepare(index, variant=variant):
            client = Client(shop.port)
            return client, client.cart_with((variant, 1))["id"]

        for start in range(0, BUYERS, 50):
            carts += in_parallel(50, lambda index: prepare(index))

        def buy(index, carts=carts):
            client, cart = carts[index]
            key, told = new_key(), []

            def decided():
                """The same key again after 503, shed under load, and after 202: the provider was slow, the reconciler asks it again."""
                told.append(client.checkout(cart, key))
                if told[-1].status != 503:
                    journal.note(cart, key, told[-1])
                return told[-1].status not in (202, 503)

            wait_until(decided, f"buyer {index} knows")
            return told[-1]

        answers = in_parallel(BUYERS, buy)

        counts = collections.Counter((a.status, None if a.status == 201 else a.code) for a in answers)
        assert counts == {(201, None): UNITS, (409, "out_of_stock"): BUYERS - UNITS}, (number, counts)
        stock = expect(200, shop.owner().get(f"/v1/admin/stock/{product['variants'][0]['stock_item_id']}")).json
        assert (stock["on_hand"], stock["reserved"]) == (0, 0), stock
        for client, _ in carts:
            client.connection.close()

    settle(shop)
    shop.stop()
    shop.check(journal)


def settle(shop):
    """Everything that was ordered is captured, and every event has left."""
    def rested():
        orders = expect(200, shop.owner().get("/v1/admin/orders?limit=100")).json["items"]
        return all(o["payment_state"] != "authorized" and o["state"] != "pending" for o in orders)

    wait_until(rested, "all orders are paid")
