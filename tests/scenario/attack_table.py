"""The table of bad requests and what they must meet: the rows of RELIABILITY.md section 3, and some that it forgot (row 0).

Each entry names its row and how it is sent. `Raw` is bytes on a connection, `Ask` an ordinary request, a function a short story of its own. `$cart` and the
other names of `Stage.names` stand for what the stage has set. What cannot run yet stands in LATER with the issue that brings it.
"""

import dataclasses
import json
import string

from souk import Client, expect
from wire import Wire, request

# The numbers that the section uses; test_attacks.py holds the tables against them.
ROWS = [*range(1, 4), *range(6, 26), *range(27, 33), *range(34, 48), *range(49, 67), 68, *range(70, 77), 78, 79, 80, *range(82, 85)]

BIG = 2**53
GET = "GET /v1/shop HTTP/1.1"
POST = "POST /v1/carts HTTP/1.1"
JSON_TYPE = "Content-Type: application/json"
LINES = "/v1/carts/$cart/lines"


class Stage:
    """A shop with what attacks need: a victim's cart and order, an attacker's own cart. `twin(name, *options)` serves another shop."""

    def __init__(self, shop, twin):
        self.shop = shop
        self.twin = twin
        self.client = shop.client()
        self.owner = shop.owner()
        self.product = shop.product(stock=1000)
        self.other_product = shop.product(stock=3)
        self.variant = self.product["variants"][0]
        self.scarce = self.other_product["variants"][0]
        victim = self.client.cart_with((self.variant["id"], 1))
        self.order = expect(201, self.client.checkout(victim["id"])).json
        self.names = {
            "cart": self.client.cart_with((self.variant["id"], 1))["id"],
            "empty": expect(201, self.client.post("/v1/carts", {})).json["id"],
            "ordered": victim["id"],
            "ordered_line": victim["lines"][0]["id"],
            "foreign_line": victim["lines"][0]["id"],
            "variant": self.variant["id"],
            "product": self.product["id"],
            "slug": self.product["slug"],
            "stock": self.variant["stock_item_id"],
            "order": self.order["id"],
            "number": self.order["number"],
            "token": self.order["order_token"],
            "key": self.owner.key,
        }
        self.customer = shop.customer()
        self.names["line"] = expect(200, self.client.get(f"/v1/carts/{self.names['cart']}")).json["lines"][0]["id"]

    def fill(self, text):
        return string.Template(text).safe_substitute(self.names)


@dataclasses.dataclass(frozen=True)
class Raw:
    text: str | bytes

    def send(self, stage):
        text = stage.fill(self.text) if isinstance(self.text, str) else self.text
        with Wire(stage.shop.port, timeout=20) as wire:
            wire.send(text.encode("latin-1") if isinstance(text, str) else text)
            answer = wire.answer()
            assert answer is not None, "closed without an answer"
            return answer, wire.is_closed() if answer.headers["Connection"] == "close" else False


@dataclasses.dataclass(frozen=True)
class Ask:
    method: str
    path: str
    body: object = None
    headers: dict = dataclasses.field(default_factory=dict)
    owner: bool = False

    def send(self, stage):
        body = self.body
        headers = {name: stage.fill(value) if isinstance(value, str) else value for name, value in self.headers.items()}
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = stage.fill(body).encode()
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        client = Client(stage.shop.port, stage.owner.key if self.owner else None)
        answer = client.request(self.method, stage.fill(self.path), body, {k: v for k, v in headers.items() if v is not None})
        closed = answer.headers["Connection"] == "close"
        client.connection.close()
        return answer, closed


@dataclasses.dataclass(frozen=True)
class Attack:
    row: int
    name: str
    how: object
    status: int = 0   # of a Raw or Ask; a story asserts by itself
    code: str = ""
    closes: bool = False

    def __str__(self):
        return f"{self.row:02d} {self.name}"


@dataclasses.dataclass(frozen=True)
class Later:
    row: int
    what: str
    comes_with: str


ATTACKS = []
LATER = []


def attack(row, name, how, status, code, closes=False):
    ATTACKS.append(Attack(row, name, how, status, code, closes))


def story(row, name):
    def add(function):
        ATTACKS.append(Attack(row, name, function))
        return function
    return add


def later(row, what, comes_with):
    LATER.append(Later(row, what, comes_with))


def framing(row, name, text, status=400, code="bad_framing"):
    attack(row, name, Raw(text), status, code, closes=True)


def chunked(body, *fields):
    return request(POST, JSON_TYPE, "Transfer-Encoding: chunked", *fields, body=body)


def line(row, name, body, status, code, headers=None):
    attack(row, name, Ask("POST", LINES, body, headers or {}), status, code)
