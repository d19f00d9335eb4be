"""What the table forgot: row 0."""

import json

from attack_table import Ask, attack, chunked, framing, GET, JSON_TYPE, POST, Raw, story
from souk import expect
from wire import Wire, request

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

# HTML on which a parser would spin for minutes or fill the memory.
for name, html in (("150,000 elements deep", "<div>" * 150_000), ("8,000 formats left open", "<b><i><p>" * 8_000), ("20,000 tables in each other", "<table>" * 20_000),
                   ("a megabyte of links", "<a>" * 333_000), ("items in each other", "<li><dd>" * 10_000),
                   ("formatting repeated in each paragraph", "<p>" + "".join(f"<i><b><u><a href={i}>" for i in range(100)) + "</p>" + "<p>x</p>" * 20_000)):
    product = {"title": "Mug", "description_html": html, "variants": [{"price": {"amount": 1, "currency": "EUR"}}]}
    attack(0, f"a description of {name}", Ask("POST", "/v1/admin/products", product, owner=True), 422, "validation_failed")
attack(0, "a category's description", Ask("POST", "/v1/admin/categories", {"title": "Mugs", "description_html": "<div>" * 40_000}, owner=True), 422, "validation_failed")


@story(0, "a description that would end the parser's process")
def assertions_of_the_parser(stage):
    for html in ("<table><svg><title><![CDATA[<span>]]>>", "<b><nobr><r><d><r><ol></b><nobr>", "<d0tx0i0t><option></d0tX0i0t>", "<table><svg><template>"):
        product = {"title": "Mug", "status": "draft", "description_html": html + "text", "variants": [{"price": {"amount": 1, "currency": "EUR"}}]}
        expect(201, stage.owner.post("/v1/admin/products", product))


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
