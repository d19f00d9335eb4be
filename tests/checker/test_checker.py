"""The checker can be believed: it finds nothing in a shop that is well, and each planted violation by its number.

The shop is a real one after some orders. Each plant edits a copy of it as no program would: past triggers, constraints and keys.
"""

import json
import pathlib
import re
import sqlite3
import subprocess
import sys

import pytest

from souk import CHECKER, IMPATIENT, PATIENCE, ROOT, Journal, Shop, copy_of, new_key, wait_until

FILES = ROOT / "tests/scenario/files/import"
GHOST = "ord_" + "0" * 36


@pytest.fixture(scope="module")
def well(tmp_path_factory):
    """A folder with paid orders, a declined one, an expired one, one that waits for its shopper, pictures, and the clients' journal beside it."""
    shop = Shop(tmp_path_factory.mktemp("checker") / "shop")
    shop.run("import", FILES / "dirty.csv", "--images", FILES / "pictures", "--development", status=3)
    journal = Journal(shop.folder / "journal")
    told = {}

    def order(client, name, variant, token):
        cart, key = client.cart_with((variant, 2))["id"], new_key()
        answer = client.checkout(cart, key, token=token)
        journal.note(cart, key, answer)
        told[name] = {"cart": cart, "key": key, "order": answer.json.get("id")}

    try:
        shop.options = (*IMPATIENT, "--hold", "1s")
        shop.start()
        variant = shop.product(stock=50)["variants"][0]["id"]
        order(shop.client(), "expired", variant, "tok_requires_action")
        wait_until(lambda: shop.order(told["expired"]["order"])["state"] == "expired", "the hold runs out")
        shop.stop()
        shop.options = IMPATIENT
        shop.start()
        for name, token in (("paid", "tok_ok"), ("other", "tok_ok"), ("declined", "tok_declined"), ("waiting", "tok_requires_action")):
            order(shop.client(), name, variant, token)
        wait_until(lambda: all(shop.order(told[name]["order"])["payment_state"] == "paid" for name in ("paid", "other")), "they are paid")
        shop.settle(lambda: True)
        assert shop.stop() == 0
    finally:
        shop.end()
    (shop.folder / "told").write_text(json.dumps(told))
    return shop.folder


class Patient:
    """A copy of the shop, open for surgery."""

    def __init__(self, folder):
        self.folder = folder
        self.told = json.loads((folder / "told").read_text())
        self.db = sqlite3.connect(folder / "souk.db")
        self.db.execute("PRAGMA foreign_keys = OFF")
        self.db.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in self.db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            self.db.execute(f"DROP TRIGGER {name}")
        self.db.execute("DROP INDEX orders_live_by_cart")

    def id(self, name):
        """An order's id as the database keeps it: the number that its 36 base32 digits are, in 22 bytes."""
        number = 0
        for letter in self.order(name).removeprefix("ord_"):
            number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
        return number.to_bytes(22, "big")

    def order(self, name):
        return self.told[name]["order"]

    def sql(self, statement, *values):
        changed = self.db.execute(statement, values).rowcount
        assert changed > 0, f"nothing was changed by {statement}"

    def effects(self, change):
        """Rewrites the provider's log: `change` takes its entries and returns them."""
        log = self.folder / "test-provider.log"
        entries = change([json.loads(line) for line in log.read_text().splitlines()])
        log.write_text("".join(json.dumps(entry) + "\n" for entry in entries))

    def journal(self, **line):
        with open(self.folder / "journal", "a", encoding="utf-8") as file:
            file.write(json.dumps({"cart": "cart_" + "0" * 36, "key": "a-key-of-nobody", "body_sha256": "0", **line}) + "\n")

    def done(self):
        self.db.commit()
        self.db.close()


def verdict(folder, *more):
    done = subprocess.run([sys.executable, CHECKER, "--data", folder, "--journal", folder / "journal", "--settled", *more], capture_output=True, text=True, timeout=PATIENCE)
    assert not done.stderr, done.stderr
    return done.returncode, {int(number) for number in re.findall(r"^invariant (\d+): ", done.stdout, re.M)}, done.stdout


PLANTS = {}


def plant(name, *numbers):
    def add(function):
        assert name not in PLANTS
        PLANTS[name] = (function, set(numbers))
        return function
    return add


plant("an acknowledged order is not there", 1)(lambda p: p.journal(status=201, order=GHOST, total=1, currency="EUR"))
plant("an acknowledged order that is only pending", 1)(lambda p: p.journal(status=201, order=p.order("waiting"), total=total(p, "waiting"), currency="EUR"))
plant("an order at another total than acknowledged", 1)(lambda p: p.journal(status=201, order=p.order("paid"), total=1, currency="EUR"))
plant("two live orders of one cart", 2)(lambda p: p.sql("UPDATE orders SET cart_id = (SELECT cart_id FROM orders WHERE id = ?) WHERE id = ?", p.id("paid"), p.id("other")))


@plant("one key with two orders", 2)
def two_orders(p):
    for name in ("paid", "other"):
        p.journal(status=201, order=p.order(name), total=total(p, name), currency="EUR")


@plant("more is promised than there is", 3, 24)  # the table's own constraint sees it as well
def overbooked(p):
    p.sql("UPDATE order_reservations SET quantity = 60 WHERE order_id = ?", p.id("waiting"))
    p.sql("UPDATE stock_items SET reserved = 60 WHERE id = (SELECT stock_item_id FROM order_reservations WHERE order_id = ?)", p.id("waiting"))


plant("stock without a movement", 4)(lambda p: p.sql("UPDATE stock_items SET on_hand = on_hand + 1 WHERE policy = 'deny'"))
plant("a movement too many", 4)(lambda p: p.sql("UPDATE movements SET delta = delta + 1 WHERE id = (SELECT max(id) FROM movements WHERE reason = 'received' OR reason = 'imported')"))
plant("a hold that no order has", 5)(lambda p: p.sql("UPDATE stock_items SET reserved = reserved + 1 WHERE policy = 'deny' AND on_hand > 10"))
plant("sold without an order", 6)(lambda p: p.sql("UPDATE movements SET delta = delta - 1 WHERE reason = 'sold'") or p.sql(
    "UPDATE stock_items SET on_hand = (SELECT sum(delta) FROM movements WHERE stock_item_id = stock_items.id) WHERE EXISTS (SELECT 1 FROM movements WHERE stock_item_id = stock_items.id)"))


@plant("an order took more than its lines say", 6)
def took_more(p):
    p.sql("UPDATE order_reservations SET quantity = quantity + 1 WHERE order_id = ?", p.id("paid"))
    p.sql("UPDATE movements SET delta = delta - 1 WHERE id = (SELECT max(id) FROM movements WHERE reason = 'sold')")
    p.sql("UPDATE stock_items SET on_hand = on_hand - 1 WHERE id = (SELECT stock_item_id FROM order_reservations WHERE order_id = ?)", p.id("paid"))


plant("a capture that the shop does not know", 7)(lambda p: p.sql("UPDATE payment_attempts SET state = 'authorized' WHERE order_id = ?", p.id("paid")))


@plant("an order charged twice", 7, 9)  # and so it took more than its total
def charged_twice(p):
    p.effects(lambda entries: entries + [e for e in entries if e["effect"] == "captured" and e["order"] == p.order("paid")])


plant("money for an order that does not exist", 8)(lambda p: p.effects(lambda entries: entries + [{**entries[0], "effect": "authorized", "order": GHOST, "reference": "tp_ghost"}]))


@plant("money held for an order that expired", 8)
def held_after_expiry(p):
    p.effects(lambda entries: [{**e, "effect": "authorized"} if (e["order"], e["effect"]) == (p.order("expired"), "voided") else e for e in entries])


@plant("paid, but not all of it", 9)
def paid_in_part(p):
    p.effects(lambda entries: [{**e, "amount": e["amount"] - 1} if e["order"] == p.order("paid") else e for e in entries])
    p.sql("UPDATE payment_attempts SET amount = amount - 1, taken = taken - 1 WHERE order_id = ?", p.id("paid"))


plant("goods that are not what the lines come to", 11)(lambda p: p.sql("UPDATE orders SET goods = goods + 1, discount = discount + 1 WHERE id = ?", p.id("paid")))


@plant("a line that does not add up", 11)
def odd_line(p):
    p.sql("UPDATE orders SET record = json_set(record, '$.lines[0].unit_price', 1) WHERE id = ?", p.id("paid"))


@plant("one payment for two orders", 12)
def shared_payment(p):
    def share(entries):
        (reference,) = {e["reference"] for e in entries if e["order"] == p.order("paid")}
        return [{**e, "reference": reference} if e["order"] == p.order("other") else e for e in entries]
    p.effects(share)


plant("a payment in another currency", 12)(lambda p: p.effects(lambda entries: [{**e, "currency": "USD"} if e["order"] == p.order("paid") else e for e in entries]))
plant("a step that no order may take", 15)(lambda p: p.sql("UPDATE order_history SET state = 'canceled' WHERE order_id = ? AND version = 1", p.id("paid")))
plant("a payment that was voided and is paid", 15)(lambda p: p.sql("UPDATE order_history SET payment_state = 'voided' WHERE order_id = ? AND version = 2", p.id("paid")))


def steps_of(name, axis, *states):
    """The last steps of an order as they never were; the order itself is where they end."""
    def rewrite(p):
        (version,) = p.db.execute("SELECT version FROM orders WHERE id = ?", (p.id(name),)).fetchone()
        for back, state in enumerate(reversed(states)):
            p.sql(f"UPDATE order_history SET {axis} = ? WHERE order_id = ? AND version = ?", state, p.id(name), version - back)
        p.sql(f"UPDATE orders SET {axis} = ? WHERE id = ?", states[-1], p.id(name))
    return rewrite


@plant("an order that was closed before it stood", 15)
def closed_too_early(p):
    steps_of("paid", "state", "pending", "closed")(p)


@plant("a review of an order that was over", 15)
def reviewed_too_late(p):
    steps_of("paid", "state", "pending", "expired", "needs_review")(p)


@plant("a void of money that was never held", 15)
def voided_nothing(p):
    steps_of("expired", "payment_state", "none", "voided")(p)


plant("a version without its history", 15)(lambda p: p.sql("DELETE FROM order_history WHERE order_id = ? AND version = 2", p.id("paid")))
plant("a history that ends elsewhere", 15)(lambda p: p.sql("UPDATE order_history SET fulfillment_state = 'partial' WHERE order_id = ? AND version = (SELECT version FROM orders WHERE id = order_id)",
                                                           p.id("paid")))
plant("more given back than was taken", 16)(lambda p: p.effects(lambda entries: entries + [{**entries[0], "effect": "refunded", "order": GHOST, "reference": "tp_ghost"}]))
plant("a step without its event", 17)(lambda p: p.sql("DELETE FROM outbox WHERE aggregate = ? AND aggregate_version = 2", p.order("paid")))
plant("an event of nobody", 17)(lambda p: p.sql(
    "INSERT INTO outbox SELECT sequence + 1, id, type, ?, 1, at, data, published_at FROM outbox WHERE type LIKE 'order.%' ORDER BY sequence DESC LIMIT 1", GHOST))
plant("one key with two answers", 19)(lambda p: p.journal(**{**p.told["paid"], "order": None, "status": 409, "body_sha256": "other"}))


@plant("a stored answer that is not final", 19, 24)  # the table's own constraint sees it as well
def stored_undecided(p):
    p.sql("UPDATE answers SET status = 202 WHERE order_id = ?", p.id("paid"))


@plant("a picture that holds something else", 23)
def swapped_picture(p):
    next(path for path in (p.folder / "media").glob("*/*")).write_text("<svg/>")


@plant("a picture that is not there", 23)
def lost_picture(p):
    next(path for path in (p.folder / "media").glob("*/*")).unlink()


plant("a variant of no product", 24)(lambda p: p.sql("UPDATE variants SET product_id = zeroblob(22) WHERE rowid = (SELECT min(rowid) FROM variants)"))
plant("a database without a version", 24)(lambda p: p.db.execute("PRAGMA user_version = 0"))


@plant("a confirmed order that still holds stock", 26)
def holding_on(p):
    item = "(SELECT stock_item_id FROM order_reservations WHERE order_id = ?)"
    p.sql(f"UPDATE movements SET reason = 'adjusted' WHERE id = (SELECT min(id) FROM movements WHERE reason = 'sold' AND stock_item_id = {item})", p.id("paid"))
    p.sql("UPDATE order_reservations SET state = 'held' WHERE order_id = ?", p.id("paid"))
    p.sql(f"UPDATE stock_items SET reserved = reserved + 2 WHERE id = {item}", p.id("paid"))


plant("an order that expired while its payment was undecided", 26)(lambda p: p.sql("UPDATE payment_attempts SET state = 'authorizing' WHERE order_id = ?", p.id("expired")))
plant("an event that never left", 28)(lambda p: p.sql("UPDATE outbox SET published_at = NULL WHERE sequence = (SELECT max(sequence) FROM outbox)"))
plant("a hold that nobody released", 28)(lambda p: p.sql("UPDATE orders SET hold_expires_at = 1 WHERE id = ?", p.id("waiting")))
plant("a payment that nobody decided", 28)(lambda p: p.sql("UPDATE payment_attempts SET action_url = '' WHERE order_id = ?", p.id("waiting")))
plant("money that nobody gave back", 28)(lambda p: p.sql("UPDATE payment_attempts SET refund_due = 1 WHERE order_id = ?", p.id("paid")))
plant("a message that nobody took", 28)(lambda p: p.sql("INSERT INTO queue_messages VALUES (zeroblob(22), 'order-processing', '{}', 1, 1, 0, NULL, NULL)"))


def total(patient, name):
    return patient.db.execute("SELECT total FROM orders WHERE id = ?", (patient.id(name),)).fetchone()[0]


def test_a_shop_that_is_well_has_no_violation(well, tmp_path):
    assert verdict(copy_of(well, tmp_path / "copy"))[:2] == (0, set())


def test_opening_a_shop_for_surgery_harms_nothing_by_itself(well, tmp_path):
    patient = Patient(copy_of(well, tmp_path / "copy"))
    patient.done()

    assert verdict(patient.folder)[:2] == (0, set())


@pytest.mark.parametrize("name", PLANTS)
def test_each_violation_is_found_and_no_other(well, tmp_path, name):
    change, numbers = PLANTS[name]
    patient = Patient(copy_of(well, tmp_path / "copy"))
    change(patient)
    patient.done()

    code, found, said = verdict(patient.folder)

    assert (code, found) == (1, numbers), said


def test_events_that_left_a_month_ago_may_be_forgotten_and_no_others(well, tmp_path):
    patient = Patient(copy_of(well, tmp_path / "copy"))
    patient.sql("UPDATE order_history SET at = at - 31 * 86400000 WHERE order_id = ? AND version < 3", patient.id("paid"))
    patient.sql("DELETE FROM outbox WHERE aggregate = ? AND aggregate_version < 3", patient.order("paid"))
    patient.db.commit()
    assert verdict(patient.folder)[:2] == (0, set())

    patient.sql("DELETE FROM outbox WHERE aggregate = ? AND aggregate_version = 3", patient.order("paid"))
    patient.done()

    assert verdict(patient.folder)[:2] == (1, {17})


def test_a_torn_last_line_of_the_providers_log_was_never_said(well, tmp_path):
    folder = copy_of(well, tmp_path / "copy")
    with open(folder / "test-provider.log", "a", encoding="utf-8") as log:
        log.write('{"effect": "captured", "order"')

    assert verdict(folder)[:2] == (0, set())


def test_every_check_has_a_plant_and_a_line_in_the_document():
    checks = {int(number): name for number, name in re.findall(r"def (?:check_(\d\d))_(\w+)\(", CHECKER.read_text())}
    document = (ROOT / "docs/invariants.md").read_text()
    rows = {int(number): row for number, row in re.findall(r"^\| (\d+) \| (.*)$", document, re.M)}

    assert {number for _, numbers in PLANTS.values() for number in numbers} == set(checks)
    assert list(rows) == list(range(1, 29))
    for number, name in checks.items():
        assert f"`check_{number:02}_{name}`" in rows[number]
    for number in set(rows) - set(checks):
        assert "`check_" not in rows[number]


def test_every_place_that_the_document_names_exists():
    document = (ROOT / "docs/invariants.md").read_text()
    for path in set(re.findall(r"`((?:tests|src|docs)/[\w/.-]+)`", document)):
        assert (ROOT / pathlib.Path(path)).exists(), path
    for name in set(re.findall(r"`(test_\w+\.py)`", document)):
        assert (ROOT / "tests/scenario" / name).exists(), name
