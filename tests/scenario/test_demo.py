"""The first look at souk: the demo shop, its page, its pictures."""

import html.parser
import re

import pytest

from souk import Client, expect, wait_until


class Page(html.parser.HTMLParser):
    """What stands on a page: its links, its pictures, and tags that were never closed."""

    VOID = {"meta", "link", "img", "input", "br", "hr"}

    def __init__(self, text):
        super().__init__()
        self.links, self.pictures, self.open, self.text = [], [], [], ""
        self.feed(text)
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a":
            self.links.append(attributes["href"])
        if tag == "img":
            assert attributes["alt"] is not None
            self.pictures.append(attributes["src"])
        assert not [name for name in attributes if name.startswith("on")], "a script in an attribute"
        assert tag != "script"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def client(demo):
    wait_until(lambda: demo.client().get("/v1/products?limit=1").json["items"], "the index is built")
    return demo.client()


def test_the_demo_is_a_shop_of_forty_two_products(demo):
    staff = demo.owner()
    products = list(staff.pages("/v1/admin/products?limit=100"))

    assert len(products) == 42 and sum(each["variant_count"] for each in products) == 95
    assert sorted({each["status"] for each in products}) == ["active", "draft"]
    assert all(each["image"] for each in products)
    assert len(list(staff.pages("/v1/admin/categories"))) == 12
    settings = expect(200, staff.get("/v1/admin/settings")).json
    assert (settings["name"], settings["currency"], settings["order_number_prefix"], settings["flat_shipping"]["amount"]) == ("Morgenkai", "EUR", "MK-", 490)
    policies = dict(demo.rows("SELECT policy, count(*) FROM stock_items GROUP BY policy"))
    assert set(policies) == {"deny", "backorder", "untracked"}


def test_filling_it_twice_changes_nothing_and_a_shop_with_goods_of_its_own_is_left_alone(demo, folder):
    before = demo.rows("SELECT id, version FROM products")
    demo.cli("demo")
    assert demo.rows("SELECT id, version FROM products") == before

    shop = folder().start()
    shop.product()
    refused = shop.run("demo", status=1)
    assert "invalid_state" in refused.stderr and shop.rows("SELECT count(*) FROM products") == [(1,)]


def test_the_first_page_shows_the_shop_and_leads_to_the_documentation(client):
    answer = expect(200, client.get("/"))
    page = Page(answer.body.decode())

    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Morgenkai" in page.text and {"/docs", "/v1/products"} <= set(page.links)
    assert len(page.pictures) == 20 and len([link for link in page.links if link.startswith("/products/")]) == 20
    for link in sorted(set(page.links)):
        if link.startswith("/"):
            expect(200, client.get(link))


def test_every_page_of_the_shop_stands(client):
    """From the first page along `More`, each product's page, each picture once."""
    seen, pictures, path = set(), set(), "/"
    while path:
        page = Page(expect(200, client.get(path)).body.decode())
        seen |= {link for link in page.links if link.startswith("/products/")}
        pictures |= set(page.pictures)
        path = next((link for link in page.links if "cursor=" in link), None)
    for link in seen:
        page = Page(expect(200, client.get(link)).body.decode())
        assert re.search(r"\d+\.\d\d EUR", page.text)
        pictures |= set(page.pictures)

    assert len(seen) == 41 and len(pictures) > 41
    for picture in pictures:
        answer = expect(200, client.get(picture))
        assert answer.headers["Content-Type"] == "image/svg+xml" and answer.body.startswith(b"<svg") and b"<script" not in answer.body
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
        expect(304, client.get(picture, **{"If-None-Match": answer.headers["ETag"]}))


def test_the_page_searches_and_filters(client):
    assert "Matcha Umi" in Page(expect(200, client.get("/?q=matcha")).body.decode()).text
    assert "Nothing here" in Page(expect(200, client.get("/?q=zzzzqqqq")).body.decode()).text
    assert "Gooseneck" in Page(expect(200, client.get("/?category=pots-and-kettles")).body.decode()).text
    assert "Sold out" in Page(expect(200, client.get("/products/silver-needle-luv")).body.decode()).text + Page(expect(200, client.get("/?q=silver")).body.decode()).text


def test_hostile_words_stay_words_on_the_page(client):
    for words in ("%3Cscript%3Ealert(1)%3C/script%3E", "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E", "%27%20onmouseover=%27x", "%26lt;", "{{7*7}}"):
        Page(expect(200, client.get(f"/?q={words}")).body.decode())


def test_pages_that_are_not_there_are_pages_too(client):
    for path in ("/products/no-such-product", "/products/kaltzeit-bottle"):
        answer = expect(404, client.get(path))
        assert answer.headers["Content-Type"].startswith("text/html") and "See everything" in Page(answer.body.decode()).text


def test_the_documentation_is_a_page_that_names_every_operation(client, demo):
    from contract import OPERATIONS
    answer = expect(200, client.get("/docs"))

    text = answer.body.decode()
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8" and "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for operation in OPERATIONS.values():
        assert operation.id in text or operation.path in text, operation.id


def test_what_the_page_shows_can_be_bought(client):
    page = Page(expect(200, client.get("/products/kai-mug")).body.decode())
    variant = re.search(r"var_[0-9A-Z]{36}", page.text)[0]

    order = expect(201, Client(client.port).checkout(client.cart_with((variant, 1))["id"])).json

    assert order["number"].startswith("MK-") and order["lines"][0]["title"] == "Kai Mug"
