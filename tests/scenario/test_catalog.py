"""Finding things: lists, filters, search, suggestions, the pages of products and categories, and how they may be cached."""

import functools
import gzip
import urllib.parse

import brotli
import pytest

from souk import expect, expect_problem, wait_until

VISIBLE_WITHIN = 5  # seconds after a change, by the contract of the list
quote = functools.partial(urllib.parse.quote, safe="")


@pytest.fixture(scope="module")
def guest(demo):
    wait_until(lambda: demo.client().get("/v1/products?limit=1").json["items"], "the index is built")
    return demo.client()


def slugs(answer):
    return [item["slug"] for item in expect(200, answer).json["items"]]


def found(guest, query):
    return slugs(guest.get("/v1/products?limit=100&" + query))


# Lists ----------------------------------------------------------------------------------------------------------------------

def test_the_list_has_every_visible_product_once_whatever_the_page_size(guest):
    whole = found(guest, "sort=title")

    assert len(whole) == 41 and len(set(whole)) == 41  # 42 in the catalog, one of them not published
    assert "kaltzeit-bottle" not in whole
    for sort in ("newest", "price", "-price", "title", "relevance"):
        for limit in (1, 7, 20, 41, 100):
            paged = [item["slug"] for item in guest.pages(f"/v1/products?sort={sort}&limit={limit}")]
            assert sorted(paged) == sorted(whole), (sort, limit)
            assert paged == found(guest, f"sort={sort}"), (sort, limit)


def test_a_page_holds_as_many_as_asked_and_twenty_by_itself(guest):
    page = expect(200, guest.get("/v1/products")).json

    assert len(page["items"]) == 20 and page["next_cursor"]
    assert expect(200, guest.get("/v1/products?limit=100")).json["next_cursor"] is None


def test_lists_sort(guest):
    cheap = expect(200, guest.get("/v1/products?sort=price&limit=100")).json["items"]
    dear = expect(200, guest.get("/v1/products?sort=-price&limit=100")).json["items"]
    titles = [item["title"] for item in expect(200, guest.get("/v1/products?sort=title&limit=100")).json["items"]]

    lowest = [item["price_range"]["min"]["amount"] for item in cheap]
    assert lowest == sorted(lowest) and lowest[0] == 540
    assert dear[0]["slug"] == "tetsubin-anker"
    assert titles[0].startswith("Chasen") and titles[-1].startswith("Zwetschge")


def test_a_summary_says_what_a_list_shows(guest):
    (yunomi,) = [item for item in expect(200, guest.get("/v1/products?q=yunomi")).json["items"] if item["slug"] == "yunomi"]

    assert (yunomi["variant_count"], len(yunomi["variants"])) == (12, 10)
    assert yunomi["price_range"] == {"min": {"amount": 2400, "currency": "EUR"}, "max": {"amount": 2900, "currency": "EUR"}}
    assert yunomi["available"] and yunomi["image"]["url"].startswith("/media/") and yunomi["vendor"] == "Værksted Lyhne"


# Filters --------------------------------------------------------------------------------------------------------------------

def test_filters_narrow(guest):
    assert sorted(found(guest, "category=green-and-white")) == ["gyokuro-kage", "hojicha-glut", "matcha-umi", "sencha-asatsuyu", "silver-needle-luv"]
    assert len(found(guest, "category=tea")) == 13  # with what its children hold
    assert set(found(guest, "tag=bestseller")) == {"kai-mug", "twelve-mornings-sampler"}
    assert set(found(guest, "tag=green%20tea&tag=shade%20grown")) == {"gyokuro-kage", "matcha-umi"}
    assert set(found(guest, "vendor=Sasaki%20%E4%BD%90%E3%80%85%E6%9C%A8")) == {"kabazaiku-caddy"}
    assert len(found(guest, "vendor=Glashus%20Nordlund&vendor=Presse%20Zw%C3%B6lf")) == 4
    assert set(found(guest, "in_stock=false")) == {"silver-needle-luv"}
    assert "silver-needle-luv" not in found(guest, "in_stock=true") and len(found(guest, "in_stock=true")) == 40
    assert set(found(guest, "option=Colour:Hafenblau")) == {"kai-mug", "kai-ink"}
    assert set(found(guest, "option=Colour:Hafenblau&option=Colour:Indigo")) == {"kai-mug", "kai-ink", "kyusu-ebbe"}
    assert found(guest, "option=Glaze:Tang&option=Size:Large") == ["yunomi"]
    assert set(found(guest, "price_min=15000")) == {"deck-blanket", "tetsubin-anker", "chawan-ebbe"}
    assert found(guest, "price_max=600") == ["kluntje-rock-sugar"]
    assert found(guest, "price_min=16400&price_max=16400") == ["chawan-ebbe"]
    assert set(found(guest, "category=tea&tag=evening&in_stock=true&price_max=1000")) == {"hojicha-glut", "kamille-blueten", "sommeraften-elderflower"}


def test_a_filter_that_fits_nothing_finds_nothing(guest):
    for query in ("category=no-such-category", "tag=no-such-tag", "vendor=Nobody", "option=Color:Red", "price_min=9007199254740991", "q=zzzzqqqq"):
        assert found(guest, query) == [], query


def test_facets_count_what_a_further_filter_would_find(guest):
    for base in ("", "category=tea", "q=handmade", "tag=breakfast&in_stock=true"):
        answer = expect(200, guest.get(f"/v1/products?limit=1&facets=true&{base}")).json
        assert answer["approximate"] is False
        facets = {facet["name"]: facet["values"] for facet in answer["facets"]}
        assert {"category", "tag", "vendor", "in_stock"} <= set(facets)
        for name, values in facets.items():
            for value in values[:4]:
                query = f"option={quote(name.removeprefix('option.'))}:{quote(value['value'])}" if name.startswith("option.") else f"{name}={quote(value['value'])}"
                if name == "in_stock" and "in_stock" in base:
                    continue
                if name == "category" and "category" in base:
                    continue
                assert len(found(guest, f"{base}&{query}")) == value["count"], (base, name, value)


# Cursors --------------------------------------------------------------------------------------------------------------------

def test_a_cursor_that_was_touched_or_moved_is_refused(guest):
    cursor = expect(200, guest.get("/v1/products?limit=5&sort=price")).json["next_cursor"]

    expect(200, guest.get(f"/v1/products?limit=5&sort=price&cursor={cursor}"))
    for query in (f"limit=5&sort=title&cursor={cursor}", f"limit=6&sort=price&cursor={cursor}", f"limit=5&sort=price&tag=glass&cursor={cursor}",
                  f"limit=5&sort=price&cursor={cursor[:-2]}", f"limit=5&sort=price&cursor={cursor}AA", f"limit=5&sort=price&cursor={cursor.swapcase()}"):
        refused = expect_problem(400, "invalid_parameter", guest.get("/v1/products?" + query))
        assert refused.json["pointer"] == "cursor"


def test_a_list_that_changes_while_it_is_read_repeats_and_loses_nothing_else(demo, guest):
    first = expect(200, guest.get("/v1/products?sort=title&limit=10")).json
    fresh = demo.product(title="Aaa early bird")
    wait_until(lambda: fresh["slug"] in found(guest, "sort=title"), "the new product is listed")

    rest = [item["slug"] for item in guest.pages("/v1/products?sort=title&limit=10")]
    after = guest.get(f"/v1/products?sort=title&limit=10&cursor={first['next_cursor']}")

    assert slugs(after)[0] not in [item["slug"] for item in first["items"]]
    assert fresh["slug"] not in slugs(after) and rest[0] == fresh["slug"]
    expect(204, demo.owner().edit("DELETE", f"/v1/admin/products/{fresh['id']}", fresh["version"]))
    wait_until(lambda: fresh["slug"] not in found(guest, "sort=title"), "it is gone again")


# Search ---------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("words, expected", {
    "teapot": "lotse-teapot",
    "teapots": "lotse-teapot",             # stemming
    "TEAPOT": "lotse-teapot",
    "glass teapot": "klar-glass-teapot",
    "tea pot glas": "klar-glass-teapot",   # the last word unfinished
    "gooseneck": "gooseneck-kettle",
    "goosneck ketle": "gooseneck-kettle",  # two typos
    "lapsnag": "raeucherhaus-lapsang",     # letters exchanged
    "raucherhaus": "raeucherhaus-lapsang",  # without diacritics
    "hojicha": "hojicha-glut",             # for ō
    "kokken": "linen-towel",               # for ø
    "heather honey": "heidehonig",
    "candle": "dipped-candles",
    "茶碗": "chawan-ebbe",
    "朝露": "sencha-asatsuyu",
    "matc": "matcha-umi",                  # a prefix
    "beeswax": "dipped-candles",           # a tag
    "Imkerei": "heidehonig",               # a vendor
    "letterpress": "post-vom-kai-letter-set",
}.items())
def test_search_finds(guest, words, expected):
    assert expected in found(guest, "q=" + quote(words))[:5]


def test_search_puts_the_title_first(guest):
    assert found(guest, "q=matcha")[0] == "matcha-umi"
    assert found(guest, "q=sencha")[0] == "sencha-asatsuyu"


def test_a_corrected_search_says_so(guest):
    answer = expect(200, guest.get("/v1/products?q=goosneck")).json

    assert answer["items"] and answer["corrected_text"] == "gooseneck"
    assert "corrected_text" not in expect(200, guest.get("/v1/products?q=gooseneck")).json


def test_search_filters_and_sorts_like_a_list(guest):
    assert found(guest, "q=kettle&price_max=10000") == ["gooseneck-kettle"]
    prices = [item["price_range"]["min"]["amount"] for item in expect(200, guest.get("/v1/products?q=stoneware&sort=price")).json["items"]]
    assert len(prices) > 3 and prices == sorted(prices)
    paged = [item["slug"] for item in guest.pages("/v1/products?q=handmade&limit=3")]
    assert paged == found(guest, "q=handmade") and len(paged) == len(set(paged)) > 6


def test_the_price_range_of_a_search_spans_what_it_found(guest):
    answer = expect(200, guest.get("/v1/products?q=kettle&facets=true")).json

    lows = [item["price_range"]["min"]["amount"] for item in answer["items"]]
    highs = [item["price_range"]["max"]["amount"] for item in answer["items"]]
    assert (answer["price_range"]["min"]["amount"], answer["price_range"]["max"]["amount"]) == (min(lows), max(highs))


def test_suggestions_complete_what_is_typed(guest):
    def suggest(words, limit=5):
        return expect(200, guest.get(f"/v1/search/suggestions?limit={limit}&q=" + quote(words))).json["items"]

    texts = [each["text"].lower() for each in suggest("goo")]
    assert any(text.startswith("goose") for text in texts), texts
    assert any(each["product_slug"] == "matcha-umi" for each in suggest("matcha u", 10))
    assert suggest("zzzzqqqq") == []
    assert len(suggest("t", 3)) <= 3
    assert not any("kaltzeit" in (each["product_slug"] or "") for each in suggest("kaltzeit", 10)), "a draft is suggested"


# One product ----------------------------------------------------------------------------------------------------------------

def test_a_product_is_found_by_slug_and_by_id(guest):
    by_slug = expect(200, guest.get("/v1/products/kyusu-ebbe"))
    by_id = expect(200, guest.get(f"/v1/products/{by_slug.json['id']}"))

    assert by_id.json == by_slug.json
    product = by_slug.json
    assert [v["title"] for v in product["variants"]] == ["Indigo", "Ash", "Persimmon"] and [v["available"] for v in product["variants"]] == [True, False, True]
    assert product["options"] == [{"name": "Colour", "values": ["Indigo", "Ash", "Persimmon"]}]
    assert {c["slug"] for c in product["categories"]} >= {"tea-table", "pots-and-kettles"}
    assert "on_hand" not in by_slug.body.decode(), "counts are for staff"


def test_variants_come_in_pages(guest):
    titles = [variant["title"] for variant in guest.pages("/v1/products/yunomi/variants?limit=5")]

    assert len(titles) == len(set(titles)) == 12
    assert titles == [variant["title"] for variant in expect(200, guest.get("/v1/products/yunomi")).json["variants"]]


def test_a_product_of_many_variants_shows_a_hundred_and_counts_all(demo, guest):
    values = [str(number) for number in range(150)]
    product = demo.product(options=[{"name": "Number", "values": values}],
                           variants=[{"option_values": [value], "price": {"amount": 100, "currency": "EUR"}} for value in values])

    shown = expect(200, guest.get(f"/v1/products/{product['id']}")).json
    assert (len(shown["variants"]), shown["variant_count"]) == (100, 150)
    assert [v["title"] for v in guest.pages(f"/v1/products/{product['slug']}/variants?limit=40")] == values
    expect(204, demo.owner().edit("DELETE", f"/v1/admin/products/{product['id']}", product["version"]))


def test_a_former_slug_leads_to_the_present_one(demo, guest):
    product = demo.product(slug="first-name")
    changed = expect(200, demo.owner().edit("PATCH", f"/v1/admin/products/{product['id']}", product["version"], {"slug": "second-name"})).json

    for path in ("", "/variants"):
        moved = expect(308, guest.get(f"/v1/products/first-name{path}"))
        assert moved.headers["Location"] == f"/v1/products/second-name{path}"
        expect(200, guest.get(moved.headers["Location"]))
    # It stays reserved: a link that worked never leads to something else.
    expect_problem(409, "slug_taken", demo.owner().post("/v1/admin/products", {"title": "Other", "slug": "first-name", "variants": [{"price": {"amount": 1, "currency": "EUR"}}]}))
    expect(204, demo.owner().edit("DELETE", f"/v1/admin/products/{product['id']}", changed["version"]))


def test_what_is_not_published_is_not_there(demo, guest):
    staff = demo.owner()
    (draft,) = [each for each in staff.pages("/v1/admin/products?limit=100") if each["slug"] == "kaltzeit-bottle"]
    future = demo.product(title="Tomorrow's lantern", publish_at="2999-01-01T00:00:00Z")
    archived = demo.product(title="Yesterday's lantern", status="archived")

    for product in (draft, future, archived):
        for path in (product["id"], product["slug"], product["slug"] + "/variants"):
            expect_problem(404, "not_found", guest.get(f"/v1/products/{path}"))
    variant = future["variants"][0]["id"]
    cart = expect(201, guest.post("/v1/carts", {})).json["id"]
    expect_problem(409, "variant_unavailable", guest.post(f"/v1/carts/{cart}/lines", {"variant_id": variant, "quantity": 1}))
    marker = demo.product(title="Today's lantern")
    wait_until(lambda: marker["slug"] in found(guest, "q=lantern"), "the index has come that far")
    assert found(guest, "q=lantern") == [marker["slug"]]


def test_a_change_shows_at_once_on_its_page_and_soon_in_lists(demo, guest):
    product = demo.product(title="Quillfeather lamp", stock=1)
    wait_until(lambda: product["slug"] in found(guest, "q=quillfeather"), "it can be found", VISIBLE_WITHIN)

    changed = expect(200, demo.owner().edit("PATCH", f"/v1/admin/products/{product['id']}", product["version"], {"title": "Brambleton lamp"})).json
    assert expect(200, guest.get(f"/v1/products/{product['id']}")).json["title"] == "Brambleton lamp"
    wait_until(lambda: product["slug"] in found(guest, "q=brambleton") and product["slug"] not in found(guest, "q=quillfeather"), "the list follows", VISIBLE_WITHIN)

    item = demo.stock(product["variants"][0])
    expect(200, demo.owner().edit("PATCH", f"/v1/admin/stock/{item['id']}", item["version"], {"on_hand": 0}))
    assert expect(200, guest.get(f"/v1/products/{product['id']}")).json["variants"][0]["available"] is False
    wait_until(lambda: product["slug"] in found(guest, "in_stock=false"), "the filter follows", VISIBLE_WITHIN)

    expect(204, demo.owner().edit("DELETE", f"/v1/admin/products/{product['id']}", changed["version"]))
    expect_problem(404, "not_found", guest.get(f"/v1/products/{product['id']}"))
    wait_until(lambda: found(guest, "q=brambleton") == [], "the list forgets it", VISIBLE_WITHIN)


def test_categories_make_a_tree(guest):
    categories = list(guest.pages("/v1/categories?limit=3"))
    by_id = {category["id"]: category for category in categories}

    assert len(by_id) == len(categories) > 8
    green = next(category for category in categories if category["slug"] == "green-and-white")
    assert by_id[green["parent_id"]]["slug"] == "tea"
    assert expect(200, guest.get("/v1/categories/tea")).json == expect(200, guest.get(f"/v1/categories/{green['parent_id']}")).json
    expect_problem(404, "not_found", guest.get("/v1/categories/no-such-category"))


# How answers travel ---------------------------------------------------------------------------------------------------------

READS = ["/v1/products", "/v1/products?q=tea&facets=true", "/v1/products/kai-mug", "/v1/products/kai-mug/variants", "/v1/categories", "/v1/categories/tea",
         "/v1/search/suggestions?q=tea", "/v1/shop", "/v1/openapi.json", "/docs", "/"]


@pytest.mark.parametrize("path", READS)
def test_a_read_can_be_kept_and_asked_again(guest, path):
    answer = expect(200, guest.get(path))

    assert answer.headers["Cache-Control"].startswith("public, max-age=") and "Accept-Encoding" in answer.headers["Vary"]
    tag = answer.headers["ETag"]
    for known in (tag, f'"other", {tag}', "W/" + tag, "*"):
        unchanged = expect(304, guest.get(path, **{"If-None-Match": known}))
        assert unchanged.body == b"" and unchanged.headers["ETag"] == tag
    for other in ('"other"', tag[:-1], tag.strip('"')):
        assert expect(200, guest.get(path, **{"If-None-Match": other})).body == answer.body


@pytest.mark.parametrize("path", READS)
def test_head_is_get_without_its_body(guest, path):
    get, head = expect(200, guest.get(path)), expect(200, guest.request("HEAD", path))

    assert head.body == b"" and int(head.headers["Content-Length"]) == len(get.body)
    for name in ("ETag", "Content-Type", "Cache-Control", "Vary"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("path", READS)
def test_a_large_answer_is_compressed_for_who_asks(guest, path):
    plain = expect(200, guest.get(path))
    assert plain.headers["Content-Encoding"] is None
    decoders = {"gzip": gzip.decompress, "br": brotli.decompress}
    for accepted, expected in {"gzip": "gzip", "br": "br", "gzip, br": "br", "gzip;q=1, br;q=0.5": "gzip", "deflate, gzip;q=0.1": "gzip", "*": "br", "br;q=0, gzip": "gzip",
                               "identity": None, "gzip;q=0": None, "zstd": None}.items():
        answer = expect(200, guest.get(path, **{"Accept-Encoding": accepted}))
        if len(plain.body) < 1024:
            expected = None
        assert answer.headers["Content-Encoding"] == expected, accepted
        body = decoders[expected](answer.body) if expected else answer.body
        assert body == plain.body
        if expected:
            assert len(answer.body) < len(plain.body) and answer.headers["ETag"] != plain.headers["ETag"]
            expect(304, guest.get(path, **{"Accept-Encoding": accepted, "If-None-Match": answer.headers["ETag"]}))


def test_what_is_personal_is_never_cached(demo, guest):
    cart = guest.cart_with((demo.product()["variants"][0]["id"], 1))["id"]
    order = expect(201, guest.checkout(cart)).json
    for answer in (guest.get(f"/v1/carts/{cart}"), guest.get(f"/v1/orders/{order['id']}", **{"Order-Token": order["order_token"]}), demo.owner().get("/v1/admin/orders"),
                   guest.get("/v1/products/no-such-product"), guest.post("/v1/carts", {})):
        assert answer.headers["Cache-Control"] == "private, no-store"
