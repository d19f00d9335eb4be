"""One key sent 1–5 times at once, while the provider loses a fifth of its answers: one order, one charge. RELIABILITY.md section 1, row 7."""

import collections
import json
import os
import random

from souk import Client, Journal, expect, in_parallel, new_key, wait_until

CHECKOUTS = int(os.environ.get("SOUK_MULTISEND_CHECKOUTS", 200))


def test_a_key_sent_many_times_makes_one_order_and_one_charge(folder, tmp_path):
    shop = folder()
    shop.start("--test-provider-timeout-rate", "0.2")
    dice = random.Random(7)
    journal = Journal(tmp_path / "journal")
    product = shop.product(stock=10 * CHECKOUTS)
    variant = product["variants"][0]["id"]
    sends = [dice.randint(1, 5) for _ in range(CHECKOUTS)]

    def send_all(index):
        client = Client(shop.port)
        cart = client.cart_with((variant, 1))["id"]
        key = new_key()

        def send(_):
            twin = Client(shop.port)
            answer = twin.checkout(cart, key)
            journal.note(cart, key, answer)
            twin.connection.close()
            return answer

        answers = in_parallel(sends[index], send)
        assert all(a.status in (201, 202, 503) for a in answers), answers

        def decided():
            answer = client.checkout(cart, key)
            journal.note(cart, key, answer)
            return answer.status == 201

        wait_until(decided, f"checkout {index} is decided")
        client.connection.close()

    for start in range(0, CHECKOUTS, 20):
        in_parallel(min(20, CHECKOUTS - start), lambda offset, start=start: send_all(start + offset))

    def all_paid():
        after, unpaid = "", 0
        while True:
            page = expect(200, shop.owner().get(f"/v1/admin/orders?limit=100{after}")).json
            unpaid += sum(order["payment_state"] != "paid" for order in page["items"])
            if page["next_cursor"] is None:
                return unpaid == 0
            after = "&cursor=" + page["next_cursor"]

    wait_until(all_paid, "every order is paid")
    shop.stop()
    shop.stop_provider()

    effects = [json.loads(line) for line in (shop.folder / "test-provider.log").read_text().splitlines()]
    captured = collections.Counter(e["order"] for e in effects if e["effect"] == "captured")
    assert len(captured) == CHECKOUTS, (len(captured), CHECKOUTS)
    assert set(captured.values()) == {1}
    shop.check(journal)
