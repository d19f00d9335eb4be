"""Sessions: renewed by a cookie that is good once, ended for whoever copies it, and worth nothing to other sites."""

import base64
import json
import time

import pytest

from souk import IMPATIENT, Customer, cookie_of, expect, expect_problem, in_parallel, wait_until

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def shop(module_folder):
    return module_folder("shop", *IMPATIENT).start()


@pytest.fixture(scope="module")
def email(shop):
    return shop.customer().email


def part(token, index):
    text = token.split(".")[index]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def test_an_access_token_says_what_it_is(shop, email):
    ada = shop.log_in(email)
    header, payload = part(ada.key, 0), part(ada.key, 1)
    discovery = expect(200, shop.client().get("/.well-known/openid-configuration")).json

    assert (header["typ"], header["alg"]) == ("at+jwt", "ES256")
    assert header["kid"] in [key["kid"] for key in shop.client().get("/.well-known/jwks.json").json["keys"]]
    assert payload["iss"] == discovery["issuer"] and payload["aud"] == discovery["issuer"] + "/v1"
    assert payload["sub"] == ada.id and payload["client_id"] == "customers"
    assert 300 <= payload["exp"] - payload["iat"] <= 600
    assert email not in json.dumps(payload), "no personal data in what every request carries"


def test_the_cookie_is_for_nobody_but_the_browser(shop, email):
    answer = expect(200, shop.client().post("/v1/auth/login", {"email": email, "password": PASSWORD}))

    attributes = [each.strip() for each in answer.headers["Set-Cookie"].split(";")]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes)
    assert attributes[0].startswith("souk_session="), "no TLS here: browsers would drop a __Host- cookie"
    assert not any(each.lower().startswith("domain") for each in attributes)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_cookie_has_its_prefix_behind_tls(folder):
    shop = folder("proxied", *IMPATIENT, "--trusted-proxy", "127.0.0.1").start()
    shop.customer("ada@example.com")

    https = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    answer = expect(200, shop.client().post("/v1/auth/login", {"email": "ada@example.com", "password": PASSWORD}, https))

    assert answer.headers["Set-Cookie"].startswith("__Host-souk_session=") and "; Secure" in answer.headers["Set-Cookie"]
    plain_name = cookie_of(answer).removeprefix("__Host-")
    expect_problem(401, "unauthorized", shop.client().post("/v1/auth/refresh", None, {**https, "Cookie": plain_name}))
    expect(200, shop.client().post("/v1/auth/refresh", None, {**https, "Cookie": cookie_of(answer)}))


def test_a_session_goes_on_token_after_token(shop, email):
    ada = shop.log_in(email)
    cookies = [ada.cookie]
    for _ in range(5):
        answer = expect(200, ada.refresh(cookies[-1]))
        cookies.append(cookie_of(answer))
        assert part(answer.json["access_token"], 1)["sid"] == part(ada.key, 1)["sid"]
    assert len(set(cookies)) == 6


def test_parallel_tabs_get_one_successor(shop, email):
    ada = shop.log_in(email)

    answers = in_parallel(8, lambda _: shop.client().post("/v1/auth/refresh", None, {"Cookie": ada.cookie}))

    assert {answer.status for answer in answers} == {200}
    assert len({cookie_of(answer) for answer in answers}) == 1


def test_a_copied_token_ends_the_session_for_everyone(shop, email):
    """Ten seconds are real here: the grace is the server's own clock."""
    ada = shop.log_in(email)
    renewed = expect(200, ada.refresh())
    spent = time.monotonic()
    wait_until(lambda: time.monotonic() - spent > 10.5, "the grace is over", seconds=30)

    expect_problem(401, "token_reused", ada.refresh())

    expect_problem(401, "token_reused", ada.refresh(cookie_of(renewed)))
    expect_problem(401, "invalid_token", ada.get("/v1/me"))
    assert "two places at once" in shop.mail(email, "We ended a login")["text"]


def test_log_out_of_one_device_or_of_all(shop, email):
    here, there, elsewhere = (shop.log_in(email) for _ in range(3))

    answer = expect(204, here.request("POST", "/v1/auth/logout", headers={"Cookie": here.cookie}))
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    expect_problem(401, "unauthorized", here.refresh())
    expect_problem(401, "invalid_token", here.get("/v1/me"))
    expect(200, there.get("/v1/me"))

    expect(204, there.post("/v1/auth/logout", {"everywhere": True}))
    for each in (there, elsewhere):
        expect_problem(401, "unauthorized", each.refresh())
        expect_problem(401, "invalid_token", each.get("/v1/me"))


def test_a_changed_password_ends_every_other_session(shop):
    ada = shop.customer()
    other = shop.log_in(ada.email)

    expect(204, ada.post("/v1/me/password", {"current_password": PASSWORD, "password": "battery staple"}))

    expect_problem(401, "unauthorized", other.refresh())
    expect(200, ada.refresh())


def test_a_new_device_is_told_to_the_owner(shop):
    ada = shop.customer()
    shop.log_in(ada.email, **{"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})

    assert "Firefox on Linux" in shop.mail(ada.email, "New login")["text"]
    devices = [session["device"] for session in expect(200, ada.get("/v1/me/sessions")).json["items"]]
    assert devices == ["Firefox on Linux", "an unknown device"]


def test_no_token_or_password_is_ever_logged_or_stored(shop):
    ada = shop.customer(password="canary horse battery")
    renewed = expect(200, ada.refresh())
    shop.client().post("/v1/auth/login", {"email": ada.email, "password": "canary horse wrong"})
    secrets = ["canary horse", ada.key.split(".")[2], ada.cookie.split("=")[1], cookie_of(renewed).split("=")[1], renewed.json["access_token"].split(".")[2]]
    stored = b"".join(path.read_bytes() for path in shop.folder.iterdir() if path.name.startswith("souk.db"))
    for secret in secrets:
        assert secret not in shop.log_text()
        assert secret.encode() not in stored
    assert ada.email not in shop.log_text()


def test_sessions_outlive_a_restart(folder):
    shop = folder().start()
    ada = shop.customer()
    shop.stop()
    shop.start()

    ada = Customer(shop.port, ada.email, PASSWORD, expect(200, shop.client().post("/v1/auth/login", {"email": ada.email, "password": PASSWORD})))
    expect(200, ada.refresh())
