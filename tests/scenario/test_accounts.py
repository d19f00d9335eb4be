"""Customers' accounts: from registration to a forgotten password, and what strangers may not learn or do on the way."""

import re
import statistics
import time

import pytest

from souk import IMPATIENT, Customer, expect, expect_problem, in_parallel

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def shop(module_folder):
    return module_folder("shop", *IMPATIENT, "--public-url", "https://shop.example").start()


def credentials(email, password=PASSWORD):
    return {"email": email, "password": password}


def test_from_registration_by_mail_to_an_account(shop):
    client = shop.client()
    expect(202, client.post("/v1/auth/register", {**credentials("grace@example.com"), "name": "Grace Hopper"}))
    expect_problem(401, "invalid_credentials", client.post("/v1/auth/login", credentials("grace@example.com")))
    mail = shop.mail("grace@example.com", "Confirm your e-mail address")
    assert "https://shop.example/account/verify#token=let_" in mail["text"]
    token = re.search(r"#token=(\S+)", mail["text"])[1]

    expect_problem(401, "invalid_credentials", client.post("/v1/auth/verify", {"token": token, "password": "somebody's guess"}))
    verified = expect(200, client.post("/v1/auth/verify", {"token": token, "password": PASSWORD}))

    grace = Customer(shop.port, "grace@example.com", PASSWORD, verified)
    assert verified.json["customer"] | {"email": "grace@example.com", "name": "Grace Hopper"} == verified.json["customer"]
    assert expect(200, grace.get("/v1/me")).json == verified.json["customer"]
    expect_problem(410, "link_expired", client.post("/v1/auth/verify", {"token": token, "password": PASSWORD}))
    assert shop.log_in("GRACE@example.com").id == grace.id


def test_a_stranger_cannot_prepare_somebodys_account(shop):
    """Registers the address of somebody else and waits for them to open the link."""
    client = shop.client()
    expect(202, client.post("/v1/auth/register", credentials("victim@example.com", "the stranger's own")))
    strangers = shop.mailed_token("victim@example.com", "Confirm your e-mail address")

    expect_problem(401, "invalid_credentials", client.post("/v1/auth/verify", {"token": strangers, "password": PASSWORD}))
    expect(202, client.post("/v1/auth/register", credentials("victim@example.com")))
    own = shop.mailed_token("victim@example.com", "Confirm your e-mail address", 2)
    expect(200, client.post("/v1/auth/verify", {"token": own, "password": PASSWORD}))

    expect_problem(410, "link_expired", client.post("/v1/auth/verify", {"token": strangers, "password": "the stranger's own"}))
    expect_problem(401, "invalid_credentials", client.post("/v1/auth/login", credentials("victim@example.com", "the stranger's own")))


def test_no_answer_tells_who_has_an_account(shop):
    known, unknown = shop.customer("known@example.com").email, "unknown@example.com"
    client = shop.client()
    for path, more in (("register", {"password": "battery staple"}), ("forgot-password", {}), ("login", {"password": "wrong password"})):
        one, other = (client.post(f"/v1/auth/{path}", {"email": email, **more}) for email in (known, unknown))
        assert one.status == other.status
        assert one.body.replace(b"known@", b"x@") == other.body.replace(b"unknown@", b"x@"), path
        assert set(one.headers.keys()) == set(other.headers.keys())
    customer = shop.customer()
    for email in (known, unknown):
        answer = expect(202, customer.post("/v1/me/email", {"email": email, "password": PASSWORD}))
        assert answer.json == {"email": email}
    assert "already have an account" in shop.mail(known, "You already have an account", 2)["subject"]


def test_a_login_takes_as_long_for_an_unknown_address(shop):
    """Reported, and held only to what a clock on a busy machine can say: that the hash is not left out."""
    known = shop.customer("timed@example.com").email
    client = shop.client()

    def median(email):
        times = []
        for _ in range(7):
            begin = time.monotonic()
            expect_problem(401, "invalid_credentials", client.post("/v1/auth/login", credentials(email, "wrong password")))
            times.append(time.monotonic() - begin)
        return statistics.median(times)

    one, other = median(known), median("nobody@example.com")
    print(f"login: known {one * 1000:.1f} ms, unknown {other * 1000:.1f} ms")
    assert other > one / 4, "an unknown address costs a password's hash too"


def test_a_forgotten_password(shop):
    ada = shop.customer("forgetful@example.com")
    client = shop.client()
    expect(202, client.post("/v1/auth/forgot-password", {"email": ada.email}))
    token = shop.mailed_token(ada.email, "Choose a new password")

    expect_problem(422, "weak_password", client.post("/v1/auth/reset-password", {"token": token, "password": "iloveyou"}))
    expect(204, client.post("/v1/auth/reset-password", {"token": token, "password": "battery staple"}))

    expect_problem(410, "link_expired", client.post("/v1/auth/reset-password", {"token": token, "password": "battery staple"}))
    expect_problem(401, "invalid_credentials", client.post("/v1/auth/login", credentials(ada.email)))
    expect_problem(401, "unauthorized", ada.refresh())
    expect_problem(401, "invalid_token", ada.get("/v1/me"))
    shop.log_in(ada.email, "battery staple")
    assert "logged out" in shop.mail(ada.email, "The password of your account")["text"]


def test_another_address_with_proof(shop):
    ada = shop.customer("before@example.com")
    expect_problem(401, "invalid_credentials", ada.post("/v1/me/email", {"email": "after@example.com", "password": "wrong password"}))
    expect(202, ada.post("/v1/me/email", {"email": "after@example.com", "password": PASSWORD}))
    assert ada.get("/v1/me").json["email"] == "before@example.com"

    expect(204, shop.client().post("/v1/auth/change-email", {"token": shop.mailed_token("after@example.com", "Confirm your new e-mail")}))

    assert ada.get("/v1/me").json["email"] == "after@example.com"
    assert shop.log_in("after@example.com").id == ada.id
    expect_problem(401, "invalid_credentials", shop.client().post("/v1/auth/login", credentials("before@example.com")))
    assert "after@example.com" in shop.mail("before@example.com", "The e-mail address of your account")["text"]


def test_nobody_is_mailed_without_end(shop):
    client = shop.client()
    for _ in range(8):
        expect(202, client.post("/v1/auth/register", credentials("bombed@example.com")))
    shop.mail("bombed@example.com", "Confirm your e-mail address", 5)

    expect(202, client.post("/v1/auth/forgot-password", {"email": shop.customer("marker@example.com").email}))
    shop.mail("marker@example.com", "Choose a new password")  # whatever was mailed before is there by now

    assert len(shop.mails("bombed@example.com")) == 5


def test_a_link_opened_many_times_at_once_makes_one_account(shop):
    client = shop.client()
    expect(202, client.post("/v1/auth/register", credentials("twice@example.com")))
    token = shop.mailed_token("twice@example.com", "Confirm your e-mail address")

    answers = in_parallel(6, lambda _: shop.client().post("/v1/auth/verify", {"token": token, "password": PASSWORD}))

    assert sorted(answer.status for answer in answers) == [200] + [410] * 5, answers


def test_accounts_outlive_a_restart_and_a_backup(folder, tmp_path):
    shop = folder().start()
    ada = shop.customer()
    shop.stop()
    shop.start()
    assert Customer(shop.port, ada.email, PASSWORD, expect(200, shop.client().post("/v1/auth/login", credentials(ada.email)))).id == ada.id
    ada = Customer(shop.port, ada.email, PASSWORD, expect(200, shop.client().post("/v1/auth/login", credentials(ada.email))))
    renewed = ada.refresh()
    expect(200, renewed)
    expect(200, ada.get("/v1/me"))


def test_the_signing_key_can_be_changed_under_way(folder):
    shop = folder().start()
    ada = shop.customer()
    before = [key["kid"] for key in shop.client().get("/.well-known/jwks.json").json["keys"]]

    shop.cli("key", "rotate-signing")

    after = [key["kid"] for key in shop.client().get("/.well-known/jwks.json").json["keys"]]
    assert after[0] == before[1] and before[0] in after and len(after) == 3
    expect(200, ada.get("/v1/me"))
    renewed = expect(200, ada.refresh())
    expect(200, Customer(shop.port, ada.email, PASSWORD, expect(200, shop.client().post("/v1/auth/login", credentials(ada.email)))).get("/v1/me"))
    assert renewed.json["access_token"].split(".")[0] != ada.key.split(".")[0], "another key signed it"


def test_a_file_of_passwords_to_refuse(folder, tmp_path):
    listed = tmp_path / "breached.txt"
    listed.write_text("Morgenkai tea house\n")
    shop = folder().start("--breached-passwords", str(listed))

    expect_problem(422, "weak_password", shop.client().post("/v1/auth/register", credentials("ada@example.com", "morgenkai tea house")))
    expect(202, shop.client().post("/v1/auth/register", credentials("ada@example.com", "morgenkai tea garden")))


def test_a_shop_in_production_shows_nobody_its_mails(folder):
    shop = folder("production", "--access-log", "on").start()

    expect(202, shop.client().post("/v1/auth/register", credentials("ada@example.com")))
    expect_problem(404, "not_found", shop.owner().get("/v1/admin/mailbox"))
