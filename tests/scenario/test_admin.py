"""The desk behind the shop: products, variants, categories, stock, orders, settings and the keys that open it."""

import pytest

from souk import IMPATIENT, Client, expect, expect_problem, in_parallel, new_key


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture(scope="module")
def shop(module_folder):
    return module_folder("shop", *IMPATIENT).start()


@pytest.fixture
def owner(shop):
    return shop.owner()


def create(owner, **more):
    return expect(201, owner.post("/v1/admin/products", {"title": "Mug", "variants": [{"price": euros(1999)}], **more})).json


# Products -------------------------------------------------------------------------------------------------------------------

def test_a_product_lives_from_draft_to_gone(shop, owner):
    made = expect(201, owner.post("/v1/admin/products", {"title": "Blue Mug", "variants": [{"price": euros(1999), "sku": "M-1", "stock": {"policy": "deny", "on_hand": 4}}]}))
    product = made.json
    assert made.headers["Location"] == f"/v1/admin/products/{product['id']}" and made.headers["ETag"] == f'"{product["version"]}"'
    assert (product["status"], product["slug"], product["version"]) == ("draft", "blue-mug", 1)
    expect_problem(404, "not_found", shop.client().get("/v1/products/blue-mug"))

    product = expect(200, owner.edit("PATCH", made.headers["Location"], 1, {"status": "active", "tags": ["blue", "mug"], "vendor": "Kiln"})).json
    assert (product["version"], product["tags"], product["title"]) == (2, ["blue", "mug"], "Blue Mug")
    expect(200, shop.client().get("/v1/products/blue-mug"))

    kept = product["variants"][0]
    replaced = expect(200, owner.edit("PUT", made.headers["Location"], 2, {
        "title": "Blue Mug", "status": "active", "options": [{"name": "Size", "values": ["S", "L"]}],
        "variants": [{"id": kept["id"], "option_values": ["S"], "price": euros(2100)}, {"option_values": ["L"], "price": euros(2500), "stock": {"policy": "deny", "on_hand": 1}}]})).json
    assert (replaced["version"], replaced["tags"], replaced["vendor"], replaced["slug"]) == (3, [], "", "blue-mug"), "what a replacement does not say goes back to its default"
    assert replaced["variants"][0]["id"] == kept["id"] and replaced["variants"][0]["stock_item_id"] == kept["stock_item_id"]
    assert shop.stock(replaced["variants"][0])["on_hand"] == 4 and shop.stock(replaced["variants"][1])["on_hand"] == 1

    expect(204, owner.edit("DELETE", made.headers["Location"], 3))
    expect_problem(404, "not_found", owner.get(made.headers["Location"]))
    assert shop.stock(kept)["on_hand"] == 4, "stock records outlive what they counted"


def test_nothing_is_written_over_a_newer_version(owner):
    product = create(owner)
    where = f"/v1/admin/products/{product['id']}"
    expect(200, owner.edit("PATCH", where, 1, {"vendor": "First"}))

    for method, path, body in (("PUT", where, {"title": "X", "variants": [{"price": euros(1)}]}), ("PATCH", where, {"vendor": "Second"}), ("DELETE", where, None),
                               ("POST", where + "/variants", {"price": euros(1)}), ("PATCH", f"{where}/variants/{product['variants'][0]['id']}", {"sku": "X"}),
                               ("DELETE", f"{where}/variants/{product['variants'][0]['id']}", None)):
        expect_problem(412, "version_conflict", owner.edit(method, path, 1, body))
        expect_problem(428, "precondition_required", owner.request(method, path, body))
    assert expect(200, owner.get(where)).json["vendor"] == "First"


def test_of_two_at_once_one_wins(shop, owner):
    product = create(owner)
    where = f"/v1/admin/products/{product['id']}"

    answers = in_parallel(8, lambda index: Client(shop.port, owner.key).edit("PATCH", where, 1, {"vendor": f"Number {index}"}))

    assert sorted(a.status for a in answers) == [200] + [412] * 7
    winner = next(a for a in answers if a.status == 200).json
    assert expect(200, owner.get(where)).json == winner


def test_a_product_is_checked_before_it_is_kept(owner):
    variant = {"price": euros(1)}
    for body, pointer in (
            ({"variants": [variant]}, "/title"), ({"title": "", "variants": [variant]}, "/title"), ({"title": "a" * 256, "variants": [variant]}, "/title"),
            ({"title": "X"}, "/variants"), ({"title": "X", "variants": []}, "/variants"), ({"title": "X", "variants": [{}]}, "/variants/0/price"),
            ({"title": "X", "variants": [{"price": euros(-1)}]}, "/variants/0/price"), ({"title": "X", "variants": [variant, variant]}, "/variants/1"),
            ({"title": "X", "status": "sold", "variants": [variant]}, "/status"), ({"title": "X", "slug": "Not A Slug", "variants": [variant]}, "/slug"),
            ({"title": "X", "categories": ["cat_" + "0" * 36], "variants": [variant]}, "/categories"), ({"title": "X", "tags": ["a", "a"], "variants": [variant]}, "/tags/1"),
            ({"title": "X", "variants": [{**variant, "option_values": ["S"]}]}, "/variants/0/option_values"),
            ({"title": "X", "options": [{"name": "Size", "values": ["S"]}], "variants": [{**variant, "option_values": ["M"]}]}, "/variants/0/option_values"),
            ({"title": "X", "variants": [{**variant, "minimum_quantity": 5, "maximum_quantity": 4}]}, "/variants/0/maximum_quantity"),
            ({"title": "X", "variants": [{**variant, "stock": {"policy": "deny", "on_hand": -1}}]}, "/variants/0/stock"),
            ({"title": "X", "images": [{}], "variants": [variant]}, "/images/0"), ({"title": "X", "publish_at": "tomorrow", "variants": [variant]}, "/publish_at")):
        refused = expect_problem(422, "validation_failed", owner.post("/v1/admin/products", body))
        assert refused.json["pointer"].startswith(pointer), (refused, pointer)


def test_descriptions_are_cleaned(owner):
    dirty = '<p onclick="x()">Kept <b>bold</b></p><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">link</a><iframe src="https://evil.test"></iframe>'

    clean = create(owner, description_html=dirty)["description_html"]

    assert "Kept <b>bold</b>" in clean
    for word in ("script", "onclick", "onerror", "javascript:", "iframe"):
        assert word not in clean, clean


def test_slugs_are_made_from_titles_and_stay_single(owner):
    assert create(owner, title="Zwölf Teller & Tassen, groß")["slug"] == "zwolf-teller-tassen-gross"
    slugs = [create(owner, title="Twin")["slug"] for _ in range(3)]
    assert slugs[0] == "twin" and len(set(slugs)) == 3
    expect_problem(409, "slug_taken", owner.post("/v1/admin/products", {"title": "X", "slug": "twin", "variants": [{"price": euros(1)}]}))


def test_variants_come_and_go_one_by_one(shop, owner):
    product = create(owner, options=[{"name": "Size", "values": ["S"]}], variants=[{"option_values": ["S"], "price": euros(1)}])
    where = f"/v1/admin/products/{product['id']}/variants"

    made = expect(201, owner.edit("POST", where, 1, {"option_values": ["XL"], "price": euros(2), "stock": {"policy": "deny", "on_hand": 7}}))
    variant = made.json
    assert made.headers["ETag"] == '"2"' and variant["title"] == "XL" and shop.stock(variant)["on_hand"] == 7
    assert expect(200, owner.get(f"/v1/admin/products/{product['id']}")).json["options"] == [{"name": "Size", "values": ["S", "XL"]}]
    expect_problem(422, "validation_failed", owner.edit("POST", where, 2, {"option_values": ["XL"], "price": euros(2)}))

    changed = expect(200, owner.edit("PATCH", f"{where}/{variant['id']}", 2, {"price": euros(3), "compare_at_price": euros(4)}))
    assert (changed.json["price"], changed.json["compare_at_price"], changed.headers["ETag"]) == (euros(3), euros(4), '"3"')
    stocked = expect(200, owner.get(f"{where}/{variant['id']}"))
    assert stocked.json["variant"] == changed.json and stocked.json["stock"]["on_hand"] == 7
    assert [each["variant"]["title"] for each in owner.pages(where + "?limit=1")] == ["S", "XL"]

    gone = expect(204, owner.edit("DELETE", f"{where}/{variant['id']}", 3))
    assert gone.headers["ETag"] == '"4"'
    expect_problem(422, "validation_failed", owner.edit("DELETE", f"{where}/{product['variants'][0]['id']}", 4))


def test_staff_see_every_product_oldest_first(owner):
    made = [create(owner, title=f"Listed {number}", status=status)["id"] for number, status in enumerate(("draft", "active", "archived"))]

    listed = [each["id"] for each in owner.pages("/v1/admin/products?limit=7")]

    assert set(listed[-3:]) == set(made)  # their ids begin with the millisecond, which they may share
    assert listed == sorted(set(listed))


def test_a_creation_can_be_repeated(owner):
    key, body = new_key(), {"title": "Once", "variants": [{"price": euros(1)}]}

    first = expect(201, owner.post("/v1/admin/products", body, {"Idempotency-Key": key}))
    again = expect(201, owner.post("/v1/admin/products", body, {"Idempotency-Key": key}))

    assert (again.body, again.headers["ETag"], again.headers["Location"], again.headers["Idempotent-Replayed"]) == \
        (first.body, first.headers["ETag"], first.headers["Location"], "true")
    expect_problem(422, "idempotency_key_reused", owner.post("/v1/admin/products", {**body, "title": "Twice"}, {"Idempotency-Key": key}))
    changed = owner.edit("PATCH", first.headers["Location"], 1, {"vendor": "A"}, **{"Idempotency-Key": new_key()})
    expect(200, changed)


# Categories -----------------------------------------------------------------------------------------------------------------

def test_categories_make_a_tree_without_circles(owner):
    def category(title, **more):
        return expect(201, owner.post("/v1/admin/categories", {"title": title, **more})).json

    top = category("Kitchen", position=2)
    child = category("Pots", parent_id=top["id"])
    where = f"/v1/admin/categories/{top['id']}"
    expect_problem(422, "validation_failed", owner.edit("PUT", where, 1, {"title": "Kitchen", "parent_id": top["id"]}))
    expect_problem(422, "invalid_argument", owner.edit("PUT", where, 1, {"title": "Kitchen", "parent_id": child["id"]}))
    expect_problem(422, "invalid_argument", owner.post("/v1/admin/categories", {"title": "Lost", "parent_id": "cat_" + "0" * 36}))
    expect_problem(409, "slug_taken", owner.post("/v1/admin/categories", {"title": "Kitchen", "slug": top["slug"]}))

    changed = expect(200, owner.edit("PUT", where, 1, {"title": "The kitchen", "position": 5})).json
    assert (changed["title"], changed["slug"], changed["position"], changed["version"]) == ("The kitchen", "kitchen", 5, 2)
    expect_problem(412, "version_conflict", owner.edit("PUT", where, 1, {"title": "X"}))
    expect_problem(409, "category_in_use", owner.edit("DELETE", where, 2))
    product = create(owner, categories=[child["id"]])
    expect_problem(409, "category_in_use", owner.edit("DELETE", f"/v1/admin/categories/{child['id']}", 1))
    expect(204, owner.edit("DELETE", f"/v1/admin/products/{product['id']}", 1))
    expect(204, owner.edit("DELETE", f"/v1/admin/categories/{child['id']}", 1))
    expect(204, owner.edit("DELETE", where, 2))
    assert top["id"] not in {each["id"] for each in owner.pages("/v1/admin/categories?limit=1")}


# Stock ----------------------------------------------------------------------------------------------------------------------

def test_every_change_of_stock_leaves_a_movement(shop, owner):
    variant = create(owner, variants=[{"price": euros(1), "stock": {"policy": "deny", "on_hand": 5}}])["variants"][0]
    where = f"/v1/admin/stock/{variant['stock_item_id']}"

    def change(**body):
        return expect(200, owner.edit("PATCH", where, shop.stock(variant)["version"], body)).json

    assert change(delta=6, reason="received", reference="Delivery of 12 May")["on_hand"] == 11
    assert change(on_hand=9)["on_hand"] == 9
    assert change(policy="backorder", low_stock_threshold=3)["low_stock_threshold"] == 3
    assert change(delta=-12)["on_hand"] == -3 and shop.stock(variant)["shortfall"] == 3
    expect_problem(409, "invalid_state", owner.edit("PATCH", where, shop.stock(variant)["version"], {"policy": "deny"}))
    assert change(policy="untracked")["on_hand"] == 0
    expect_problem(409, "invalid_state", owner.edit("PATCH", where, shop.stock(variant)["version"], {"delta": 1}))
    movements = list(owner.pages(where + "/movements?limit=2"))
    assert [(each["delta"], each["reason"]) for each in movements] == [(3, "adjusted"), (-12, "adjusted"), (-2, "adjusted"), (6, "received"), (5, "received")]
    assert movements[3]["reference"] == "Delivery of 12 May"
    for body in ({"delta": 1, "on_hand": 1}, {}, {"delta": 10**10}, {"on_hand": -1}, {"delta": 1, "reason": "sold"}, {"delta": 1, "reference": "a" * 201}):
        expect_problem(422, "validation_failed", owner.edit("PATCH", where, shop.stock(variant)["version"], body))


# Orders and settings --------------------------------------------------------------------------------------------------------

def test_staff_find_any_order(shop, owner):
    client, variant = shop.client(), shop.product()["variants"][0]["id"]
    placed = [expect(201, client.checkout(client.cart_with((variant, 1))["id"])).json for _ in range(3)]

    assert [each["id"] for each in owner.pages("/v1/admin/orders?limit=1")][:3] == [each["id"] for each in reversed(placed)]
    (found,) = expect(200, owner.get(f"/v1/admin/orders?number={placed[1]['number']}")).json["items"]
    assert found["id"] == placed[1]["id"]
    assert expect(200, owner.get("/v1/admin/orders?number=S1")).json["items"] == []
    read = expect(200, owner.get(f"/v1/admin/orders/{placed[0]['id']}"))
    assert read.json["email"] == "ada@example.com" and "order_token" not in read.json and read.headers["ETag"] == f'"{read.json["version"]}"'


def test_settings_exist_from_the_first_start_and_say_what_everyone_may_know(folder):
    shop = folder("fresh", *IMPATIENT).start()
    owner = shop.owner()
    settings = expect(200, owner.get("/v1/admin/settings")).json
    assert settings["name"] and settings["currency"] == "EUR" and settings["version"] == 1
    version = settings.pop("version")

    wanted = {**settings, "name": "Leaf & Kiln", "currency": "JPY", "flat_shipping": {"amount": 800, "currency": "JPY"}, "time_zone": "Asia/Tokyo", "ship_to_countries": ["JP"],
              "prices_include_tax": True, "tax_rate_basis_points": 1000, "order_number_prefix": "LK-", "terms_version": "2", "terms_url": "https://shop.example.com/terms",
              "sender_email": "shop@example.com", "payment_methods": {"manual": {"enabled": True, "title": "Furikomi", "instructions": "Within 7 days"}},
              "seller": {"name": "Leaf & Kiln KK", "line1": "1-2-3", "city": "Tokoname", "country": "JP"}}
    expect(200, owner.edit("PUT", "/v1/admin/settings", version, wanted))
    assert expect(200, shop.client().get("/v1/shop")).json == {
        "name": "Leaf & Kiln", "currency": "JPY", "currency_exponent": 0, "ship_to_countries": ["JP"], "prices_include_tax": True, "time_zone": "Asia/Tokyo",
        "payment_methods": [{"provider": "manual", "title": "Furikomi", "instructions": "Within 7 days"}, {"provider": "test", "title": "Test payment", "instructions": ""}],
        "terms_version": "2", "terms_url": "https://shop.example.com/terms"}
    variant = shop.product(price=1200, currency="JPY")["variants"][0]["id"]
    cart = shop.client().cart_with((variant, 1), address={"name": "Ada", "line1": "1", "city": "Tokyo", "country": "JP"})
    assert cart["totals"]["total"] == {"amount": 2000, "currency": "JPY"}
    assert expect(201, shop.client().checkout(cart["id"])).json["number"].startswith("LK-")

    now = expect(200, owner.get("/v1/admin/settings")).json["version"]
    for change, pointer in (({"currency": "XXY"}, "/currency"), ({"tax_rate_basis_points": 10001}, "/tax_rate_basis_points"), ({"time_zone": "../etc"}, "/time_zone"),
                            ({"ship_to_countries": ["Japan"]}, "/ship_to_countries"), ({"sender_email": "nobody"}, "/sender_email"), ({"terms_url": "javascript:x"}, "/terms_url"),
                            ({"order_number_prefix": "WAY-TOO-LONG"}, "/order_number_prefix"), ({"name": ""}, "/name"),
                            ({"flat_shipping": {"amount": -1, "currency": "JPY"}}, "/flat_shipping"),
                            ({"payment_methods": {"manual": {"enabled": True}}}, "/payment_methods/manual/title"),
                            ({"hold_limits": {"per_client": 0, "per_client_and_item": 5}}, "/hold_limits/per_client")):
        refused = expect_problem(422, "validation_failed", owner.edit("PUT", "/v1/admin/settings", now, {**wanted, **change}))
        assert refused.json["pointer"].startswith(pointer), refused
    expect_problem(409, "currency_fixed", owner.edit("PUT", "/v1/admin/settings", now, {**wanted, "currency": "EUR", "flat_shipping": euros(1)}))


# Keys -----------------------------------------------------------------------------------------------------------------------

def test_keys_are_made_listed_and_ended(folder):
    shop = folder("keys", *IMPATIENT).start()
    expect_problem(401, "unauthorized", shop.client().get("/v1/admin/orders"))
    key = shop.cli("key", "create", "--role", "owner", "--label", "for the warehouse").strip()
    client = Client(shop.port, key)
    expect(200, client.get("/v1/admin/orders"))

    listed = shop.cli("key", "list")
    (line,) = [line for line in listed.splitlines() if "for the warehouse" in line]
    assert "active" in line and key not in listed
    shop.cli("key", "revoke", line.split()[0])
    expect_problem(401, "unauthorized", client.get("/v1/admin/orders"))
    assert "revoked" in shop.cli("key", "list")
    shop.cli("key", "revoke", "key_" + "0" * 36, status=1)
    shop.cli("key", "create", "--role", "janitor", status=2)


def test_a_key_is_nowhere_to_be_found(folder):
    shop = folder("hidden", *IMPATIENT).start()
    key = shop.owner().key
    expect(200, shop.owner().get("/v1/admin/orders"))
    expect(200, shop.client().get("/v1/shop", Authorization=f"Bearer {key}"))
    shop.stop()

    secret = key.split(".")[1]
    needles = (key.encode(), secret.encode(), bytes.fromhex(secret))
    for path in [*shop.folder.rglob("*"), shop.log]:
        if path.is_file():
            content = path.read_bytes()
            assert not any(needle in content for needle in needles), path
