#!/usr/bin/env python3
"""Holds a shop's database, its payment provider's log and its clients' journal against the invariants of a shop.

It shares no code with souk: it reads tables, JSON and log lines as anyone could. Run it on a shop that is not being served, or on a copy.

    check_shop.py --data DIR [--key-file FILE] [--journal FILE ...] [--settled]

DIR         the shop's folder: its database (with its -wal) and, if there is one, test-provider.log
--key-file  of an encrypted shop: the file with its key
--journal   what clients were told: one JSON line an answer, {"cart", "key", "status", "order"?, "total"?, "currency"?, "body_sha256"}
--settled   the shop had a minute without faults: nothing may be undecided any more

Prints a line for each violation, `invariant N: ...`, and exits with 1; 0 when all hold. The numbers are those of docs/invariants.md.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import re
import shutil
import sqlite3
import sys
import tempfile
import time

import at_rest

TERMINAL = {"expired", "canceled", "closed"}
STATE_EDGES = {
    ("pending", "confirmed"), ("pending", "expired"), ("pending", "canceled"), ("pending", "needs_review"), ("expired", "confirmed"),
    ("expired", "needs_review"), ("confirmed", "closed"), ("confirmed", "canceled"), ("confirmed", "needs_review"), ("needs_review", "confirmed"),
    ("needs_review", "canceled"), ("needs_review", "closed"), ("pending", "closed"),
}
PAYMENT_EDGES = {
    ("none", "authorized"), ("none", "paid"), ("none", "partially_paid"), ("none", "voided"), ("authorized", "paid"), ("authorized", "partially_paid"),
    ("authorized", "voided"), ("partially_paid", "paid"), ("paid", "partially_refunded"), ("paid", "refunded"), ("partially_refunded", "refunded"),
    ("partially_paid", "partially_refunded"), ("partially_paid", "refunded"),
}
FULFILLMENT_EDGES = {
    ("unfulfilled", "partial"), ("unfulfilled", "fulfilled"), ("partial", "fulfilled"), ("fulfilled", "returned"), ("partial", "returned"),
}
MEDIA_KEY = re.compile(r'"media":"([0-9a-f]{64}\.[a-z0-9]+)"')
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def id_text(prefix, raw):
    """The wire's spelling of a stored id: the number that its 22 bytes are, as 36 base32 digits."""
    number = int.from_bytes(raw, "big")
    return prefix + "".join(CROCKFORD[number >> shift & 31] for shift in range(175, -1, -5))


class Shop:
    def __init__(self, folder, key_file=None):
        self.folder, self.key_file = folder, key_file
        self._copy = tempfile.TemporaryDirectory(prefix="checker-")  # reading a database in WAL mode writes beside it
        target = pathlib.Path(self._copy.name)
        database = at_rest.database_file(folder)
        for suffix in ("", "-wal"):
            if pathlib.Path(f"{database}{suffix}").exists():
                shutil.copy(f"{database}{suffix}", target / f"souk.db{suffix}")
        if at_rest.head(folder)[0]:
            at_rest.decrypt(target / "souk.db", key_file)
        self.db = sqlite3.connect(target / "souk.db")
        self.db.row_factory = sqlite3.Row
        self.provider = read_lines(folder / "test-provider.log")

    def picture(self, path):
        """What it shows, also when it is sealed."""
        stored = path.read_bytes()
        return at_rest.unsealed(stored, path.name, at_rest.media_keys(self.folder, self.key_file)) if stored.startswith(b"SOUKSEAL") else stored

    def rows(self, sql, *values):
        return self.db.execute(sql, values).fetchall()


def read_lines(path):
    """Whole JSON lines; a torn last one was never acknowledged."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    complete = text[: text.rfind("\n") + 1]
    return [json.loads(line) for line in complete.splitlines() if line.strip()]


def lines_of(order):
    """An order's lines as its record keeps them: what is usual is left out there."""
    return [{"quantity": 1, **line} for line in json.loads(order["record"]).get("lines", [])]


class Checker:
    def __init__(self, shop, journal, settled):
        self.shop, self.journal, self.settled = shop, journal, settled
        self.violations = []
        self.orders = {id_text("ord_", row["id"]): row for row in shop.rows("SELECT * FROM orders")}
        self.attempts = collections.defaultdict(list)
        for row in shop.rows("SELECT * FROM payment_attempts ORDER BY order_id, number"):
            self.attempts[id_text("ord_", row["order_id"])].append(row)
        self.by_order = collections.defaultdict(list)  # the provider's effects
        for effect in shop.provider:
            self.by_order[effect["order"]].append(effect)

    def violate(self, number, text):
        self.violations.append(f"invariant {number}: {text}")

    def run(self):
        for name in sorted(name for name in dir(self) if name.startswith("check_")):
            getattr(self, name)()
        return self.violations

    def check_01_every_acknowledged_order_is_there(self):
        for answer in self.journal:
            if not 200 <= answer["status"] < 300 or "order" not in answer:
                continue
            order = self.orders.get(answer["order"])
            if order is None:
                self.violate(1, f"{answer['order']} was acknowledged with {answer['status']} and is not in the database")
                continue
            if (order["total"], order["currency"]) != (answer["total"], answer["currency"]) and answer["status"] == 201:
                self.violate(1, f"{answer['order']} was acknowledged at {answer['total']} {answer['currency']}, stored is {order['total']} {order['currency']}")
            if answer["status"] == 201 and order["state"] in ("pending", "expired"):
                self.violate(1, f"{answer['order']} was acknowledged as placed and is {order['state']}")

    def check_02_one_order_per_key_and_per_cart(self):
        for row in self.shop.rows("SELECT cart_id, count(*) n FROM orders WHERE state NOT IN ('expired','canceled') GROUP BY cart_id HAVING n > 1"):
            self.violate(2, f"{id_text('cart_', row['cart_id'])} has {row['n']} live orders")
        told = collections.defaultdict(set)
        for answer in self.journal:
            if 200 <= answer["status"] < 300 and "order" in answer:
                told[answer["cart"], answer["key"]].add(answer["order"])
        for (cart, key), orders in told.items():
            if len(orders) > 1:
                self.violate(2, f"key {key} of {cart} was answered with {len(orders)} orders")

    def check_03_stock_stays_within_its_bounds(self):
        for row in self.shop.rows("SELECT * FROM stock_items"):
            name = id_text("stk_", row["id"])
            if row["reserved"] < 0:
                self.violate(3, f"{name} has {row['reserved']} reserved")
            if row["policy"] == "deny" and row["reserved"] > row["on_hand"]:
                self.violate(3, f"{name} promises {row['reserved']} of {row['on_hand']}")

    def check_04_stock_is_the_sum_of_its_movements(self):
        for row in self.shop.rows("SELECT s.id, s.on_hand, coalesce((SELECT sum(delta) FROM movements m WHERE m.stock_item_id = s.id), 0) moved FROM stock_items s"):
            if row["on_hand"] != row["moved"]:
                self.violate(4, f"{id_text('stk_', row['id'])} has {row['on_hand']} on hand, its movements say {row['moved']}")

    def check_05_what_is_reserved_is_held_by_orders(self):
        for row in self.shop.rows(
            "SELECT s.id, s.reserved, coalesce((SELECT sum(quantity) FROM order_reservations r WHERE r.stock_item_id = s.id AND r.state = 'held'), 0) held"
            " FROM stock_items s WHERE s.policy <> 'untracked'"):
            if row["reserved"] != row["held"]:
                self.violate(5, f"{id_text('stk_', row['id'])} has {row['reserved']} reserved, orders hold {row['held']}")

    def check_06_nothing_is_sold_that_never_came(self):
        for row in self.shop.rows(
            "SELECT s.id, s.policy, coalesce((SELECT sum(delta) FROM movements m WHERE m.stock_item_id = s.id AND m.reason <> 'sold'), 0) received,"
            " -coalesce((SELECT sum(delta) FROM movements m WHERE m.stock_item_id = s.id AND m.reason = 'sold'), 0) sold,"
            " coalesce((SELECT sum(quantity) FROM order_reservations r WHERE r.stock_item_id = s.id AND r.state = 'committed'), 0) committed"
            " FROM stock_items s"):
            name = id_text("stk_", row["id"])
            if row["policy"] != "untracked" and row["sold"] != row["committed"]:
                self.violate(6, f"{name} lost {row['sold']} to sales, orders took {row['committed']}")
            if row["policy"] == "deny" and row["committed"] > row["received"]:
                self.violate(6, f"{name} was sold {row['committed']} times of {row['received']} received")
        for row in self.shop.rows(
            "SELECT o.id, o.state, o.record, r.quantity, r.stock_item_id FROM order_reservations r JOIN orders o ON o.id = r.order_id"
            " WHERE r.state = 'committed'"):
            name, item = id_text("ord_", row["id"]), id_text("stk_", row["stock_item_id"])
            if row["state"] in ("pending", "expired"):
                self.violate(6, f"{name} is {row['state']} and took {row['quantity']} from stock")
            ordered = sum(line["quantity"] for line in lines_of(row) if line.get("stock_item") == item)
            if ordered != row["quantity"]:
                self.violate(6, f"{name} took {row['quantity']} of {item}, its lines say {ordered}")

    def check_07_each_order_is_charged_once(self):
        for order, effects in self.by_order.items():
            captured = [effect for effect in effects if effect["effect"] == "captured"]
            if len(captured) > 1:
                self.violate(7, f"{order} was captured {len(captured)} times")
            live = self.open_authorizations(effects)
            if len(live) > 1 and self.settled:
                self.violate(7, f"{order} has {len(live)} authorizations open at once")
            paid = sum(row["amount"] for row in self.attempts.get(order, []) if row["state"] == "captured")
            net = sum(e["amount"] for e in captured) - sum(e["amount"] for e in effects if e["effect"] == "refunded")
            if self.settled and order in self.orders and net != paid and self.orders[order]["payment_state"] not in ("refunded", "partially_refunded"):
                self.violate(7, f"{order}: the provider took {net}, the shop recorded {paid}")

    @staticmethod
    def open_authorizations(effects):
        """What the provider holds or took and did not give back, by its own reference."""
        live = {}
        for effect in effects:
            if effect["effect"] in ("authorized", "captured"):
                live[effect["reference"]] = effect
            elif effect["effect"] in ("voided", "refunded"):
                live.pop(effect["reference"], None)
        return live

    def check_08_no_money_is_held_without_an_order(self):
        for order, effects in self.by_order.items():
            for effect in self.open_authorizations(effects).values():
                stored = self.orders.get(order)
                if stored is None:
                    self.violate(8, f"the provider holds {effect['amount']} for {order}, which does not exist")
                elif self.settled and stored["state"] not in ("confirmed", "closed", "needs_review"):
                    self.violate(8, f"the provider holds {effect['amount']} for {order}, which is {stored['state']}")

    def check_09_nothing_leaves_unpaid(self):
        for name, order in self.orders.items():
            effects = self.by_order.get(name, [])
            needs_provider = order["total"] > 0 and any(row["provider"] == "test" for row in self.attempts[name])
            if not needs_provider:
                continue
            if order["payment_state"] == "paid" and sum(e["amount"] for e in effects if e["effect"] == "captured") != order["total"]:
                self.violate(9, f"{name} is paid, the provider did not take {order['total']}")
            if order["state"] == "confirmed" and not any(e["effect"] in ("authorized", "captured") and e["amount"] == order["total"] for e in effects):
                self.violate(9, f"{name} is confirmed without an authorization of {order['total']}")

    def check_11_totals_add_up(self):
        for name, order in self.orders.items():
            terms = {term: order[term] for term in ("goods", "discount", "shipping", "tax", "total")}
            if any(value < 0 for value in terms.values()):
                self.violate(11, f"{name} has a negative term: {terms}")
            if terms["total"] != terms["goods"] + terms["shipping"] + terms["tax"] - terms["discount"]:
                self.violate(11, f"{name} does not add up: {terms}")
            lines = lines_of(order)
            if any(line["quantity"] < 1 or line["unit_price"] < 0 or line["total"] != line["quantity"] * line["unit_price"] for line in lines):
                self.violate(11, f"{name} has a line that does not add up")
            if sum(line["total"] for line in lines) != terms["goods"]:
                self.violate(11, f"{name}: lines come to {sum(line['total'] for line in lines)}, goods are {terms['goods']}")

    def check_12_payments_are_bound_to_their_order(self):
        owner = {}
        for effect in self.shop.provider:
            if effect["effect"] not in ("authorized", "captured"):
                continue
            if owner.setdefault(effect["reference"], effect["order"]) != effect["order"]:
                self.violate(12, f"{effect['reference']} pays {owner[effect['reference']]} and {effect['order']}")
            order = self.orders.get(effect["order"])
            amounts = {row["amount"] for row in self.attempts.get(effect["order"], []) if id_text("pay_", row["id"]) == effect["attempt"]}
            if order is not None and (effect["currency"] != order["currency"] or amounts != {effect["amount"]}):
                self.violate(12, f"{effect['order']}: the provider has {effect['amount']} {effect['currency']}, the attempt {sorted(amounts)} {order['currency']}")

    def check_15_histories_follow_the_machines(self):
        history = collections.defaultdict(list)
        for row in self.shop.rows("SELECT * FROM order_history ORDER BY order_id, version"):
            history[id_text("ord_", row["order_id"])].append(row)
        for name, order in self.orders.items():
            steps = history[name]
            if [step["version"] for step in steps] != list(range(1, order["version"] + 1)):
                self.violate(15, f"{name} is at version {order['version']}, its history has {[step['version'] for step in steps]}")
                continue
            for before, after in zip(steps, steps[1:]):
                for axis, edges in (("state", STATE_EDGES), ("payment_state", PAYMENT_EDGES), ("fulfillment_state", FULFILLMENT_EDGES)):
                    if before[axis] != after[axis] and (before[axis], after[axis]) not in edges:
                        self.violate(15, f"{name} went from {axis} {before[axis]} to {after[axis]}")
            last = steps[-1]
            if any(last[axis] != order[axis] for axis in ("state", "payment_state", "fulfillment_state")):
                self.violate(15, f"{name}: its last history entry is not its state")

    def check_16_no_more_is_refunded_than_was_taken(self):
        for order, effects in self.by_order.items():
            totals = collections.Counter()
            for effect in effects:
                totals[effect["effect"]] += effect["amount"]
            if totals["refunded"] > totals["captured"]:
                self.violate(16, f"{order} was refunded {totals['refunded']} of {totals['captured']}")

    def check_17_every_step_left_its_event(self):
        versions = collections.defaultdict(list)
        for row in self.shop.rows("SELECT aggregate, aggregate_version FROM outbox WHERE type LIKE 'order.%' ORDER BY aggregate, aggregate_version"):
            versions[row["aggregate"]].append(row["aggregate_version"])
        for name, order in self.orders.items():
            if versions[name] != list(range(1, order["version"] + 1)):
                self.violate(17, f"{name} is at version {order['version']}, its events are {versions[name]}")
        for name in versions.keys() - self.orders.keys():
            self.violate(17, f"there are events of {name}, which does not exist")

    def check_19_a_key_has_one_answer(self):
        final = collections.defaultdict(set)
        for answer in self.journal:
            definite = answer["status"] not in (202, 408, 429) and answer["status"] < 500
            if definite and answer.get("final", True):
                final[answer["cart"], answer["key"]].add((answer["status"], answer["body_sha256"]))
        for (cart, key), answers in final.items():
            if len(answers) > 1:
                self.violate(19, f"key {key} of {cart} had {len(answers)} final answers: {sorted(status for status, _ in answers)}")
        for row in self.shop.rows("SELECT scope FROM answers WHERE status = 202 OR status >= 500"):
            self.violate(19, f"an answer that is not final is stored: {row['scope']!r}")

    def check_23_pictures_are_what_their_names_say(self):
        stored = {path.name: path for path in (self.shop.folder / "media").glob("*/*") if path.is_file()}
        for name, path in stored.items():
            try:
                content = self.shop.picture(path)
            except Exception as error:  # noqa: BLE001 - whatever the cipher's library calls it
                self.violate(23, f"the picture {name} does not open: {error}")
                continue
            if hashlib.sha256(content).hexdigest() != name.split(".")[0]:
                self.violate(23, f"the picture {name} holds something else")
        for table in ("products", "variants"):
            for row in self.shop.rows(f"SELECT record FROM {table}"):
                for name in set(MEDIA_KEY.findall(row["record"])) - stored.keys():
                    self.violate(23, f"{table} show the picture {name}, which is not there")

    def check_24_the_file_is_whole(self):
        for (line,) in self.shop.rows("PRAGMA integrity_check"):
            if line != "ok":
                self.violate(24, f"integrity_check: {line}")
        for row in self.shop.rows("PRAGMA foreign_key_check"):
            self.violate(24, f"foreign_key_check: {tuple(row)}")
        if self.shop.rows("PRAGMA user_version")[0][0] < 1:
            self.violate(24, "the database has no schema version")

    def check_26_holds_end_with_their_order(self):
        for row in self.shop.rows("SELECT o.id, o.state FROM order_reservations r JOIN orders o ON o.id = r.order_id WHERE r.state = 'held'"):
            if row["state"] in TERMINAL or row["state"] == "confirmed":
                self.violate(26, f"{id_text('ord_', row['id'])} is {row['state']} and still holds stock")
        for name, order in self.orders.items():
            last = self.attempts[name][-1] if self.attempts[name] else None
            if last is not None and order["state"] == "expired" and last["state"] in ("open", "authorizing"):
                self.violate(26, f"{name} expired while its payment was undecided")

    def check_28_everything_comes_to_rest(self):
        if not self.settled:
            return
        now = int(time.time() * 1000)
        for name, order in self.orders.items():
            last = self.attempts[name][-1] if self.attempts[name] else None
            waits_for_shopper = last is not None and last["action_url"]
            if order["state"] == "pending" and last is not None and last["state"] in ("open", "authorizing") and not waits_for_shopper:
                self.violate(28, f"{name} is undecided")
            if order["state"] == "pending" and order["hold_expires_at"] < now - 60_000:
                self.violate(28, f"{name} keeps a hold that ran out")
            if any(row["void_due"] or row["refund_due"] for row in self.attempts[name]):
                self.violate(28, f"{name} still has money to give back")
        for table, condition in (("outbox", "published_at IS NULL"), ("queue_messages", "1")):
            (left,) = self.shop.rows(f"SELECT count(*) FROM {table} WHERE {condition}")[0]
            if left:
                self.violate(28, f"{left} rows wait in {table}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--key-file", type=pathlib.Path)
    parser.add_argument("--journal", action="append", default=[], type=pathlib.Path)
    parser.add_argument("--settled", action="store_true")
    arguments = parser.parse_args()
    journal = [line for path in arguments.journal for line in read_lines(path)]
    checker = Checker(Shop(arguments.data, arguments.key_file), journal, arguments.settled)
    violations = checker.run()
    for violation in violations:
        print(violation)
    print(f"{len(violations)} violations in {len(checker.orders)} orders, {len(checker.shop.provider)} provider effects, {len(journal)} answers")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
