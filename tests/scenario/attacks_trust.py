"""Identity, other origins, mail, media, operation."""

from attack_table import Ask, attack, GET, later, Raw, story
from souk import ADDRESS, expect, expect_problem, wait_until
from wire import Wire, request

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


@story(75, "pictures are fetched from no address of the inside")
def outgoing_requests(stage):
    inside = ("http://127.0.0.1:{port}/healthz", "https://127.0.0.1/", "https://127.0.0.1:{port}/", "https://169.254.169.254/latest/meta-data/", "https://[::ffff:127.0.0.1]/",
              "https://[fd00:ec2::254]/", "https://0x7f.1/", "https://2130706433/", "https://localhost/", "https://shop.example:22/", "https://user@shop.example/",
              "https://[64:ff9b::7f00:1]/", "https://100.64.0.1/", "https://localhost./", "https://127。0。0。1/")
    shop = stage.twin("outgoing", "--development")
    rows = "".join(f"inside-{number},Inside,10.00,{url.format(port=shop.port)}\n" for number, url in enumerate(inside))
    done = shop.run("import", "-", "--fetch-images", input="Handle,Title,Variant Price,Image Src\n" + rows)
    for number, url in enumerate(inside):
        assert f"line {number + 2}: warning: The picture '{url.format(port=shop.port)}' was not taken" in done.stderr, (url, done.stderr)
    assert f"0 of {len(inside)} pictures fetched" in done.stdout and not (shop.folder / "media").exists()


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
