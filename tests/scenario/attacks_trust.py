"""Identity, other origins, mail, media, operation."""

import base64
import functools
import hmac
import json

from attack_table import Ask, attack, GET, later, Raw, story
from souk import ADDRESS, cookie_of, expect, expect_problem, in_parallel, wait_until
from wire import Wire, request

for row, what in {53: "stuffing", 64: "OAuth state", 65: "OAuth redirect", 66: "OAuth PKCE and mix-up", 68: "attributes written by oneself through Cognito"}.items():
    later(row, what, "accounts and trust")
LOGIN = {"email": "nobody@example.com", "password": "correct horse"}
for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
    attack(70, f"a form of another site, as {kind}", Ask("POST", "/v1/carts", "{}", {"Content-Type": kind, "Origin": "https://evil.test"}), 415, "unsupported_media_type")
    attack(70, f"a form beside a session's cookie, as {kind}", Ask("POST", "/v1/auth/logout", "everywhere=true", {"Content-Type": kind, "Cookie": "souk_session=x"}), 403,
           "csrf_failed")
for name, headers in {"Origin": {"Origin": "https://evil.test"}, "Origin null": {"Origin": "null"}, "Sec-Fetch-Site": {"Sec-Fetch-Site": "cross-site"},
                      "a sibling of the site": {"Sec-Fetch-Site": "same-site"}}.items():
    for path, body in {"login": LOGIN, "refresh": {}, "logout": {}, "register": LOGIN, "reset-password": {"token": "x", "password": "correct horse"}}.items():
        attack(72 if path == "login" else 70, f"{path} from another site: {name}", Ask("POST", f"/v1/auth/{path}", body, {"Cookie": "souk_session=x", **headers}), 403, "csrf_failed")
for password in ("qzvbxwj", "password", "12345678", "Qwerty123", "ada@example.com", "ADA@EXAMPLE.COM"):
    attack(54, f"password {password}", Ask("POST", "/v1/auth/register", {"email": "ada@example.com", "password": password}), 422, "weak_password")
for path in ("register", "login"):
    attack(54, f"a password of 100 KB hashed by {path}", Ask("POST", f"/v1/auth/{path}", {"email": "ada@example.com", "password": "x" * 15000}), 422, "too_long")
attack(54, "a password of a megabyte", Ask("POST", "/v1/auth/login", {"email": "ada@example.com", "password": "x" * (1 << 20)}), 413, "payload_too_large")
for field in ("role", "is_admin", "id", "email_verified", "pool"):
    attack(27, f"registers with {field}", Ask("POST", "/v1/auth/register", {**LOGIN, field: "owner"}), 422, "unknown_field")
for email in ("a@example.com\r\nBcc: b@example.com", "a@example.com, b@example.com", "=?utf-8?q?a?=@example.com"):
    attack(76, f"registers as {email!r}", Ask("POST", "/v1/auth/register", {"email": email, "password": "correct horse"}), 422, "invalid_characters")
attack(76, "a name that is a header", Ask("POST", "/v1/auth/register", {**LOGIN, "name": "Ada\r\nBcc: eve@example.com"}), 422, "invalid_characters")
for path in ("verify", "reset-password"):
    for token in ("x", "let_" + "0" * 36 + "." + "A" * 43, "../../etc/passwd", "let_" + "0" * 36):
        attack(0, f"{path} by a made-up link {token[:20]}", Ask("POST", f"/v1/auth/{path}", {"token": token, "password": "correct horse"}), 410, "link_expired")


def encoded(value):
    text = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def forgeries(stage):
    """Tokens that are not ours, made from one that is: (row, name, token)."""
    ours = stage.customer.key
    header, payload, signature = ours.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    told = json.loads(base64.urlsafe_b64decode(header + "=="))
    keys = stage.client.get("/.well-known/jwks.json").body
    for algorithm in ("none", "None", "NONE"):
        yield 55, algorithm, f"{encoded({**told, 'alg': algorithm})}.{payload}."
        yield 55, algorithm + " with its signature", f"{encoded({**told, 'alg': algorithm})}.{payload}.{signature}"
    for secret in (keys, json.dumps(json.loads(keys)["keys"][0]).encode(), b""):
        text = f"{encoded({**told, 'alg': 'HS256'})}.{payload}"
        yield 56, "HMAC of the public key", text + "." + encoded(hmac.new(secret, text.encode(), "sha256").digest())
    yield 57, "no alg", f"{encoded({k: v for k, v in told.items() if k != 'alg'})}.{payload}.{signature}"
    for name, value in {"jku": "https://evil.test/keys", "jwk": json.loads(keys)["keys"][0], "x5u": "https://evil.test/c", "kid": "../../../../dev/null", "crit": ["exp"]}.items():
        yield 62 if name == "crit" else 58, name, f"{encoded({**told, name: value})}.{payload}.{signature}"
    for name, value in {"exp": claims["exp"] + 3600, "nbf": claims["nbf"] + 3600, "iss": "https://evil.test", "aud": "https://evil.test/v1", "client_id": "staff",
                        "sub": "cus_" + "0" * 36, "auth_time": claims["auth_time"] + 60}.items():
        yield 59 if name in ("exp", "nbf") else 60, name, f"{header}.{encoded({**claims, name: value})}.{signature}"
    for kind in ("JWT", "id_token"):
        yield 61, kind, f"{encoded({**told, 'typ': kind})}.{payload}.{signature}"
    yield 61, "a refresh token", stage.customer.cookie.split("=")[1]
    yield 61, "a link's token", "let_" + "0" * 36 + "." + "A" * 43
    for name, token in {"cut": ours[:-1], "padded": ours + "=", "twice": f"{ours}.{signature}", "empty": "..", "dots": "." * 50, "long": "A" * 5000,
                        "another's signature": f"{header}.{payload}.{encoded(b'x' * 64)}", "zeros": f"{header}.{payload}.{encoded(bytes(64))}"}.items():
        yield 62, name, token


def refuse_forgeries(row, stage):
    expect(200, stage.customer.get("/v1/me"))
    tokens = [(name, token) for its_row, name, token in forgeries(stage) if its_row == row]
    assert tokens
    for name, token in tokens:
        for path in ("/v1/me", "/v1/shop"):  # also where no credential is needed
            answer = expect_problem(401, "invalid_token", stage.client.get(path, Authorization=("Bearer " + token).encode("utf-8")))
            assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"], name


for row, name in {55: "a token without algorithm", 56: "a public key as an HMAC's", 57: "a key without alg", 58: "keys that a token brings", 59: "another time",
                  60: "another issuer, audience or pool", 61: "tokens of another kind", 62: "unknown crit, broken tokens"}.items():
    story(row, name)(functools.partial(refuse_forgeries, row))
attack(62, "a token of a megabyte", Ask("GET", "/v1/me", headers={"Authorization": "Bearer " + "A" * (1 << 20)}), 431, "headers_too_large", closes=True)


@story(52, "nobody learns who has an account")
def enumeration(stage):
    known, unknown = stage.customer.email, "nobody@example.com"
    for path, more in (("login", {"password": "wrong password"}), ("forgot-password", {}), ("register", {"password": "correct horse"})):
        one, other = (stage.client.post(f"/v1/auth/{path}", {"email": email, **more}) for email in (known, unknown))
        assert (one.status, one.body.replace(known.encode(), b"x")) == (other.status, other.body.replace(unknown.encode(), b"x")), path


@story(63, "a token that two hold")
def refresh_in_parallel(stage):
    customer = stage.shop.log_in(stage.customer.email)
    answers = in_parallel(10, lambda _: stage.shop.client().post("/v1/auth/refresh", None, {"Cookie": customer.cookie}))
    assert {answer.status for answer in answers} == {200} and len({cookie_of(answer) for answer in answers}) == 1
    # Its reuse after the grace: test_sessions.py, where ten seconds are waited for.


@story(72, "no session that somebody planted")
def fixation(stage):
    planted = stage.shop.log_in(stage.customer.email)
    answer = expect(200, stage.client.post("/v1/auth/login", {"email": stage.customer.email, "password": stage.customer.password}, {"Cookie": planted.cookie}))
    assert cookie_of(answer) != planted.cookie
    expect_problem(401, "unauthorized", planted.refresh())
    for cookie in ("souk_session=chosen-by-me", f"souk_session={'A' * 43}", f"{cookie_of(answer)}; {cookie_of(answer)}", f"__Host-{cookie_of(answer)}"):
        expect_problem(401, "unauthorized", planted.refresh(cookie))


@story(50, "what is another customer's is not there")
def foreign_sessions(stage):
    eve = stage.shop.customer()
    session = expect(200, stage.customer.get("/v1/me/sessions")).json["items"][0]["id"]
    absent = eve.request("DELETE", "/v1/me/sessions/ses_" + "0" * 36)
    assert expect_problem(404, "not_found", eve.request("DELETE", f"/v1/me/sessions/{session}")).body == absent.body


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
