"""Bad requests and what they must meet: the rows of RELIABILITY.md section 3, and some that it forgot (row 0).

Each entry names its row and how it is sent. `Raw` is bytes on a connection, `Ask` an ordinary request, a function a short story of its own. `$cart` and the
other names of `Stage.names` stand for what the stage has set. What cannot run yet stands in LATER with the issue that brings it.
"""

import dataclasses
import json
import string
import urllib.parse

from souk import ADDRESS, Client, expect, expect_problem, in_parallel, new_key, wait_until
from wire import Wire, request

# The numbers that the section uses; test_attacks.py holds the tables against them.
ROWS = [*range(1, 4), *range(6, 26), *range(27, 33), *range(34, 48), *range(49, 67), 68, *range(70, 77), 78, 79, 80, *range(82, 85)]

BIG = 2**53


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


# HTTP and resources ---------------------------------------------------------------------------------------------------------

GET = "GET /v1/shop HTTP/1.1"
POST = "POST /v1/carts HTTP/1.1"
JSON_TYPE = "Content-Type: application/json"


def framing(row, name, text, status=400, code="bad_framing"):
    attack(row, name, Raw(text), status, code, closes=True)


framing(1, "Content-Length and Transfer-Encoding", request(POST, JSON_TYPE, "Content-Length: 2", "Transfer-Encoding: chunked", body="2\r\n{}\r\n0\r\n\r\n"))
framing(1, "Transfer-Encoding and Content-Length", request(POST, JSON_TYPE, "Transfer-Encoding: chunked", "Content-Length: 2", body="2\r\n{}\r\n0\r\n\r\n"))
framing(1, "both, with a smuggled request behind",
        request(POST, JSON_TYPE, "Content-Length: 5", "Transfer-Encoding: chunked", body="0\r\n\r\n" + request("GET /v1/categories HTTP/1.1")))
framing(2, "two Content-Lengths that differ", request(POST, JSON_TYPE, "Content-Length: 2", "Content-Length: 3", body="{}"))
framing(2, "two equal Content-Lengths", request(POST, JSON_TYPE, "Content-Length: 2", "Content-Length: 2", body="{}"))
for length in ("2, 2", "2,3", "+2", "-2", "0x2", "2.0", "two", "", "2 ", " 2", "2;", "18446744073709551618", "99999999999999999999999999"):
    framing(2, f"Content-Length {length!r}", request(POST, JSON_TYPE, f"Content-Length: {length}", body="{}"))
framing(3, "unknown coding", request(POST, JSON_TYPE, "Transfer-Encoding: xchunked", body="2\r\n{}\r\n0\r\n\r\n"), 501, "not_implemented")
framing(3, "identity", request(POST, JSON_TYPE, "Transfer-Encoding: identity", body="{}"), 501, "not_implemented")
framing(3, "gzip", request(POST, JSON_TYPE, "Transfer-Encoding: gzip", body="{}"), 501, "not_implemented")
framing(3, "gzip before chunked", request(POST, JSON_TYPE, "Transfer-Encoding: gzip, chunked", body="0\r\n\r\n"), 501, "not_implemented")
for coding in ("chunked, identity", "chunked, chunked", "chunked,", ", chunked", "", " chunked", "\tchunked", "chunked\t", "chunked;q=1", '"chunked"', "chun ked"):
    known = coding.strip("\t ") == "chunked" or coding in ("chunked, identity", "chunked, chunked", "chunked,", ", chunked", "")
    framing(3, f"coding {coding!r}", request(POST, JSON_TYPE, f"Transfer-Encoding: {coding}", body="2\r\n{}\r\n0\r\n\r\n"),
            *(() if known else (501, "not_implemented")))
framing(3, "chunked twice", request(POST, JSON_TYPE, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked", body="0\r\n\r\n"))
framing(3, "chunked in HTTP/1.0", request("POST /v1/carts HTTP/1.0", JSON_TYPE, "Transfer-Encoding: chunked", body="2\r\n{}\r\n0\r\n\r\n"))


def chunked(body, *fields):
    return request(POST, JSON_TYPE, "Transfer-Encoding: chunked", *fields, body=body)


framing(0, "chunk size in another base", chunked("0x2\r\n{}\r\n0\r\n\r\n"))
framing(0, "negative chunk size", chunked("-2\r\n{}\r\n0\r\n\r\n"))
framing(0, "no chunk size", chunked("\r\n{}\r\n0\r\n\r\n"))
framing(0, "chunk size beyond 64 bits", chunked("10000000000000002\r\n{}\r\n0\r\n\r\n"))
framing(0, "chunk longer than said", chunked("2\r\n{}x\r\n0\r\n\r\n"))
framing(0, "chunk with a bare line feed", chunked("2\n{}\n0\n\n"))
framing(0, "line feed in a chunk extension", chunked('2;a="\n"\r\n{}\r\n0\r\n\r\n'))
framing(0, "endless chunk extension", chunked("2;" + "a" * 20_000))
framing(0, "endless trailer", chunked("2\r\n{}\r\n0\r\nX-Trailer: " + "a" * 20_000))
framing(0, "huge chunk", chunked("FFFFFFF\r\n{}"), 413, "payload_too_large")

framing(6, "folded header", request(GET, "X-Note: one", " two"), code="bad_header")
framing(6, "folded first header", request(GET, " X-Note: one", host=None), code="bad_header")
framing(6, "space before the colon", request(GET, "X-Note : one"), code="bad_header")
framing(6, "space before the colon of a framing header", request(POST, JSON_TYPE, "Transfer-Encoding : chunked", body="0\r\n\r\n"), code="bad_header")
framing(6, "NUL in a value", request(GET, "X-Note: a\0b"), code="bad_header")
framing(6, "CR in a value", request(GET, "X-Note: a\rb"), code="bad_header")
framing(6, "control character in a value", request(GET, "X-Note: a\x01b"), code="bad_header")
framing(6, "bare line feeds", request(GET).replace("\r\n", "\n"), code="bad_header")
framing(6, "one bare line feed", request(GET, "X-Note: a\nX-Smuggled: b"), code="bad_header")
framing(6, "no name", request(GET, ": value"), code="bad_header")
framing(6, "no colon", request(GET, "X-Note"), code="bad_header")
framing(6, "a name with parentheses", request(GET, "X(Note): value"), code="bad_header")
framing(6, "a name with a NUL", request(GET, "X-No\0te: value"), code="bad_header")
framing(7, "absolute form", request("GET http://shop.test/v1/shop HTTP/1.1"), code="bad_header")
framing(7, "absolute form of another host", request("GET http://evil.test/v1/shop HTTP/1.1"), code="bad_header")
framing(7, "authority form", request("CONNECT shop.test:443 HTTP/1.1"), code="bad_header")
framing(7, "asterisk form", request("OPTIONS * HTTP/1.1"), code="bad_header")
framing(7, "no slash", request("GET v1/shop HTTP/1.1"), code="bad_header")
framing(7, "two Hosts", request(GET, "Host: evil.test"), code="bad_header")
framing(7, "two equal Hosts", request(GET, "Host: shop.test"), code="bad_header")
framing(7, "no Host", request(GET, host=None), code="bad_header")
for host in ("", "a b", "a,b", "user@shop.test", "shop.test/path", "http://shop.test", "<script>", "shop.test?x", "a\\b"):
    framing(7, f"Host {host!r}", request(GET, host=host), code="bad_header")

framing(8, "9 KiB of headers", request(GET, *(f"X-Note-{i}: {'a' * 900}" for i in range(10))), 431, "headers_too_large")
framing(8, "one header of 9 KiB", request(GET, "Cookie: " + "a" * 9_000), 431, "headers_too_large")
framing(8, "headers without end", request(GET).removesuffix("\r\n") + "X-Note: " + "a" * 9_000, 431, "headers_too_large")
framing(8, "101 headers", request(GET, *(f"X-{i}: a" for i in range(100))), 431, "headers_too_large")
framing(9, "5 KiB of address", request("GET /v1/products?q=" + "a" * 5_000 + " HTTP/1.1"), 414, "uri_too_long")
framing(9, "a request line without end", "GET /" + "a" * 9_000, 414, "uri_too_long")
framing(10, "a body of 257 KiB", request(POST, JSON_TYPE, f"Content-Length: {257 << 10}"), 413, "payload_too_large")
framing(10, "a body of 10 GiB", request(POST, JSON_TYPE, f"Content-Length: {10 << 30}"), 413, "payload_too_large")
framing(10, "a chunked body of 257 KiB", chunked(f"{257 << 10:x}\r\n" + "a" * (257 << 10) + "\r\n0\r\n\r\n"), 413, "payload_too_large")
framing(10, "a large body that asks first", request(POST, JSON_TYPE, f"Content-Length: {257 << 10}", "Expect: 100-continue"), 413, "payload_too_large")
framing(10, "1.1 MiB where 1 MiB is allowed",
        request("POST /v1/admin/products HTTP/1.1", JSON_TYPE, "Authorization: Bearer $key", f"Content-Length: {1100 << 10}"), 413, "payload_too_large")
for coding in ("gzip", "br", "deflate", "gzip, identity", "x-bomb"):
    attack(11, f"a body with Content-Encoding {coding}", Ask("POST", "/v1/carts/$cart/lines", b"\x1f\x8b\x08\0\0\0\0\0", {"Content-Encoding": coding}),
           415, "unsupported_encoding")
# Rows 12 and 13, the slow ones, take their limits' time: test_slow_clients.py.

for method in ("TRACE", "BREW", "PROPFIND", "get", "G-E-T", "M" * 30):
    attack(14, f"method {method}", Raw(request(f"{method} /v1/shop HTTP/1.1")), 405, "method_not_allowed")
attack(14, "PUT where there is GET", Ask("PUT", "/v1/shop", {}), 405, "method_not_allowed")
attack(14, "DELETE of a cart", Ask("DELETE", "/v1/carts/$cart"), 405, "method_not_allowed")
framing(14, "an endless method", request("M" * 40 + " /v1/shop HTTP/1.1"))
framing(14, "a method with a comma", request("GE,T /v1/shop HTTP/1.1"))


@story(14, "a method override is not heard")
def method_override(stage):
    for name in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        path = f"/v1/carts/{stage.names['cart']}/lines/{stage.names['line']}"
        expect_problem(405, "method_not_allowed", stage.client.request("POST", path, {"quantity": 1}, {name: "DELETE"}))
        expect(200, stage.client.get(f"/v1/carts/{stage.names['cart']}", **{name: "DELETE"}))
    assert expect(200, stage.client.get(f"/v1/carts/{stage.names['cart']}")).json["lines"]


framing(15, "GET with a body", request(GET, "Content-Length: 2", body="{}"))


@story(15, "HEAD and OPTIONS obey the policy of GET")
def head_and_options(stage):
    for path in ("/v1/admin/orders", "/v1/admin/settings", f"/v1/orders/{stage.names['order']}"):
        get = stage.client.get(path)
        head = stage.client.request("HEAD", path)
        assert (head.status, head.body) == (get.status, b"") and head.status in (401, 404), head
        options = stage.client.request("OPTIONS", path)
        assert options.status in (200, 204) and not options.body, options
        assert "GET" in options.headers["Allow"]


@story(16, "what a client says about itself is not believed")
def spoofed_headers(stage):
    lies = {"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https", "Forwarded": "for=10.0.0.1;host=evil.test",
            "X-User-Id": "1", "X-Role": "owner", "X-Original-URL": "/v1/admin/orders", "X-Rewrite-URL": "/v1/admin/orders", "Host": "evil.test"}
    made = expect(201, stage.client.post("/v1/carts", {}, lies))
    assert made.headers["Location"] == f"/v1/carts/{made.json['id']}"
    assert "evil.test" not in str(made.headers.items()) + made.body.decode()
    assert made.headers["Strict-Transport-Security"] is None  # the proxy that would have TLS was not named as trusted
    expect_problem(401, "unauthorized", stage.client.request("GET", "/v1/admin/orders", headers=lies))
    cart = stage.client.cart_with((stage.variant["id"], 1))["id"]
    waits = expect(202, stage.client.request("POST", f"/v1/carts/{cart}/checkout", {"payment": {"provider": "test", "token": "tok_requires_action"}},
                                             {**lies, "Idempotency-Key": new_key()}))
    assert "evil.test" not in waits.body.decode() + str(waits.headers.items())


@story(17, "too many requests of one address")
def rate_limit(stage):
    """This machine itself is not limited, so a trusted proxy names the client."""
    shop = stage.twin("limited", "--development", "--trusted-proxy", "127.0.0.1")
    client = shop.client()
    headers = {"X-Forwarded-For": "203.0.113.7"}
    refused = None
    for _ in range(400):
        answer = client.request("GET", "/v1/products?q=tea", headers=headers)
        if answer.status == 429:
            refused = expect_problem(429, "rate_limited", answer)
            break
    assert refused is not None, "400 searches at once were answered"
    assert int(refused.headers["Retry-After"]) >= 1
    expect(200, client.request("GET", "/v1/products?q=tea", headers={"X-Forwarded-For": "203.0.113.8"}))
    # What stands left of the nearest hop is the client's own claim: no way around.
    expect(429, client.request("GET", "/v1/products?q=tea", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}))


for query in ("limit=1000000000", "limit=101", "limit=0", "limit=-1", "limit=1.0", "limit=1e1", "limit=", "limit=ten", "limit=%31%30x", "limit=20&limit=20",
              "limit=99999999999999999999", "offset=1000000", "page=2", "skip=1", "cursor=", "cursor=abc", "cursor=AAAAAAAAAAAAAAAAAAAAAAAA", "cursor=..%2F..",
              "sort=", "sort=created_at", "sort=price;DROP", "sort=-title", "filter[x]=1", "status=draft", "fields=secret", "price_min=-1", "price_min=1.5",
              "price_max=9007199254740992", "in_stock=yes", "in_stock=1", "in_stock=", "option=Color", "option=:Red", "option=Color:", "facets=maybe", "tag=",
              "lang=de", "currency=USD", "q=%", "q=%zz", "q=%ff", "q=%00", "q=%ed%a0%80", "q=" + "a" * 201, "%ff=1", "Q=tea", "q[]=tea"):
    attack(18, f"products?{query[:40]}", Ask("GET", f"/v1/products?{query}"), 400, "invalid_parameter")
for path in ("/v1/categories?limit=1000", "/v1/categories?q=a", "/v1/search/suggestions", "/v1/search/suggestions?q=", "/v1/search/suggestions?q=a&limit=11",
             "/v1/products/$slug/variants?cursor=abc", "/v1/products/$slug?fields=all", "/v1/shop?x=1"):
    attack(18, path, Ask("GET", path), 400, "invalid_parameter")
for path in ("/v1/admin/products?limit=101", "/v1/admin/orders?cursor=abc", "/v1/admin/orders?email=ada@example.com", "/v1/admin/stock/$stock/movements?limit=0"):
    attack(18, path, Ask("GET", path, owner=True), 400, "invalid_parameter")


@story(18, "a cursor belongs to its list, its query and who asked")
def foreign_cursors(stage):
    page = expect(200, stage.owner.get("/v1/admin/products?limit=1")).json
    cursor = page["next_cursor"]
    assert cursor
    expect(200, stage.owner.get(f"/v1/admin/products?limit=1&cursor={cursor}"))
    for path in (f"/v1/admin/products?limit=2&cursor={cursor}", f"/v1/admin/orders?limit=1&cursor={cursor}", f"/v1/admin/categories?limit=1&cursor={cursor}"):
        expect_problem(400, "invalid_parameter", stage.owner.get(path))
    expect_problem(400, "invalid_parameter", stage.client.get(f"/v1/products?limit=1&cursor={cursor}"))
    other = stage.shop.another_owner()
    expect_problem(400, "invalid_parameter", other.get(f"/v1/admin/products?limit=1&cursor={cursor}"))
    for at in range(0, len(cursor), 5):
        forged = cursor[:at] + ("A" if cursor[at] != "A" else "B") + cursor[at + 1:]
        expect_problem(400, "invalid_parameter", stage.owner.get(f"/v1/admin/products?limit=1&cursor={forged}"))


# JSON, Unicode, numbers: single cases. test_json.py has the long table. ----------------------------------------------------

LINES = "/v1/carts/$cart/lines"


def line(row, name, body, status, code, headers=None):
    attack(row, name, Ask("POST", LINES, body, headers or {}), status, code)


for name, body in {"truncated": '{"variant_id": "$variant", "quantity":', "trailing comma": '{"variant_id": "$variant", "quantity": 1,}',
                   "NaN": '{"variant_id": "$variant", "quantity": NaN}', "comment": '{"variant_id": "$variant", /* one */ "quantity": 1}',
                   "single quotes": "{'variant_id': '$variant', 'quantity': 1}", "nothing": "", "blank": "  ", "two values": '{"quantity": 1} {}'}.items():
    line(19, name, body, 400, "malformed_json")
GOOD_LINE = '{"variant_id": "$variant", "quantity": 1}'
for kind in (None, "", "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16",
             "application/jsonp", "application/json, text/plain", "*/*"):
    line(20, f"Content-Type {kind}", GOOD_LINE.encode() if kind is None else GOOD_LINE, 415, "unsupported_media_type", {"Content-Type": kind})
line(21, "a name twice", '{"variant_id": "$variant", "quantity": 1, "quantity": -1}', 400, "malformed_json")
line(21, "a name twice, once escaped", '{"variant_id": "$variant", "quantity": 1, "quantit\\u0079": 1}', 400, "malformed_json")
line(22, "33 levels", "[" * 33 + "]" * 33, 400, "too_complex")
line(22, "100,000 levels", "[" * 100_000 + "]" * 100_000, 400, "too_complex")
line(22, "100,000 open objects", '{"a":' * 40_000, 400, "too_complex")
line(22, "10,001 elements", "[" + ",".join("1" * 10_001) + "]", 400, "too_complex")
line(22, "10,001 members", "{" + ",".join(f'"{i}":1' for i in range(10_001)) + "}", 400, "too_complex")
line(22, "a name of 1,100 bytes", '{"' + "a" * 1_100 + '": 1}', 400, "too_complex")
line(22, "a body over the limit is too large first", "[" * 300_000, 413, "payload_too_large")
for number in ("1.0", "1e0", "1e2", "10e-1", '"1"', "true", "null", "[1]", "{}", "1.5", "-0", "-0.0", str(BIG), str(BIG + 1), str(2**63), str(2**64), "1e999999",
               "9" * 1000, "9" * 200_000, "0." + "1" * 1000):
    line(23, f"quantity {number[:20]} of {len(number)} characters", '{"variant_id": "$variant", "quantity": ' + number + "}", 422, "validation_failed")
for amount in ("19.99", "1999.0", '"1999"', "2e3", "-1", str(BIG), "null"):
    attack(24, f"price {amount}", Ask("POST", "/v1/admin/products", '{"title": "Mug", "variants": [{"price": {"amount": ' + amount + ', "currency": "EUR"}}]}',
                                      owner=True), 422, "validation_failed")
for name, text in {"lone high surrogate": '"\\ud800"', "lone low surrogate": '"\\udc00"', "reversed surrogates": '"\\udc00\\ud800"',
                   "high surrogate before text": '"\\ud800a"', "escaped U+0000": '"a\\u0000b"'}.items():
    attack(25, name, Ask("PUT", "/v1/carts/$cart/customer", '{"email": ' + text + "}"), 400, "invalid_unicode")
for name, raw in {"overlong": b"\xc0\xaf", "overlong NUL": b"\xc0\x80", "surrogate in UTF-8": b"\xed\xa0\x80", "beyond U+10FFFF": b"\xf4\x90\x80\x80",
                  "Latin-1": b"caf\xe9", "cut short": b"\xe2\x82", "five bytes": b"\xf8\x88\x80\x80\x80"}.items():
    attack(25, name, Ask("PUT", "/v1/carts/$cart/customer", b'{"email": "' + raw + b'"}'), 400, "invalid_unicode")
line(25, "byte order mark", b"\xef\xbb\xbf{}", 400, "invalid_unicode")
line(25, "UTF-16", '{"quantity": 1}'.encode("utf-16"), 400, "invalid_unicode")
for field in ("__proto__", "constructor", "role", "is_admin", "price", "unit_price", "status", "customer_id", "id", "variantId", "Quantity", ""):
    line(27, f"field {field!r}", '{"variant_id": "$variant", "quantity": 1, "' + field + '": 1}', 422, "unknown_field")
attack(27, "a cart with an owner", Ask("POST", "/v1/carts", {"customer_id": "1"}), 422, "unknown_field")
attack(27, "a product that names its version", Ask("POST", "/v1/admin/products", {"title": "Mug", "version": 9, "variants": []}, owner=True), 422,
       "unknown_field")
attack(27, "an address with a role", Ask("PUT", "/v1/carts/$cart/customer", {"email": "a@example.com", "shipping_address": {**ADDRESS, "role": "owner"}}), 422,
       "unknown_field")


@story(28, "the words of a search are only words")
def search_operators(stage):
    for words in ("' OR 1=1 --", "%", "_", "*", "mug*", '"', '"mug', "NEAR(mug tea)", "mug AND tea", "mug OR", "NOT", "title:mug", "^mug", "-mug", "(", ")", "{}",
                  "mug + tea", "\\", ";", "$ne", "#n = :v", "attribute_exists(a)", "\u202e", "🫖", "a" * 200, "🫖" * 200, " ", ""):
        answer = expect(200, stage.client.get("/v1/products?q=" + urllib.parse.quote(words, safe="")))
        assert isinstance(answer.json["items"], list)
        if words:
            expect(200, stage.client.get("/v1/search/suggestions?q=" + urllib.parse.quote(words, safe="")))


# Commerce logic -------------------------------------------------------------------------------------------------------------

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
later(43, "a cap on holds of one guest", "accounts and trust")


@story(43, "a full cart holds no stock")
def denial_of_inventory(stage):
    for _ in range(20):
        stage.client.cart_with((stage.scarce["id"], 3))
    assert stage.shop.stock(stage.scarce)["reserved"] == 0


@story(44, "card testing")
def card_testing(stage):
    cart = stage.client.cart_with((stage.variant["id"], 1))["id"]
    for _ in range(5):
        expect_problem(402, "payment_declined", stage.client.checkout(cart, token="tok_declined"))
    expect_problem(429, "payment_attempts_exceeded", stage.client.checkout(cart, token="tok_ok"))


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


# Identity, webhooks, mail, media, operation ---------------------------------------------------------------------------------

for row, what in {52: "enumeration", 53: "stuffing", 54: "weak passwords", 55: "JWT without algorithm", 56: "JWT by a public key's HMAC", 57: "JWK without alg",
                  58: "JWT that names its own key", 59: "JWT out of its time", 60: "JWT of another audience", 61: "token of another kind", 62: "JWT with unknown crit, or of 1 MB",
                  63: "refresh reuse", 64: "OAuth state", 65: "OAuth redirect", 66: "OAuth PKCE and mix-up", 68: "attributes written by oneself", 72: "session fixation"}.items():
    later(row, what, "accounts and trust")
for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
    attack(70, f"a form of another site, as {kind}", Ask("POST", "/v1/carts", "{}", {"Content-Type": kind, "Origin": "https://evil.test"}), 415, "unsupported_media_type")
later(70, "a form with a session cookie", "accounts and trust")


@story(71, "other sites may not read")
def foreign_origins(stage):
    shop = stage.twin("cors", "--development", "--cors-origin", "https://shop.example.com")
    client = shop.client()
    allowed = client.get("/v1/shop", Origin="https://shop.example.com")
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://shop.example.com"
    for origin in ("null", "https://evil.test", "https://shop.example.com.evil.test", "https://evilshop.example.com", "http://shop.example.com",
                   "https://shop.example.com:8443", "https://SHOP.example.com/", "https://shop.example.com https://evil.test", "*"):
        answer = client.get("/v1/shop", Origin=origin)
        preflight = client.request("OPTIONS", "/v1/carts", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
        for each in (answer, preflight):
            assert each.headers["Access-Control-Allow-Origin"] is None, (origin, each.headers.items())


for row, what in {73: "forged webhooks", 74: "replayed webhooks"}.items():
    later(row, what, "events and payments")
later(75, "outgoing requests to addresses of the inside", "accounts and trust")
for field, value in {"name": "Ada\r\nBcc: eve@example.com", "line1": "1 Quay\nX", "city": "Flens\tburg\u0007", "company": "A\u2028B\u0085\r"}.items():
    attack(76, f"line break in {field}", Ask("PUT", "/v1/carts/$cart/customer", {"email": "a@example.com", "shipping_address": {**ADDRESS, field: value}}), 422,
           "invalid_characters")
for email in ("a@example.com\r\nBcc: b@example.com", "a@example.com, b@example.com", "<a@example.com>", "=?utf-8?q?a?=@example.com", "a b@example.com"):
    attack(76, f"e-mail {email!r}", Ask("PUT", "/v1/carts/$cart/customer", {"email": email}), 422, "invalid_characters")
for row, what in {78: "uploads that are not what they say", 79: "image bombs", 80: "names of uploads"}.items():
    later(row, what, "the storefront and admin (uploads)")
for path in ("/media/../souk.db", "/media/..%2fsouk.db", "/media/%2e%2e/souk.db", "/media/....//souk.db", "/media/" + "0" * 64 + ".svg", "/media/" + "0" * 64,
             "/media/" + "a" * 300, "/media/.svg", "/media/", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"):
    attack(80, f"path {path[:80]}", Raw(request(f"GET {path} HTTP/1.1")), 404, "not_found")
later(84, "poisoned queue messages", "the AWS home")


@story(82, "nothing that a client sends shapes the log or shows there")
def log_injection(stage):
    secret = "canary-" + "5" * 24
    for first in (f"GET /v1/products?q={secret}%0d%0a{{%22event%22:%22forged%22}} HTTP/1.1", f"GET /v1/orders/{secret}%1b%5b31m HTTP/1.1", f"GET /{secret} HTTP/1.1",
                  f"{secret} / HTTP/1.1", f"POST /v1/carts?token={secret} HTTP/1.1"):
        for request_id in (secret + ' "forged"', secret * 5, secret + "%1b"):
            with Wire(stage.shop.port) as wire:
                wire.send(request(first, f"X-Request-Id: {request_id}", f"User-Agent: {secret}", f"Referer: {secret}", f"Authorization: Bearer {secret}", f"Cookie: {secret}"))
                answer = wire.answer()
                assert answer.status in (400, 401, 404, 405), answer
                assert secret not in answer.headers["X-Request-Id"] and secret.encode() not in answer.body
    with Wire(stage.shop.port) as wire:
        wire.send(request(GET, f"X-Request-Id: {secret}\x1b[31m"))
        expect_problem(400, "bad_header", wire.answer())
    seen = "log-" + "7" * 16
    stage.client.get("/v1/shop", **{"X-Request-Id": seen})
    wait_until(lambda: seen in stage.shop.log_text(), "the log is written")
    assert secret not in stage.shop.log_text() and "forged" not in stage.shop.log_text()
    for logged in stage.shop.log_lines():
        assert {"time", "level", "event"} <= set(logged), logged


@story(83, "nothing of development exists in production")
def production(stage):
    shop = stage.twin("production")
    client = shop.client()
    for path in ("/healthz", "/readyz"):
        body = expect(200, client.get(path)).body.decode()
        assert not any(character.isdigit() for character in body), body
    variant = shop.product()["variants"][0]["id"]
    cart = client.cart_with((variant, 1))["id"]
    expect_problem(422, "payment_provider_unknown", client.checkout(cart))
    assert not (shop.folder / "test-provider.sock").exists()
    for path in ("/v1/admin/mailbox", "/debug", "/debug/pprof", "/metrics", "/v1/metrics", "/.git/config", "/.env", "/server-status"):
        expect_problem(404, "not_found", client.get(path))
    shop.stop()
    refused = shop.run("test-provider", status=1)
    assert "production" in refused.stderr


# What the table forgot ------------------------------------------------------------------------------------------------------

for path in ("/v1/products/%00", "/v1/products/a%00b", "/v1/carts/%00", "/v1/products/%ff", "/v1/products/%zz", "/v1/products/%"):
    attack(0, f"path {path}", Ask("GET", path), 404, "not_found")
for path in ("//v1/shop", "/v1//shop", "/v1/shop/", "/v1/./shop", "/v1/x/../shop", "/v1%2fshop", "/V1/shop", "/v1/shop;a=b", "/v1/shop%20", "/v1/shop/.json", "/v1/shop.json",
             "/v1/products//variants", "/v1" * 300, "/\\v1\\shop"):
    attack(0, f"path {path[:40]}", Raw(request(f"GET {path} HTTP/1.1")), 404, "not_found")
framing(0, "fragment in the target", request("GET /v1/shop#x HTTP/1.1"), code="bad_header")
framing(0, "bytes beyond ASCII in the target", request("GET /v1/products?q=\xe9 HTTP/1.1"), code="bad_header")
framing(0, "space in the target", request("GET /v1/products?q=a b HTTP/1.1"))
framing(0, "tab between method and target", request("GET\t/v1/shop HTTP/1.1"))
framing(0, "two spaces", request("GET  /v1/shop HTTP/1.1"))
framing(0, "no version", request("GET /v1/shop"))
framing(0, "HTTP/0.9", "GET /v1/shop\r\n\r\n")
framing(0, "HTTP/1.2", request("GET /v1/shop HTTP/1.2"))
framing(0, "HTTP/2.0", request("GET /v1/shop HTTP/2.0"))
framing(0, "http in small letters", request("GET /v1/shop http/1.1"))
framing(0, "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
framing(0, "a TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 40)
framing(0, "a status line", "HTTP/1.1 200 OK\r\n\r\n")
framing(0, "an expectation of its own", request(POST, JSON_TYPE, "Content-Length: 2", "Expect: magic"), code="bad_header")
framing(0, "an idempotency key of 8 KiB", request(POST, "Idempotency-Key: " + "k" * 8200), 431, "headers_too_large")
framing(0, "two Authorization headers", request("GET /v1/admin/orders HTTP/1.1", "Authorization: Bearer $key", "Authorization: Bearer x"), code="bad_header")


@story(0, "a refused request takes everything behind it along")
def poisoned_prefix(stage):
    prefixes = [request(POST, JSON_TYPE, "Content-Length: 2", "Transfer-Encoding: chunked", body="{}"), chunked("zz\r\n"), request(GET, "X : y"),
                request(GET, "Host: two"), request(POST, JSON_TYPE, "Content-Length: 1", "Content-Length: 2", body="{}"),
                request(GET, "Content-Length: 40", body="a" * 40)]
    for prefix in prefixes:
        with Wire(stage.shop.port, timeout=20) as wire:
            wire.send(prefix + request("GET /v1/categories HTTP/1.1") * 3)
            assert wire.answer().status == 400
            assert wire.is_closed(), f"answered what stood behind {prefix!r}"


@story(0, "pipelined requests are answered in order, whatever their bodies look like")
def pipelining(stage):
    trap = request("GET /v1/shop HTTP/1.1")
    body = json.dumps({"email": trap})
    customer = request(f"PUT /v1/carts/{stage.names['empty']}/customer HTTP/1.1", JSON_TYPE, f"Content-Length: {len(body)}", body=body)
    in_chunks = request(f"PUT /v1/carts/{stage.names['empty']}/customer HTTP/1.1", JSON_TYPE, "Transfer-Encoding: chunked",
                        body="".join(f"{len(part):x};x=y\r\n{part}\r\n" for part in (body[:7], body[7:])) + "0\r\nX-Trailer: Host\r\n\r\n")
    with Wire(stage.shop.port) as wire:
        wire.send((request(GET) + customer + request("HEAD /v1/shop HTTP/1.1") + in_chunks + request("GET /v1/nothing HTTP/1.1")) * 3)
        for _ in range(3):
            assert [wire.answer().status, wire.answer().status, wire.answer(to_head=True).status, wire.answer().status, wire.answer().status] == \
                [200, 422, 200, 422, 404]


@story(0, "an old client, and headers that mean nothing here")
def harmless(stage):
    with Wire(stage.shop.port) as wire:
        wire.send("GET /v1/shop HTTP/1.0\r\n\r\n")
        assert wire.answer().status == 200 and wire.is_closed()
    with Wire(stage.shop.port) as wire:
        wire.send("\r\n" + request(GET, "Range: bytes=0-1", "If-Range: \"x\"", "Accept: text/html", "Upgrade: h2c, websocket", "HTTP2-Settings: AAMAAABkAAQAAP__",
                                   "TE: trailers", "Max-Forwards: 0", "Accept-Charset: utf-7", "Content-Length: 0"))
        whole = wire.answer()
        assert whole.status == 200 and whole.json["currency"] == "EUR"
        wire.send(request(POST, JSON_TYPE, "Content-Length: 2", "Expect: 100-continue"))
        assert wire.answer().status == 100
        wire.send("{}")
        assert wire.answer().status == 201
