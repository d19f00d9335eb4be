"""Framing, headers, resources: what reaches the shop before its meaning does."""

from attack_table import Ask, attack, chunked, framing, GET, JSON_TYPE, POST, Raw, story
from souk import expect, expect_problem, new_key
from wire import request

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
