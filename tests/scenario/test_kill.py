"""kill -9 under checkout load: what was acknowledged is there afterwards. RELIABILITY.md section 1, row 1."""

import os
import random
import threading

from souk import Client, Journal, new_key, wait_until

ROUNDS = int(os.environ.get("SOUK_KILL_ROUNDS", 20))
BUYERS = 8


def test_a_killed_server_has_lost_nothing_it_acknowledged(folder, tmp_path):
    shop = folder()
    shop.start()
    dice = random.Random(11)
    journal = Journal(tmp_path / "journal")
    variant = shop.product(stock=1_000_000)["variants"][0]["id"]
    acknowledged = 0

    for number in range(ROUNDS):
        counts = [0] * BUYERS
        ended = threading.Event()

        def shop_on(index, counts=counts, ended=ended):
            try:
                client = Client(shop.port)
                while not ended.is_set():
                    cart = client.cart_with((variant, 1))["id"]
                    key = new_key()
                    journal.note(cart, key, client.checkout(cart, key))
                    counts[index] += 1
            except Exception:  # the server is killed under us: that ends the round
                return

        threads = [threading.Thread(target=shop_on, args=(index,)) for index in range(BUYERS)]
        for thread in threads:
            thread.start()
        wanted = dice.randint(3, 30)
        wait_until(lambda counts=counts, wanted=wanted: sum(counts) >= wanted or not any(t.is_alive() for t in threads), "the load runs")
        shop.kill()
        ended.set()
        for thread in threads:
            thread.join()
        acknowledged += sum(counts)
        assert sum(counts) >= wanted, f"round {number}: the load broke before the kill"
        shop.start()
        assert shop.stop() == 0
        shop.check(journal, settled=False)
        shop.start()

    wait_until(lambda: quiet(shop), "what was under way is decided")
    assert shop.stop() == 0
    assert acknowledged > ROUNDS
    shop.check(journal)


def quiet(shop):
    orders, after = [], ""
    while True:
        page = shop.owner().get(f"/v1/admin/orders?limit=100{after}").json
        orders += page["items"]
        if page["next_cursor"] is None:
            break
        after = "&cursor=" + page["next_cursor"]
    return all(order["state"] == "confirmed" and order["payment_state"] == "paid" for order in orders)
