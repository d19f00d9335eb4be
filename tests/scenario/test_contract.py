"""The program and api/openapi.yaml say the same: every documented route answers, nothing else does, and every answer of a walk through all operations
is documented and valid."""

import collections
import json

import pytest

from contract import DOCUMENT, OPERATIONS, POLICY, body_problems, path_of, problems_of, resolved
from souk import ADDRESS, IMPATIENT, Client, cookie_of, expect, expect_problem, new_key

GHOST = "0" * 36
GHOSTS = {"product": "prod_" + GHOST, "variant": "var_" + GHOST, "category": "cat_" + GHOST, "stock_item": "stk_" + GHOST, "cart": "cart_" + GHOST,
          "line": "line_" + GHOST, "order": "ord_" + GHOST, "session": "ses_" + GHOST, "address": "adr_" + GHOST, "api_key": "key_" + GHOST}
# Documented, and nothing that a client can bring about here.
UNREACHED = {
    403: "the walk is an owner's; test_access.py tries every operation as everybody else",
    503: "the server would have to be overloaded, or its disk full",
}
UNREACHED_OF = {("listMailbox", 404): "production has no mailbox: test_accounts.py",
                ("addWish", 422): "a hundred wishes: customer_test.cc",
                ("placeOrder", 412): "the cart would have to change between two steps of one request"}


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


class Walk:
    """Calls operations and holds each answer against the document."""

    def __init__(self, shop):
        self.guest = Client(shop.port)
        self.staff = shop.key("owner", *POLICY["scopes"])  # named, so that it may do what staff must step up for
        self.customer = shop.customer()
        self.seen = collections.defaultdict(set)
        self.objections = []

    def call(self, operation_id, status, body=None, query="", headers=None, staff=None, raw=None, **path):
        operation = OPERATIONS[operation_id]
        needed = {scheme for each in operation.spec.get("security", []) for scheme in each}
        sent = {"Content-Type": "application/json", **(headers or {})} if raw is not None else dict(headers or {})
        client = self.guest if not needed or staff is False else self.customer if "accessToken" in needed else self.staff
        answer = client.request(operation.method, path_of(operation, **GHOSTS | path) + query, raw if raw is not None else body, sent)
        assert answer.status == status, (operation_id, answer)
        self.seen[operation_id].add(status)
        self.objections += problems_of(operation, answer)
        if status < 300 and raw is None:
            self.objections += body_problems(operation, body)
        if status >= 400:
            expect_problem(status, answer.code, answer)
        return answer

    def made(self, operation_id, status=201, **more):
        answer = self.call(operation_id, status, **more)
        return answer.json, answer.headers["ETag"]


@pytest.fixture(scope="module")
def shop(module_folder):
    return module_folder("shop", *IMPATIENT).start()


def test_every_documented_route_answers_to_its_methods_and_to_no_other(shop):
    methods = collections.defaultdict(set)
    for operation in OPERATIONS.values():
        methods[operation.path].add(operation.method)
    client = shop.client()
    for path, known in methods.items():
        target = path_of(next(o for o in OPERATIONS.values() if o.path == path), **GHOSTS)
        for method in {"GET", "PUT", "POST", "DELETE", "PATCH", "LINK"} - known:
            refused = expect_problem(405, "method_not_allowed", client.request(method, target))
            allowed = {each.strip() for each in refused.headers["Allow"].split(",")}
            assert allowed == known | ({"HEAD"} if "GET" in known else set()) | {"OPTIONS"}, (path, allowed)


def test_what_is_not_documented_is_not_there(shop):
    client = shop.owner()
    for path in ("/v1", "/v1/", "/v2/products", "/v1/product", "/v1/products/x/reviews", "/v1/carts", "/v1/orders", "/v1/me/cart", "/v1/auth", "/v1/auth/token",
                 "/v1/webhooks/stripe", "/v1/admin", "/v1/admin/promotions", "/v1/admin/customers", "/v1/admin/staff", "/v1/admin/stock",
                 "/v1/admin/orders/x/refunds", "/v1/admin/variants", "/v1/openapi.yaml", "/openapi.json", "/swagger", "/graphql", "/api", "/admin", "/robots.txt", "/favicon.ico"):
        for method in ("GET", "POST", "DELETE"):
            if (method, path) == ("POST", "/v1/carts"):
                continue
            answer = client.request(method, path, {} if method == "POST" else None)
            assert answer.status in (404, 405), (method, path, answer)
            assert answer.status == 404 or path == "/v1/carts"
            expect_problem(answer.status, answer.code, answer)


def test_the_served_document_is_the_one_in_the_tree(shop):
    served = expect(200, shop.client().get("/v1/openapi.json")).json

    assert served == json.loads(json.dumps(DOCUMENT, default=str))


def test_every_problem_has_its_page(shop):
    codes = set(json.dumps(DOCUMENT["components"]["responses"]).replace("\\", "").split("`"))
    named = {code for code in codes if code.replace("_", "").isalpha() and "_" in code and code.islower()} - {"next_action", "expected_total"}
    assert len(named) > 25
    for code in named:
        page = shop.client().get(f"/docs/problems/{code}")
        assert page.status == 200, (code, page)


def test_a_walk_through_every_operation(shop):
    walk = Walk(shop)

    catalog(walk)
    carts_and_orders(walk, shop)
    accounts(walk, shop)
    staff_catalog(walk)
    stock_orders_settings(walk)
    access(walk)
    common_refusals(walk)

    assert not walk.objections, "\n".join(walk.objections)
    missed = [f"{each.id} {status}" for each in OPERATIONS.values() for status in sorted(each.statuses - walk.seen[each.id])
              if status not in UNREACHED and (each.id, status) not in UNREACHED_OF]
    assert not missed, missed


def new_product(walk, **more):
    document = {"title": "Kyusu teapot", "status": "active", "variants": [{"price": euros(4900), "stock": {"policy": "deny", "on_hand": 50}}], **more}
    return walk.made("createProduct", body=document)


def catalog(walk):
    category, category_tag = walk.made("createCategory", body={"title": "Teaware", "slug": "pots", "description_html": "<p>Pots.</p>", "parent_id": None, "position": 1})
    product, tag = new_product(
        walk, slug="first-slug", description_html="<p>Thrown by hand.</p><script>alert(1)</script>", vendor="Tokoname", type="Teapot", tags=["green tea", "clay"],
        options=[{"name": "Color", "values": ["Indigo", "Ash"]}], categories=[category["id"]], seo={"title": "Teapot", "description": "For tea."},
        images=[{"source_url": "https://images.example.com/a.jpg", "alt": "A teapot"}], custom_fields=[{"name": "Glaze", "value": "Iron"}], publish_at="2024-01-01T00:00:00Z",
        variants=[{"sku": "KYU-1", "option_values": ["Indigo"], "price": euros(4900), "compare_at_price": euros(5900), "grams": 420, "barcode": "4006381333931",
                   "minimum_quantity": 1, "maximum_quantity": 5, "custom_fields": [{"name": "Kiln", "value": "3"}], "image": {"source_url": "https://images.example.com/b.jpg"},
                   "stock": {"policy": "deny", "on_hand": 12, "low_stock_threshold": 3}},
                  {"option_values": ["Ash"], "price": euros(5100), "stock": {"policy": "backorder"}, "compare_at_price": None, "image": None}])
    assert "script" not in product["description_html"]
    product, _ = walk.made("changeProduct", 200, body={"slug": "second-slug"}, headers={"If-Match": tag}, product=product["id"])
    walk.made("replaceCategory", 200, body={"title": "Teaware", "slug": "teaware"}, headers={"If-Match": category_tag}, category=category["id"])

    for operation, path in (("getProduct", {"product": "second-slug"}), ("listProductVariants", {"product": product["id"]}), ("getCategory", {"category": "teaware"}),
                            ("listCategories", {}), ("getShop", {}), ("getOpenApi", {})):
        _, etag = walk.made(operation, 200, **path)
        walk.call(operation, 304, headers={"If-None-Match": etag}, **path)
        walk.call(operation, 400, query="?surprise=1", **path)
    for operation, query in (("listProducts", "?q=teapot&facets=true&limit=5"), ("suggestSearches", "?q=tea")):
        _, etag = walk.made(operation, 200, query=query)
        walk.call(operation, 304, query=query, headers={"If-None-Match": etag})
        walk.call(operation, 400, query=query + "&limit=0")
    walk.call("listProducts", 200)
    for operation in ("getProduct", "listProductVariants"):
        assert "second-slug" in walk.call(operation, 308, product="first-slug").headers["Location"]
        walk.call(operation, 404, product="no-such-thing")
    assert "teaware" in walk.call("getCategory", 308, category="pots").headers["Location"]
    walk.call("getCategory", 404, category="no-such-thing")


def new_cart(walk, variant=None, email="ada@example.com"):
    cart = walk.call("createCart", 201, body={}).json
    if variant:
        walk.call("addCartLine", 201, body={"variant_id": variant, "quantity": 1}, cart=cart["id"])
        cart = walk.call("setCartCustomer", 200, body={"email": email, "shipping_address": ADDRESS, "billing_address": None}, cart=cart["id"]).json
    return cart


def pay(token="tok_ok"):
    return {"payment": {"provider": "test", "token": token}}


def carts_and_orders(walk, shop):
    variant = new_product(walk)[0]["variants"][0]["id"]
    other = new_product(walk)[0]["variants"][0]["id"]
    expect(201, walk.guest.request("POST", "/v1/carts"))
    cart = new_cart(walk)["id"]
    key = {"Idempotency-Key": new_key()}
    line = walk.call("addCartLine", 201, body={"variant_id": variant, "quantity": 2}, headers=key, cart=cart).json["lines"][0]["id"]
    replayed = walk.call("addCartLine", 201, body={"variant_id": variant, "quantity": 2}, headers=key, cart=cart)
    assert replayed.headers["Idempotent-Replayed"] == "true" and replayed.json["lines"][0]["quantity"] == 2
    second = walk.call("addCartLine", 201, body={"variant_id": other, "quantity": 1}, cart=cart).json["lines"][1]["id"]
    walk.call("addCartLine", 409, body={"variant_id": GHOSTS["variant"], "quantity": 1}, cart=cart)
    walk.call("changeCartLine", 200, body={"quantity": 3}, cart=cart, line=line)
    walk.call("changeCartLine", 404, body={"quantity": 3}, cart=cart)
    key = {"Idempotency-Key": new_key()}
    walk.call("removeCartLine", 200, headers=key, cart=cart, line=second)
    walk.call("removeCartLine", 422, headers=key, cart=cart, line=line)
    walk.call("removeCartLine", 404, cart=cart, line=second)
    walk.call("setCartCustomer", 200, body={"email": "ada@example.com", "shipping_address": ADDRESS, "billing_address": {**ADDRESS, "company": "Ada Ltd"}}, cart=cart)
    options = walk.call("listShippingOptions", 200, cart=cart).json["items"]
    walk.call("chooseShippingOption", 200, body={"code": options[0]["code"]}, cart=cart)
    walk.call("getCart", 200, cart=cart)
    changes = (("addCartLine", {"variant_id": variant, "quantity": 1}), ("changeCartLine", {"quantity": 1}), ("removeCartLine", None),
               ("setCartCustomer", {"email": "eve@example.com"}), ("chooseShippingOption", {"code": options[0]["code"]}))
    for operation, body in changes:
        walk.call(operation, 412, body=body, headers={"If-Match": '"99"'}, cart=cart, line=line)

    total = walk.call("getCart", 200, cart=cart).json["totals"]["total"]
    walk.call("placeOrder", 409, body={**pay(), "expected_total": euros(1)}, headers={"Idempotency-Key": new_key()}, cart=cart)
    key = {"Idempotency-Key": new_key()}
    order = walk.call("placeOrder", 201, body={**pay(), "expected_total": total}, headers=key, cart=cart).json
    assert walk.call("placeOrder", 201, body={**pay(), "expected_total": total}, headers=key, cart=cart).headers["Idempotent-Replayed"] == "true"
    walk.call("placeOrder", 422, body=pay("tok_slow"), headers=key, cart=cart)
    walk.call("getOrder", 200, headers={"Order-Token": order["order_token"]}, order=order["id"])
    walk.call("getOrder", 404, order=order["id"])
    for operation, body in changes:
        walk.call(operation, 409, body=body, cart=cart, line=line)

    waiting = new_cart(walk, variant)["id"]
    pending = walk.call("placeOrder", 202, body=pay("tok_requires_action"), headers={"Idempotency-Key": new_key()}, cart=waiting).json
    assert pending["next_action"]["type"] == "redirect"
    declined = new_cart(walk, variant)["id"]
    for _ in range(5):
        walk.call("placeOrder", 402, body=pay("tok_declined"), headers={"Idempotency-Key": new_key()}, cart=declined)
    walk.call("placeOrder", 429, body=pay(), headers={"Idempotency-Key": new_key()}, cart=declined)


def accounts(walk, shop):
    """Last of all the customer of the walk leaves, so everything that is theirs is called before or with another."""
    email, password = walk.customer.email, walk.customer.password
    walk.call("registerCustomer", 202, body={"email": "grace@example.com", "password": password, "name": "Grace Hopper"})
    token = shop.mailed_token("grace@example.com", "Confirm your e-mail address")
    walk.call("verifyCustomer", 401, body={"token": token, "password": "wrong password"})
    verified = walk.call("verifyCustomer", 200, body={"token": token, "password": password})
    walk.call("verifyCustomer", 410, body={"token": token, "password": password})
    walk.call("logIn", 401, body={"email": email, "password": "wrong password"})
    cart = new_cart(walk, new_product(walk)[0]["variants"][0]["id"])["id"]
    login = walk.call("logIn", 200, body={"email": email, "password": password, "cart_id": cart})
    assert login.json["cart_id"] == cart
    cookie = {"Cookie": cookie_of(login)}
    walk.call("refreshSession", 401)
    walk.call("refreshSession", 200, headers=cookie)
    walk.call("logOut", 204, headers=cookie)
    walk.call("logOut", 401, body={"everywhere": True})
    walk.call("forgotPassword", 202, body={"email": "grace@example.com"})
    token = shop.mailed_token("grace@example.com", "Choose a new password")
    walk.call("resetPassword", 204, body={"token": token, "password": "battery staple"})
    walk.call("resetPassword", 410, body={"token": token, "password": "battery staple"})

    walk.call("getMe", 200)
    key = {"Idempotency-Key": new_key()}
    for replayed in (None, "true"):
        changed = walk.call("changeMe", 200, body={"name": "Augusta Ada King", "phone": "+44 20 7946 0958", "accepts_marketing": True}, headers=key)
        assert changed.headers["Idempotent-Replayed"] == replayed
    walk.call("askEmailChange", 401, body={"email": "other@example.com", "password": "wrong password"})
    walk.call("askEmailChange", 202, body={"email": "other@example.com", "password": password})
    token = shop.mailed_token("other@example.com", "Confirm your new e-mail address")
    walk.call("confirmEmailChange", 204, body={"token": token})
    walk.call("confirmEmailChange", 410, body={"token": token})
    walk.call("changePassword", 401, body={"current_password": "wrong password", "password": "battery staple"})
    walk.call("changePassword", 204, body={"current_password": password, "password": "battery staple"})
    shop.log_in("other@example.com", "battery staple")
    sessions = walk.call("listSessions", 200).json["items"]
    walk.call("endSession", 204, session=next(each["id"] for each in sessions if not each["current"]))
    walk.call("endSession", 404)

    address = walk.call("createAddress", 201, body={"address": ADDRESS, "default_shipping": True}).json
    for operation in ("getAddress", "replaceAddress"):
        body = {"address": {**ADDRESS, "city": "Kiel"}, "default_billing": True} if operation == "replaceAddress" else None
        walk.call(operation, 200, body=body, address=address["id"])
        walk.call(operation, 404, body=body)
    walk.call("listAddresses", 200)
    walk.call("deleteAddress", 204, address=address["id"])
    walk.call("deleteAddress", 404, address=address["id"])
    products = [new_product(walk)[0]["id"] for _ in range(2)]
    walk.call("addWish", 204, product=products[0])
    walk.call("addWish", 404)
    walk.call("listWishlist", 200)
    walk.call("removeWish", 204, product=products[0])
    walk.call("removeWish", 404, product="no-id")
    opened = walk.customer.post("/v1/carts", {})
    assert opened.status == 200 and not problems_of(OPERATIONS["createCart"], opened)
    walk.seen["createCart"].add(200)
    walk.call("listMyOrders", 200, query="?limit=1")
    walk.call("exportMe", 200)
    walk.call("listMailbox", 200, query="?to=grace@example.com&limit=1")
    leaving = shop.customer()
    walk.customer, stays = leaving, walk.customer
    walk.call("deleteMe", 204)
    walk.customer = stays
    assert verified.json["customer"]["email"] == "grace@example.com"


def staff_catalog(walk):
    product, tag = new_product(walk, title="Chawan")
    old = {"If-Match": '"99"'}
    walk.call("createProduct", 409, body={"title": "Chawan", "slug": product["slug"], "variants": [{"price": euros(1)}]})
    walk.call("listAdminProducts", 200, query="?limit=1")
    walk.call("getAdminProduct", 200, product=product["id"])
    kept = {"id": product["variants"][0]["id"], "price": euros(4900)}
    product, tag = walk.made("replaceProduct", 200, body={"title": "Chawan", "options": [{"name": "Size", "values": ["S"]}], "variants": [{**kept, "option_values": ["S"]}]},
                             headers={"If-Match": tag}, product=product["id"])
    taken = {"title": "Chawan", "slug": "second-slug", "variants": [{"price": euros(1)}]}
    walk.call("replaceProduct", 409, body=taken, headers={"If-Match": tag}, product=product["id"])
    walk.call("changeProduct", 409, body={"slug": "second-slug"}, headers={"If-Match": tag}, product=product["id"])
    product, tag = walk.made("changeProduct", 200, body={"status": "archived", "tags": ["old"]}, headers={"If-Match": tag}, product=product["id"])

    variant, tag = walk.made("createVariant", body={"option_values": ["L"], "price": euros(5900), "stock": {"policy": "untracked"}}, headers={"If-Match": tag}, product=product["id"])
    where = {"product": product["id"], "variant": variant["id"]}
    walk.call("listAdminVariants", 200, product=product["id"])
    walk.call("getAdminVariant", 200, **where)
    _, tag = walk.made("changeVariant", 200, body={"price": euros(5800), "sku": "CHA-L"}, headers={"If-Match": tag}, **where)
    for operation, path in (("replaceProduct", {"product": product["id"]}), ("changeProduct", {"product": product["id"]}), ("deleteProduct", {"product": product["id"]}),
                            ("createVariant", {"product": product["id"]}), ("changeVariant", where), ("deleteVariant", where)):
        body = {"replaceProduct": taken, "changeProduct": {"type": "Bowl"}, "createVariant": {"option_values": ["M"], "price": euros(1)}, "changeVariant": {"sku": "X"}}.get(operation)
        walk.call(operation, 412, body=body, headers=old, **path)
        walk.call(operation, 428, body=body, **path)
        walk.call(operation, 404, body=body, headers=old)
    tag = walk.call("deleteVariant", 204, headers={"If-Match": tag}, **where).headers["ETag"]
    walk.call("deleteVariant", 422, headers={"If-Match": tag}, product=product["id"], variant=product["variants"][0]["id"])
    walk.call("deleteProduct", 204, headers={"If-Match": tag}, product=product["id"])
    for operation in ("getAdminProduct", "listAdminVariants"):
        walk.call(operation, 404)
    walk.call("getAdminVariant", 404)

    category, tag = walk.made("createCategory", body={"title": "Bowls"})
    child, child_tag = walk.made("createCategory", body={"title": "Small bowls", "parent_id": category["id"]})
    walk.call("createCategory", 409, body={"title": "Bowls", "slug": category["slug"]})
    walk.call("listAdminCategories", 200)
    walk.call("getAdminCategory", 200, category=category["id"])
    walk.call("getAdminCategory", 404)
    walk.call("replaceCategory", 409, body={"title": "Small", "slug": category["slug"]}, headers={"If-Match": child_tag}, category=child["id"])
    walk.call("deleteCategory", 409, headers={"If-Match": tag}, category=category["id"])
    for operation, body in (("replaceCategory", {"title": "Bowls"}), ("deleteCategory", None)):
        walk.call(operation, 412, body=body, headers=old, category=category["id"])
        walk.call(operation, 428, body=body, category=category["id"])
        walk.call(operation, 404, body=body, headers=old)
    walk.call("deleteCategory", 204, headers={"If-Match": child_tag}, category=child["id"])


def stock_orders_settings(walk):
    product, _ = new_product(walk)
    item = product["variants"][0]["stock_item_id"]
    _, tag = walk.made("getStockItem", 200, stock_item=item)
    _, tag = walk.made("changeStock", 200, body={"delta": 6, "reason": "received", "reference": "Delivery of 12 May"}, headers={"If-Match": tag}, stock_item=item)
    _, tag = walk.made("changeStock", 200, body={"policy": "untracked", "low_stock_threshold": 2}, headers={"If-Match": tag}, stock_item=item)
    walk.call("changeStock", 409, body={"delta": 1}, headers={"If-Match": tag}, stock_item=item)
    walk.call("changeStock", 412, body={"delta": 1}, headers={"If-Match": '"99"'}, stock_item=item)
    walk.call("changeStock", 428, body={"delta": 1}, stock_item=item)
    walk.call("changeStock", 404, body={"delta": 1}, headers={"If-Match": '"1"'})
    assert walk.call("listStockMovements", 200, stock_item=item).json["items"][0]["delta"] == -56
    walk.call("getStockItem", 404)
    walk.call("listStockMovements", 404)

    order = walk.call("listOrders", 200, query="?limit=1").json["items"][0]
    assert walk.call("listOrders", 200, query=f"?number={order['number']}").json["items"][0]["id"] == order["id"]
    walk.call("getAdminOrder", 200, order=order["id"])
    walk.call("getAdminOrder", 404)

    settings, tag = walk.made("getSettings", 200)
    settings.pop("version")
    changed, tag = walk.made("changeSettings", 200, body={**settings, "name": "Leaf & Kiln", "terms_url": "https://shop.example.com/terms"}, headers={"If-Match": tag})
    assert changed["name"] == "Leaf & Kiln"
    walk.call("changeSettings", 409, body={**settings, "currency": "JPY", "flat_shipping": {"amount": 0, "currency": "JPY"}}, headers={"If-Match": tag})
    walk.call("changeSettings", 412, body=settings, headers={"If-Match": '"99"'})
    walk.call("changeSettings", 428, body=settings)


def access(walk):
    made = walk.call("createApiKey", 201, body={"role": "owner", "scopes": ["stock:read"], "label": "Shelf", "expires_at": None}).json
    assert made["key"].startswith(made["api_key"]["id"])
    assert made["key"].encode() not in walk.call("listApiKeys", 200, query="?limit=1").body
    walk.call("createApiKey", 201, body={"role": "owner", "scopes": ["audit:read"], "expires_at": "2096-01-31T12:00:00Z"})
    walk.call("revokeApiKey", 204, api_key=made["api_key"]["id"])
    walk.call("revokeApiKey", 404)
    walk.call("listAuditLog", 200, query="?limit=100")
    entries = walk.call("listAuditLog", 200, query="?operation=revokeApiKey&from=2026-01-01T00:00:00Z").json["items"]
    assert [(each["target"], each["changes"]) for each in entries] == [(made["api_key"]["id"], [{"path": "/revoked", "after": True}])]


def common_refusals(walk):
    """What the checks before an operation refuse, for each operation that documents it."""
    for operation in OPERATIONS.values():
        staff = bool(operation.spec.get("security"))
        headers = {}
        for parameter in operation.parameters:
            if parameter["in"] == "header" and parameter.get("required"):
                headers[parameter["name"]] = '"1"' if parameter["name"] == "If-Match" else new_key()
        if staff:
            walk.call(operation.id, 401, staff=False)
        if operation.body_schema is not None:
            walk.call(operation.id, 400, raw="{", headers=headers)
            walk.call(operation.id, 413, raw='"' + "a" * (1100 << 10) + '"', headers=headers)
            walk.call(operation.id, 415, raw="{}", headers={**headers, "Content-Type": "text/plain"})
            walk.call(operation.id, 422, raw='{"surprise": 1}', headers=headers)
        elif 400 in operation.statuses:
            walk.call(operation.id, 400, query="?surprise=1", headers=headers)
        if 404 in operation.statuses and 404 not in walk.seen[operation.id] and (operation.id, 404) not in UNREACHED_OF:
            walk.call(operation.id, 404, body=example_of(operation), headers=headers)


def example_of(operation):
    schema = resolved(operation.body_schema) if operation.body_schema is not None else None
    if schema is None:
        return None
    if "example" in schema:
        return schema["example"]
    return {name: resolved(schema["properties"][name]).get("example", example_of_value(schema["properties"][name])) for name in schema.get("required", ())}


def example_of_value(schema):
    schema = resolved(schema)
    return {name: resolved(schema["properties"][name])["example"] for name in schema.get("required", ())}
