"""Every operation, tried as every principal: what is refused and what is not is what api/policy.yaml says, as this test reads it."""

import collections
import contextlib
import itertools
import sqlite3

import pytest

from contract import OPERATIONS, path_of
from policy import ALLOWED, KEY_ROLES, SCOPES, Guest, Key, Nobody, row_of, verdict
from souk import IMPATIENT, Client, expect, expect_problem
from test_contract import GHOSTS


def lapsed(shop):
    """A key whose time is over: made in the database, since no command makes one."""
    key = shop.cli("key", "create", "--role", "owner", "--expires", "1").strip()
    with contextlib.closing(sqlite3.connect(shop.folder / "souk.db")) as db, db:
        db.execute("UPDATE api_keys SET expires_at = 1 WHERE expires_at IS NOT NULL")
    return key


def revoked(shop):
    key = shop.cli("key", "create", "--role", "owner").strip()
    shop.cli("key", "revoke", key.split(".")[0])
    return key


def keys(shop):
    """(name, key's text, what it is): each role as it is, with every scope, and with each single one."""
    for role in KEY_ROLES:
        for scopes in (() if role != "service" else None, tuple(SCOPES), *((scope,) for scope in SCOPES)):
            if scopes is not None:
                yield f"{role} key {' '.join(scopes) if len(scopes) < 2 else 'with every scope'}", shop.key(role, *scopes).key, Key(role, scopes)


@pytest.fixture(scope="module")
def shop(module_folder):
    shop = module_folder("access", *IMPATIENT)
    shop.start()
    shop.stop()
    shop.bad_keys = {"lapsed": lapsed(shop), "revoked": revoked(shop)}
    return shop.start()


@pytest.fixture(scope="module")
def principals(shop):
    """Everybody there is: name -> (headers, what the policy knows of them)."""
    secret = shop.owner().key
    everybody = {"guest": ({}, Guest())}
    for name, text in {**shop.bad_keys, "unknown key": "key_" + "0" * 36 + "." + "0" * 64, "key with another secret": secret[:-4] + "0000",
                       "key without a secret": secret.split(".")[0], "nothing": ""}.items():
        everybody[name] = ({"Authorization": f"Bearer {text}"}, Nobody())
    for name, text in {"garbage": "x", "token of no kind": "eyJhbGciOiJub25lIn0.e30."}.items():
        everybody[name] = ({"Authorization": f"Bearer {text}"}, Nobody("invalid_token"))
    everybody["basic credentials"] = ({"Authorization": "Basic YWRhOmFkYQ=="}, Nobody())
    for name, text, what in keys(shop):
        everybody[name] = ({"Authorization": f"Bearer {text}"}, what)
    return everybody


def tried(client, operation, headers, **path):
    """The answer to a request that nothing but access is decided on: what it is for does not exist, and it says nothing."""
    return client.request(operation.method, path_of(operation, **{**GHOSTS, **path}), {} if operation.body_schema is not None else None, headers)


def seen_as(answer):
    return (answer.status, answer.code) if answer.status in (401, 403) else ALLOWED


def test_every_operation_as_every_principal(shop, principals):
    client = Client(shop.port)
    cells, wrong = 0, []
    for operation, (name, (headers, who)) in itertools.product(OPERATIONS.values(), principals.items()):
        answer = tried(client, operation, headers)
        assert answer.status < 500, (operation.id, name, answer)
        cells += 1
        if operation.id == "refreshSession" and (answer.status, answer.code) == (401, "unauthorized"):
            continue  # open to everybody: what it asks for, the session's cookie, none of them has
        if seen_as(answer) != verdict(operation.id, who):
            wrong.append(f"{operation.id} as {name}: {seen_as(answer)}, the policy says {verdict(operation.id, who)}")
    print(f"{cells} cells")
    assert not wrong, f"{len(wrong)} of {cells}:\n" + "\n".join(wrong[:40])
    assert cells >= 2000


def test_every_role_can_do_something_and_only_the_owner_everything(principals):
    may = collections.defaultdict(set)
    for _, who in principals.values():
        if isinstance(who, Key):
            may[who.role] |= {each for each in OPERATIONS if verdict(each, who) == ALLOWED and not row_of(each).open}
    guarded = {each for each in OPERATIONS if not row_of(each).open and row_of(each).scope != "none"}
    assert may["owner"] == guarded
    assert all(set() < may[role] < guarded for role in KEY_ROLES if role not in ("owner", "service")), may


def test_the_refusal_comes_before_anything_is_looked_at(shop, principals):
    """Whoever may not call an operation learns nothing by it: not whether something exists, not what a body should be."""
    client = Client(shop.port)
    product = shop.product()
    for name in ("guest", "support key ", "service key audit:read"):
        headers, _ = principals[name]
        for path in (product["id"], GHOSTS["product"], "nonsense"):
            answers = {client.request("PUT", f"/v1/admin/products/{path}", body, {**headers, "Content-Type": "application/json"}).body for body in ("{}", "{", "x" * 2000)}
            assert len(answers) == 1, (name, path, answers)


def test_what_belongs_to_another_is_not_there(shop, principals):
    """Carts and orders: with the capability it opens, and without it the answer is that of something that never was, byte for byte."""
    guest = Client(shop.port)
    variant = shop.product(stock=100)["variants"][0]["id"]
    ordered = guest.cart_with((variant, 1))["id"]
    order = expect(201, guest.checkout(ordered)).json
    absent = expect_problem(404, "not_found", guest.get(f"/v1/orders/{GHOSTS['order']}"))
    cells = 0
    for name, (headers, who) in principals.items():
        if isinstance(who, Nobody):
            continue
        for token in ({}, {"Order-Token": "0" * 64}, {"Order-Token": order["order_token"][:-1]}, {"Order-Token": order["id"]}):
            foreign = guest.request("GET", f"/v1/orders/{order['id']}", None, {**headers, **token})
            assert (foreign.status, foreign.body) == (404, absent.body), (name, token, foreign)
            cells += 1
        expect(200, guest.request("GET", f"/v1/orders/{order['id']}", None, {**headers, "Order-Token": order["order_token"]}))
        for operation in OPERATIONS.values():
            if row_of(operation.id).ownership == "cart":
                body = {"createCart": None, "addCartLine": {"variant_id": variant, "quantity": 1}, "changeCartLine": {"quantity": 1}, "setCartCustomer": {"email": "eve@example.com"},
                        "chooseShippingOption": {"code": "flat"}, "placeOrder": {"payment": {"provider": "test", "token": "tok_ok"}}}.get(operation.id)
                sent = {**headers, "Idempotency-Key": "nobody's-cart-" + "0" * 16} if operation.id == "placeOrder" else headers
                for path in (GHOSTS["cart"], "cart_" + "0" * 35 + "1", "nonsense"):
                    expect_problem(404, "not_found", guest.request(operation.method, path_of(operation, **{**GHOSTS, "cart": path}), body, sent))
                    cells += 1
    print(f"{cells} cells")
