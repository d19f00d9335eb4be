"""A day of shopping, and then every byte that it left behind is searched for what must not be there. RELIABILITY.md section 1, row 26.

Each part of the day names what it says: `personal` may stand in the database and nowhere else that can be read without the key, `secret` not even there.
A part for what is new is a function marked with @part.
"""

import base64
import itertools
import secrets
import struct
import urllib.parse
import zlib

import pytest

from souk import Shop, expect, generate_key, in_parallel, new_key

CARD = "4000056655665556"  # passes Luhn, as a real one does
DAY = []


def part(work):
    DAY.append(work)
    return work


class Canaries:
    """What was said to the shop on this day, each word unlike any other in the world."""

    def __init__(self):
        self.personal, self.secret = {CARD: "a card's number", "4000 0566 5566 5556": "a card's number"}, {}
        self.public = {}

    def person(self):
        mark = secrets.token_hex(5)
        one = {"email": f"canary.{mark}@example.com",
               "address": {"name": f"Canaria Q{mark}", "company": f"Canary Works {mark}", "line1": f"{mark} Canary Wharf", "line2": f"Door {mark}", "city": f"Birdtown{mark}",
                           "postal_code": f"Z{mark[:6]}", "country": "DE", "phone": f"+49 30 {int(mark, 16) % 10**9:09d}"}}
        self.personal[one["email"]] = "an e-mail"
        for name, value in one["address"].items():
            if name != "country":
                self.personal[value] = f"an address ({name})"
        return one

    def word(self, what):
        """One that a shopper typed somewhere."""
        text = "canary" + secrets.token_hex(8)
        self.personal[text] = what
        return text

    def keep_secret(self, text, what):
        self.secret[text] = what
        return text


class Day:
    """What the parts share."""

    def __init__(self, shop, canaries):
        self.shop, self.canaries = shop, canaries
        self.owner = shop.owner()
        canaries.keep_secret(self.owner.key, "an API key")
        self.product = shop.product(stock=1000, title=self.published("a title"), description_html=f"<p>{self.published('a description')}</p>")
        self.variant = self.product["variants"][0]["id"]

    def published(self, what):
        """A word of the catalog: everybody may read it in the shop, and with a key nobody on the disk."""
        text = "canary" + secrets.token_hex(8)
        self.canaries.public[text] = what
        return text

    def cart(self, client, person):
        return client.cart_with((self.variant, 1), email=person["email"], address=person["address"])


# The day -----------------------------------------------------------------------------------------------------------------------

@part
def orders_are_placed_declined_and_repeated(day):
    for token in ("tok_ok", "tok_declined", "tok_timeout_after_success", "tok_requires_action"):
        client, person = day.shop.client(), day.canaries.person()
        cart, key = day.cart(client, person)["id"], day.canaries.word("an idempotency key")
        answer = client.checkout(cart, key, token)
        assert answer.status in (201, 202, 402), answer
        client.checkout(cart, key, token)
        if answer.status != 402:
            order_token = day.canaries.keep_secret(answer.json["order_token"], "an order's token")
            expect(200, client.get(f"/v1/orders/{answer.json['id']}", **{"Order-Token": order_token}))
            client.get(f"/v1/orders/{answer.json['id']}", **{"Order-Token": day.canaries.keep_secret(secrets.token_hex(32), "a guessed token")})


@part
def many_shop_at_once(day):
    people = [day.canaries.person() for _ in range(8)]

    def shop_for(index):
        client = day.shop.client()
        expect(201, client.checkout(day.cart(client, people[index])["id"]))

    in_parallel(len(people), shop_for)


@part
def people_type_where_they_should_not(day):
    client, canaries = day.shop.client(), day.canaries
    person = canaries.person()
    cart = day.cart(client, person)["id"]
    quoted = urllib.parse.quote
    client.get(f"/v1/products?q={quoted(person['email'])}")
    client.get(f"/v1/search/suggestions?q={quoted(canaries.word('a search'))}")
    client.get(f"/v1/orders/{canaries.word('a path')}?email={quoted(person['email'])}&card={CARD}")
    client.get(f"/v1/products?{canaries.word('a parameter')}={quoted(person['email'])}")
    client.get("/v1/products", Authorization=f"Bearer {canaries.keep_secret('key_' + secrets.token_hex(30), 'a wrong API key')}")
    client.get("/v1/admin/orders", Authorization=f"Basic {canaries.keep_secret(base64.b64encode(secrets.token_bytes(24)).decode(), 'a password')}")
    client.get("/v1/products", Cookie=f"session={canaries.keep_secret(secrets.token_hex(24), 'a cookie')}")
    for header in ("User-Agent", "Referer", "X-Forwarded-For", "X-Request-Id", "traceparent", "Origin", "If-None-Match", "Accept-Language"):
        client.request("GET", "/v1/products", headers={header: canaries.word(f"the header {header}")})
    client.post(f"/v1/carts/{cart}/checkout", {"payment": {"provider": "test", "token": "tok_ok", "card_number": CARD, "password": canaries.keep_secret(secrets.token_hex(16), "a password")}},
                {"Idempotency-Key": new_key()})
    client.post("/v1/carts", '{"email": "' + person["email"], {"Content-Type": "application/json"})
    client.request("PUT", f"/v1/carts/{cart}/customer", {"email": canaries.word("no e-mail"), "shipping_address": {**person["address"], "country": canaries.word("no country")}})
    client.request("PUT", f"/v1/carts/{cart}/customer", {"email": person["email"], "shipping_address": {**person["address"], "line2": f"card {CARD}"}})
    client.request(canaries.word("a method").upper()[:20], "/v1/carts")


@part
def staff_look_and_edit(day):
    owner = day.owner
    for path in ("/v1/admin/orders?limit=100", "/v1/admin/products?limit=20"):
        expect(200, owner.get(path))
    person = day.canaries.person()
    owner.get(f"/v1/admin/orders?email={urllib.parse.quote(person['email'])}")
    document = {name: day.product[name] for name in ("title", "slug", "status")} | {"variants": [{"id": day.variant, "price": {"amount": 2499, "currency": "EUR"}}]}
    owner.edit("PUT", f"/v1/admin/products/{day.product['id']}", day.product["version"], document)
    day.canaries.keep_secret(day.shop.another_owner().key, "an API key")
    day.shop.cli("key", "list")


@part
def goods_and_pictures_are_imported(day):
    folder = day.shop.folder.parent / "pictures"
    folder.mkdir()
    (folder / "picture.png").write_bytes(png(day.canaries.word("a picture's comment")))
    file = day.shop.folder.parent / "goods.csv"
    file.write_text("Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant Price,Image Src,Status\n"
                    f"canary-import,{day.published('an imported title')},<p>x</p>,{day.published('a vendor')},Title,Default Title,12.50,picture.png,active\n")
    day.shop.run("import", file, "--images", folder)
    day.shop.run("import", "-", input=file.read_text())
    assert list((day.shop.folder / "media").glob("*/*.png")), "the picture is stored"


@part
def the_server_dies_and_comes_back(day):
    person = day.canaries.person()
    client = day.shop.client()
    day.cart(client, person)
    day.shop.kill()
    day.shop.start()


def png(comment):
    """A picture of one pixel that says something about whoever took it."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"tEXt", b"Author\0" + comment.encode()) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


# The search --------------------------------------------------------------------------------------------------------------------

def spellings(text):
    """How the same word may stand in a file."""
    raw = text.encode()
    quoted = urllib.parse.quote(text)
    wide = text.encode("utf-16-le")
    whole = [base64.b64encode(b"x" * shift + raw)[4 if shift else 0:-4] for shift in range(3)]  # wherever in a longer text it begins
    return {raw, raw.lower(), raw.upper(), quoted.encode(), urllib.parse.quote_plus(text).encode(), raw.hex().encode(), wide, *(part for part in whole if len(part) > 12)}


def found_in(files, words):
    """Every word in every file where it stands: empty is good."""
    wanted = [(spelling, text, what) for text, what in words.items() for spelling in spellings(text)]
    hits = []
    for file in files:
        content = file.read_bytes()
        hits += [f"{what} ({text}) in {file}" for spelling, text, what in wanted if spelling in content]
    return hits


def files_of(*folders):
    return [file for folder in folders for file in folder.rglob("*") if file.is_file()]


@pytest.fixture(params=[True, False], ids=["with a key", "without a key"])
def day(request, tmp_path_factory, monkeypatch):
    """The whole day, up to the moment at which the server is stopped; with a backup and another key in the evening."""
    folder = tmp_path_factory.mktemp("day")
    (folder / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(folder / "tmp"))
    shop = Shop(folder / "shop", "--development", "--payment-timeout", "500ms", "--reconcile-after", "500ms", "--reconcile-every", "200ms", "--log-level", "debug")
    if request.param:
        shop.encrypt()
    try:
        shop.start()
        day = Day(shop, Canaries())
        for work in DAY:
            work(day)
        shop.cli("backup", folder / "backup")
        day.live = {file: file.read_bytes() for file in files_of(shop.folder) if not file.name.startswith("test-provider.")}
        yield day
    finally:
        shop.end()


def test_the_search_finds_what_is_there(tmp_path):
    """It could be blind."""
    email = "canary.0123456789@example.com"
    for number, text in enumerate([email, email.upper(), urllib.parse.quote(email), base64.b64encode(b"..." + email.encode() + b"...").decode(),
                                   base64.b64encode(b"..>." + email.encode() + b"...").decode(), email.encode().hex()]):
        (tmp_path / str(number)).write_text(f"before {text} after")
    (tmp_path / "wide").write_bytes(email.encode("utf-16-le"))

    assert len({hit.rsplit(" in ", 1)[1] for hit in found_in(files_of(tmp_path), {email: "an e-mail"})}) == 7


def test_nothing_of_the_day_is_where_it_must_not_be(day):
    shop, canaries = day.shop, day.canaries
    encrypted = shop.key_file is not None
    logs = shop.folder.parent / "logs"
    logs.mkdir()
    at_work = shop.folder.parent / "at work"
    for file, content in day.live.items():  # with the log of the database, which is gone after a stop
        copy = at_work / file.relative_to(shop.folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)
    assert any(file.name.endswith("-wal") for file in day.live), "the search meets the database's log"
    assert shop.stop() == 0
    (logs / "standard error").write_bytes(shop.log.read_bytes())
    (logs / "standard output").write_text("".join(shop.said))
    # The test provider is the world outside: what it is told, it may keep.
    at_rest = [file for file in files_of(shop.folder) if not file.name.startswith("test-provider.")]
    left = at_rest + files_of(at_work, shop.folder.parent / "backup", shop.folder.parent / "tmp")
    assert len(canaries.personal) > 100 and len(canaries.secret) > 8

    assert found_in(files_of(logs), canaries.personal | canaries.secret) == []
    assert found_in(left, canaries.secret) == []
    assert shop.log.stat().st_size > 10_000, "there were logs to search"
    if encrypted:
        assert found_in(left, canaries.personal | canaries.public) == []
    else:
        assert found_in(left, dict(itertools.islice(canaries.personal.items(), 3, 4))) != [], "it would be found without a key"


def test_another_key_leaves_nothing_of_the_old_day(day):
    """A plain shop that is encrypted in the evening holds nothing readable any more, while it is served and after."""
    shop, canaries = day.shop, day.canaries
    new = generate_key(shop.folder.parent / "new key")
    shop.cli("key", "rotate", "--new-key-file", new)
    shop.key_file = new

    def left():
        return [file for file in files_of(shop.folder) if not file.name.startswith("test-provider.")]

    assert found_in(left(), canaries.personal | canaries.secret) == []
    assert shop.stop() == 0
    shop.start()  # the search index gets its new key
    assert found_in(left(), canaries.personal | canaries.secret | canaries.public) == []
