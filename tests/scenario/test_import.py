"""Product files in and out: what a merchant brings is taken as it is, said where it is wrong, and given back unchanged."""

import collections
import contextlib
import csv
import decimal
import http.server
import io
import re
import signal
import subprocess
import threading

import pytest

from souk import IMPATIENT, PATIENCE, PROGRAM, ROOT, expect, wait_until

FILES = ROOT / "tests/scenario/files/import"
CATALOGS = ROOT.parent / "shared/catalogs"
HEADER = ["Handle", "Title", "Published", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy",
          "Variant Price"]


def csv_of(path, rows, header=None):
    """A file from dictionaries."""
    names = header or list(dict.fromkeys(name for row in rows for name in row))
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def plain(handle, price="10.00", **more):
    return {"Handle": handle, "Title": handle.replace("-", " ").title(), "Published": "true", "Option1 Name": "Title", "Option1 Value": "Default Title",
            "Variant Price": price, **more}


def counted(handle, quantity, policy="deny", **more):
    return plain(handle, **{"Variant Inventory Tracker": "shopify", "Variant Inventory Qty": str(quantity), "Variant Inventory Policy": policy, **more})


def read_rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def by_handle(text):
    products = collections.defaultdict(list)
    for row in read_rows(text):
        products[row["Handle"]].append(row)
    return products


def contents(shop):
    """Everything an import could have touched, with its versions."""
    return [shop.rows(f"SELECT * FROM {table} ORDER BY 1") for table in ("products", "variants", "stock_items", "movements", "product_slugs", "settings")]


def on_hand(shop, slug):
    return [row[0] for row in shop.rows(f"SELECT on_hand FROM product_slugs JOIN variants USING (product_id) JOIN stock_items ON stock_items.id = stock_item_id"
                                        f" WHERE slug = '{slug}' ORDER BY position")]


def notes(done):
    """(line, kind) of every remark."""
    return [(int(line), kind) for line, kind in re.findall(r"^line (\d+): (\w+): ", done.stderr, re.M)]


SUMMARY = re.compile(r"(\d+) products? in (\d+) rows?: (\d+) new, (\d+) changed, (\d+) unchanged, (\d+) left out; (\d+) warnings?, (\d+) errors?")


def counts(done):
    found = SUMMARY.search(done.stdout)
    assert found, done.stdout
    return dict(zip(("products", "rows", "new", "changed", "unchanged", "left_out", "warnings", "errors"), map(int, found.groups())))


@pytest.fixture
def shop(folder):
    return folder()


# What is wrong with a file is said by line ----------------------------------------------------------------------------------

DIRTY_NOTES = [(4, "warning"), (6, "warning"), (7, "error"), (9, "warning"), (10, "error"), (10, "error"), (11, "error"), (11, "error"), (12, "error"), (13, "warning"),
               (13, "warning"), (13, "warning"), (14, "error"), (15, "warning"), (18, "warning"), (19, "warning"), (20, "warning")]


def test_a_dirty_file_goes_in_and_every_fault_is_named(shop):
    done = shop.run("import", FILES / "dirty.csv", "--development", status=3)

    assert sorted(notes(done)) == DIRTY_NOTES
    assert counts(done) == {"products": 11, "rows": 16, "new": 9, "changed": 0, "unchanged": 0, "left_out": 2, "warnings": 10, "errors": 7}
    shop.start()
    owner = shop.owner()
    products = {each["slug"]: expect(200, owner.get(f"/v1/admin/products/{each['id']}")).json for each in owner.pages("/v1/admin/products")}

    sock = products["wool-sock"]
    assert sock["description_html"] == "<p>Warm, \nand <b>soft</b>.</p>"
    assert (sock["tags"], sock["vendor"], sock["type"], sock["status"]) == (["wool", "winter", "local"], "Spinnerei", "Sock", "active")
    assert sock["options"] == [{"name": "Size", "values": ["S", "L"]}, {"name": "Color", "values": ["Blue", "Red"]}]
    assert [(v["title"], v["sku"], v["price"]["amount"], v["grams"], v["taxable"]) for v in sock["variants"]] == \
        [("S / Blue", "W-1", 1200, 80, True), ("L / Blue", "W-1", 1200, 0, False), ("L / Red", "", 129900, 0, True)]
    assert sock["variants"][0]["compare_at_price"] == {"amount": 1500, "currency": "EUR"}
    assert [image["alt"] for image in sock["images"]] == ["From above", "From the side", ""]
    assert {f["name"]: f["value"] for f in sock["custom_fields"]} == {"Supplier Note": "Ask Greta", "Supplier Note [4]": "Second picture by Ole"}
    assert [v["custom_fields"] for v in sock["variants"]] == [[{"name": "Variant Shelf", "value": "A3"}], [], [{"name": "Variant Shelf", "value": "B1"}]]
    stock = [shop.stock(variant) for variant in sock["variants"]]
    assert [(item["policy"], item["on_hand"]) for item in stock] == [("deny", 5), ("deny", 0), ("backorder", 0)]

    assert products["tasse-grosse-xl"]["title"] == "朝の茶 🍵 Tasse"
    assert shop.stock(products["gift-wrap"]["variants"][0])["policy"] == "untracked"
    assert (products["not-published"]["status"], products["from-the-attic"]["status"]) == ("draft", "archived")
    assert [v["option_values"] for v in products["half-options"]["variants"]] == [["S"], ["Default"]]
    assert products["untitled"]["title"] == "untitled"
    assert "no-price" not in products and "odd-price" not in products


def test_a_dry_run_says_the_same_and_changes_nothing(shop):
    dry = shop.run("import", FILES / "dirty.csv", "--development", "--dry-run", "--currency", "USD", status=3)
    assert dry.stdout.startswith("dry run, nothing was written: ") and notes(dry)
    assert contents(shop)[0] == [] and "USD" not in str(contents(shop))

    real = shop.run("import", FILES / "dirty.csv", status=3)
    assert sorted(notes(real)) == DIRTY_NOTES and counts(real)["new"] == counts(dry)["new"]
    before = contents(shop)
    again = shop.run("import", FILES / "dirty.csv", "--dry-run", "--stock", "set", status=3)
    assert counts(again)["new"] == 0 and contents(shop) == before


@pytest.mark.parametrize("served", [False, True], ids=["alone", "beside a server"])
def test_the_same_file_twice_changes_nothing(shop, served):
    shop.run("import", FILES / "dirty.csv", "--development", status=3)
    if served:
        shop.start()
    before = contents(shop)

    done = shop.run("import", FILES / "dirty.csv", status=3)

    assert contents(shop) == before
    assert {name: counts(done)[name] for name in ("new", "changed", "unchanged", "left_out")} == {"new": 0, "changed": 0, "unchanged": 9, "left_out": 2}


@pytest.mark.parametrize("text, said", {
    "": "empty", "Title,Price\nMug,1\n": "Handle", "Handle,Title,Title\na,b,c\n": "twice", 'Handle,Title\na,"never ends\nb,c\n': "2", "\x00\x01\x02": "Handle",
}.items())
def test_what_is_no_product_file_is_refused(shop, tmp_path, text, said):
    file = tmp_path / "file.csv"
    file.write_text(text)

    done = shop.run("import", file, status=1)

    assert said in done.stderr
    assert contents(shop)[0] == []


def test_files_that_are_not_there(shop, tmp_path):
    assert "cannot be read" in shop.run("import", tmp_path / "absent.csv", status=1).stderr
    file = csv_of(tmp_path / "a.csv", [plain("mug")])
    assert "not a folder" in shop.run("import", file, "--images", tmp_path / "absent", status=1).stderr


def test_bytes_of_other_programs(shop, tmp_path):
    """A byte order mark, Windows' line ends, blank lines, quotes everywhere, columns in another order."""
    file = tmp_path / "windows.csv"
    file.write_bytes(b"\xef\xbb\xbf" + '"Variant Price","Title","Handle"\r\n\r\n"3.50","Mug, large","mug"\r\n"4","A ""good"" pot","pot"'.encode())

    done = shop.run("import", file)

    assert counts(done)["new"] == 2
    assert [row["Title"] for row in read_rows(shop.cli("export"))] == ["Mug, large", 'A "good" pot']


def test_a_file_from_a_pipe(shop):
    done = shop.run("import", "-", input=(FILES / "dirty.csv").read_text(), status=3)

    assert counts(done)["new"] == 9


# Money ----------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("currency, text, minor", [("JPY", "1200", 1200), ("JPY", "1200.00", 1200), ("KWD", "1.250", 1250), ("KWD", "1.2", 1200), ("USD", "1,299.00", 129900),
                                                   ("HUF", "350.50", 35050), ("EUR", "0.00", 0)])
def test_prices_have_the_places_of_their_currency(shop, tmp_path, currency, text, minor):
    shop.run("import", csv_of(tmp_path / "a.csv", [plain("mug", text)]), "--currency", currency)

    ((record,),) = shop.rows("SELECT record FROM variants")
    assert str(minor) in record if minor else True
    assert decimal.Decimal(read_rows(shop.cli("export"))[0]["Variant Price"]) == decimal.Decimal(text.replace(",", ""))
    assert shop.rows("SELECT currency FROM settings") == [(currency,)]


@pytest.mark.parametrize("currency, text", [("JPY", "12.50"), ("EUR", "12.345"), ("EUR", "-1.00"), ("EUR", "12,50"), ("EUR", "1e3"), ("EUR", "€12"), ("EUR", "1.2.3"), ("KWD", "1.2345"),
                                            ("EUR", "99999999999999999999")])
def test_what_is_no_price_is_said(shop, tmp_path, currency, text):
    done = shop.run("import", csv_of(tmp_path / "a.csv", [plain("mug", text), plain("pot")]), "--currency", currency, status=3)

    assert (2, "error") in notes(done) and counts(done)["new"] == 1


def test_a_description_that_is_too_much_for_a_parser_is_said_and_the_others_go_in(shop, tmp_path):
    rows = [plain("deep", **{"Body (HTML)": "<div>" * 150_000}), plain("crossed", **{"Body (HTML)": "<b><i><p>" * 8_000}),
            plain("odd", **{"Body (HTML)": "<table><svg><title><![CDATA[<span>]]>>"}), plain("pot")]

    done = shop.run("import", csv_of(tmp_path / "a.csv", rows), status=3)

    assert {(2, "error"), (3, "error")} <= set(notes(done)) and counts(done)["new"] == 2
    assert "'deep' was left out: The HTML has more than 512 elements open at once" in done.stdout + done.stderr


def test_the_currency_is_fixed_by_the_first_product(shop, tmp_path):
    file = csv_of(tmp_path / "a.csv", [plain("mug")])
    shop.run("import", file, "--currency", "USD")

    assert "currency" in shop.run("import", file, "--currency", "EUR", status=1).stderr
    shop.run("import", file, "--currency", "USD")
    shop.run("import", file, "--currency", "MUG", status=2)


# Stock ----------------------------------------------------------------------------------------------------------------------

def sell(shop, slug, quantity):
    """Through the shop, and down to the end."""
    shop.start()
    client = shop.client()
    variant = expect(200, client.get(f"/v1/products/{slug}")).json["variants"][0]["id"]
    expect(201, client.checkout(client.cart_with((variant, quantity))["id"]))
    shop.settle()
    assert shop.stop() == 0


def test_importing_again_after_a_sale_resets_nothing(shop, tmp_path):
    file = csv_of(tmp_path / "a.csv", [counted("mug", 5), counted("pot", 2)])
    shop.run("import", file, "--development")
    sell(shop, "mug", 2)
    before = contents(shop)

    assert counts(shop.run("import", file))["unchanged"] == 2
    assert contents(shop) == before and on_hand(shop, "mug") == [3]
    # A title that changed is no reason to touch the stock.
    csv_of(file, [counted("mug", 5, Title="Large mug"), counted("pot", 2)])
    assert counts(shop.run("import", file))["changed"] == 1
    assert on_hand(shop, "mug") == [3]
    # A quantity that changed in the file since the last import is meant.
    csv_of(file, [counted("mug", 8, Title="Large mug"), counted("pot", 2)])
    shop.run("import", file)
    assert on_hand(shop, "mug") == [8] and on_hand(shop, "pot") == [2]
    shop.check()


def test_stock_set_takes_the_files_number_and_stock_keep_never(shop, tmp_path):
    file = csv_of(tmp_path / "a.csv", [counted("mug", 5)])
    shop.run("import", file, "--development")
    sell(shop, "mug", 1)

    shop.run("import", file, "--stock", "set")
    assert on_hand(shop, "mug") == [5]
    csv_of(file, [counted("mug", 9)])
    shop.run("import", file, "--stock", "keep")
    assert on_hand(shop, "mug") == [5]
    csv_of(file, [counted("mug", 9), counted("new", 3)])
    shop.run("import", file, "--stock", "keep")
    assert (on_hand(shop, "mug"), on_hand(shop, "new")) == ([5], [3]), "what is new has its stock in any case"
    shop.run("import", file, "--stock", "maybe", status=2)
    shop.check()


def test_negative_quantities_are_kept_for_the_next_file(shop, tmp_path):
    file = csv_of(tmp_path / "a.csv", [counted("sold-too-often", -3), counted("on-order", -4, "continue"), plain("uncounted", **{"Variant Inventory Qty": "-80"})], HEADER)
    done = shop.run("import", file)

    assert notes(done) == [(2, "warning")]
    assert (on_hand(shop, "sold-too-often"), on_hand(shop, "on-order"), on_hand(shop, "uncounted")) == ([0], [-4], [0])
    exported = {row["Handle"]: row["Variant Inventory Qty"] for row in read_rows(shop.cli("export"))}
    assert exported == {"sold-too-often": "-3", "on-order": "-4", "uncounted": "-80"}
    before = contents(shop)
    shop.run("import", file)
    shop.run("import", "-", input=shop.cli("export"))
    assert contents(shop) == before
    shop.check()


# What the shop knows stays --------------------------------------------------------------------------------------------------

def test_variants_are_known_by_their_options_and_keep_their_ids(shop, tmp_path):
    def sizes(*values):
        first = {"Handle": "sock", "Title": "Sock", "Published": "true", "Option1 Name": "Size"}
        return csv_of(tmp_path / "a.csv", [{**(first if number == 0 else {"Handle": "sock"}), "Option1 Value": value, "Variant SKU": sku, "Variant Price": "5.00"}
                                           for number, (value, sku) in enumerate(values)])

    shop.run("import", sizes(("S", "A"), ("L", "B")))
    before = dict(shop.rows("SELECT json_extract(record, '$.sku'), hex(id) FROM variants"))

    shop.run("import", sizes(("L", "C"), ("S", "D"), ("XL", "E")))
    after = dict(shop.rows("SELECT json_extract(record, '$.sku'), hex(id) FROM variants"))
    assert (after["C"], after["D"]) == (before["B"], before["A"]) and after["E"] not in before.values()
    # A variant that is in no file any more was made in the shop, or still lies on its shelf: it stays.
    shop.run("import", sizes(("L", "C"), ("S", "D")))
    assert len(shop.rows("SELECT 1 FROM variants")) == 3


def test_what_was_made_in_the_shop_survives_an_import(folder, tmp_path):
    shop = folder().start()
    file = csv_of(tmp_path / "a.csv", [plain("mug", Supplier="Greta")])
    shop.run("import", file)
    owner = shop.owner()
    category = expect(201, owner.post("/v1/admin/categories", {"title": "Cups"})).json
    (listed,) = owner.pages("/v1/admin/products")
    where = f"/v1/admin/products/{listed['id']}"
    product = expect(200, owner.get(where)).json
    fields = [*product["custom_fields"], {"name": "Glaze", "value": "Iron"}]
    expect(200, owner.edit("PATCH", where, product["version"], {"categories": [category["id"]], "custom_fields": fields}))

    shop.run("import", csv_of(file, [plain("mug", Title="Better mug", Supplier="Ole")]))

    now = expect(200, owner.get(where)).json
    assert (now["title"], now["categories"]) == ("Better mug", [category["id"]])
    assert {f["name"]: f["value"] for f in now["custom_fields"]} == {"Supplier": "Ole", "Glaze": "Iron"}
    assert expect(200, shop.client().get("/v1/products/mug")).json["title"] == "Better mug"


def test_unknown_columns_survive_the_way_back(shop, tmp_path):
    rows = [plain("mug", **{"Google Shopping / Condition": "new", "Metafield: custom.glaze [text]": 'Iron, "matt"', "Variant Cost": "4.20", "朝": "茶"})]
    shop.run("import", csv_of(tmp_path / "a.csv", rows))

    (exported,) = read_rows(shop.cli("export"))

    for name, value in rows[0].items():
        assert exported[name] == (value if name != "Variant Price" else "10.00"), name


# Back out -------------------------------------------------------------------------------------------------------------------

def test_importing_the_export_changes_nothing_here_and_makes_the_same_shop_elsewhere(folder, tmp_path):
    shop, other = folder("one"), folder("other")
    shop.run("import", FILES / "dirty.csv", status=3)
    exported = shop.cli("export")
    before = contents(shop)

    file = tmp_path / "export.csv"
    file.write_text(exported)
    done = shop.run("import", file)

    assert contents(shop) == before and counts(done) == {**counts(done), "new": 0, "changed": 0, "left_out": 0, "errors": 0}
    assert shop.cli("export") == exported, "an export is the same each time"
    other.run("import", file)
    assert by_handle(other.cli("export")) == by_handle(exported), "but for the order of products that came in the same millisecond"
    shop.run("export", tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_text() == exported


def test_the_export_speaks_of_the_shop_as_it_is_now(folder, tmp_path):
    shop = folder()
    shop.run("import", csv_of(tmp_path / "a.csv", [counted("mug", 5)]), "--development")
    sell(shop, "mug", 2)

    assert read_rows(shop.cli("export"))[0]["Variant Inventory Qty"] == "3"
    assert list(read_rows(shop.cli("export"))[0])[:3] == ["Handle", "Title", "Body (HTML)"] and len(read_rows(shop.cli("export"))[0]) == 44


# Interruptions --------------------------------------------------------------------------------------------------------------

MANY = 1200


def many(tmp_path):
    return csv_of(tmp_path / "many.csv", [counted(f"product-{number}", number, **{"Body (HTML)": "<p>" + "word " * 50 + "</p>"}) for number in range(MANY)])


@pytest.mark.parametrize("served", [False, True], ids=["alone", "beside a server"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_an_import_that_was_stopped_goes_on_where_it_was(folder, tmp_path, how, served):
    shop = folder()
    file = many(tmp_path)
    shop.run("import", csv_of(tmp_path / "one.csv", [counted("first", 1)]))
    if served:
        shop.start()

    process = subprocess.Popen([PROGRAM, "import", "--data", shop.folder, file], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: shop.rows("SELECT count(*) FROM products")[0][0] > 100, "a part is in")
    process.send_signal(how)
    process.communicate(timeout=PATIENCE)
    if served:
        assert shop.stop() == 0  # waits for the import whose caller is gone, which stops after its product
        shop.start()
    done_before = shop.rows("SELECT count(*) FROM products")[0][0]
    assert 100 < done_before < MANY, "it was over before it could be stopped"

    done = shop.run("import", file)
    assert counts(done)["products"] == MANY and counts(done)["unchanged"] == done_before - 1 and counts(done)["errors"] == 0
    assert shop.rows("SELECT count(*) FROM products") == [(MANY + 1,)]
    if served:
        shop.stop()
    shop.check()


# Pictures -------------------------------------------------------------------------------------------------------------------

def test_pictures_come_from_a_folder(folder):
    shop = folder().start()
    done = shop.run("import", FILES / "dirty.csv", "--images", FILES / "pictures", status=3)
    assert "No picture named 'sock-3.svg' was found" in done.stderr
    images = expect(200, shop.client().get("/v1/products/wool-sock")).json["images"]

    assert [image["url"].startswith("/media/") for image in images] == [True, True, False]
    for image, name in zip(images, ("sock-1.svg", "sock-2.svg")):
        picture = expect(200, shop.client().get(image["url"]))
        assert picture.body == (FILES / "pictures" / name).read_bytes() and picture.headers["Content-Type"] == "image/svg+xml"
    before = contents(shop)
    shop.run("import", FILES / "dirty.csv", "--images", FILES / "pictures", status=3)
    shop.run("import", FILES / "dirty.csv", status=3)
    assert contents(shop) == before, "pictures that are there stay"
    assert read_rows(shop.cli("export"))[0]["Image Src"] == "https://images.example.com/sock-1.svg?v=7", "and the file's address is kept"


def test_a_picture_that_is_none_is_not_taken(folder, tmp_path):
    shop = folder().start()
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures/a.svg").write_text("<html><script>alert(1)</script></html>")
    (tmp_path / "pictures/b.exe").write_bytes(b"MZ")
    (tmp_path / "pictures/c.png").write_bytes(b"GIF89a")
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\nsecret")
    names = ("a.svg", "b.exe", "c.png", "../secret.png", "/etc/passwd", "")
    file = csv_of(tmp_path / "a.csv", [plain(f"product-{number}", **{"Image Src": name}) for number, name in enumerate(names)])

    done = shop.run("import", file, "--images", tmp_path / "pictures")

    assert len(notes(done)) == 5
    assert not [path for path in (shop.folder / "media").rglob("*") if path.is_file()]


# Pictures by address --------------------------------------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0"
GIF = b"GIF89a\x10\0\x10\0\xf7\0\0"


class PictureHost(http.server.ThreadingHTTPServer):
    """A server of pictures on this machine: what stands in `pages` under a path, as (status, headers, body)."""

    def __init__(self, pages):
        self.pages, self.asked, self.waiting, self.lock, self.open = pages, collections.Counter(), 0, threading.Lock(), threading.Event()
        self.open.set()
        super().__init__(("127.0.0.1", 0), PictureHandler)
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        self.thread = threading.Thread(target=self.serve_forever)
        self.thread.start()

    def __exit__(self, *_):
        self.shutdown()
        self.thread.join()
        self.server_close()


class PictureHandler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        host = self.server
        with host.lock:
            host.asked[self.path] += 1
            host.waiting += 1
        host.open.wait(PATIENCE)
        with host.lock:
            host.waiting -= 1
        status, headers, body = host.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": len(body), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # souk reads no more than it wants
            self.wfile.write(body)

    def log_message(self, *_):
        pass


def picture_keys(shop):
    return sorted(path.name for path in (shop.folder / "media").rglob("*") if path.is_file())


def test_pictures_are_fetched_by_their_address(folder, tmp_path):
    shop = folder()
    with PictureHost({"/mug.png?v=7": (200, {}, PNG), "/side": (302, {"Location": "/mug.gif"}, b""), "/mug.gif": (200, {}, GIF)}) as host:
        rows = [plain("mug", **{"Image Src": host.origin + "/mug.png?v=7", "Variant Image": host.origin + "/mug.png?v=7"}),
                {"Handle": "mug", "Image Src": host.origin + "/side"}, plain("pot", **{"Image Src": host.origin + "/side"})]
        file = csv_of(tmp_path / "a.csv", rows)
        fetch = ("import", file, "--fetch-images", "--local-origin", host.origin)

        assert "3 of 3 pictures fetched" in shop.run(*fetch, "--development").stdout
        shop.start()
        product = expect(200, shop.client().get("/v1/products/mug")).json
        pictures = [expect(200, shop.client().get(image["url"])) for image in product["images"]]
        assert [(p.headers["Content-Type"], p.body) for p in pictures] == [("image/png", PNG), ("image/gif", GIF)], "by what they are, not by their name"
        assert product["variants"][0]["image"]["url"] == product["images"][0]["url"]

        before, asked = contents(shop), sum(host.asked.values())
        assert "pictures" not in shop.run(*fetch).stdout
        shop.run("import", file)
        assert contents(shop) == before and sum(host.asked.values()) == asked == 5, "what is here is not asked for again"
        assert [row["Image Src"] for row in read_rows(shop.cli("export"))][0] == host.origin + "/mug.png?v=7", "and the file's address is kept"
        rows[0]["Image Src"] = rows[0]["Variant Image"] = host.origin + "/mug.gif"
        csv_of(file, rows)
        assert "1 of 1 picture fetched" in shop.run(*fetch).stdout, "but a new address is"


def test_pictures_that_cannot_be_had_are_named_by_line_and_tried_again(folder, tmp_path):
    shop = folder()
    pages = {"/page.png": (200, {"Content-Type": "image/png"}, b"<!doctype html><script>alert(1)</script>"), "/drawn.svg": (200, {}, b"<svg/>"),
             "/flood.png": (200, {}, PNG[:16] + b"\0\0\xc3\x50" * 2 + PNG[24:]), "/large.png": (200, {}, PNG + bytes(20 << 20)), "/empty.png": (200, {}, b""),
             "/inside": (302, {"Location": "http://127.0.0.1:1/secret.png"}, b""), "/metadata": (302, {"Location": "https://169.254.169.254/"}, b""),
             "/loop": (302, {"Location": "/loop"}, b""), "/good.png": (200, {}, PNG)}
    with PictureHost(pages) as host:
        paths = [*pages, "/absent.png"]
        rows = [plain(f"product-{number}", **{"Image Src": host.origin + path}) for number, path in enumerate(paths)]
        file = csv_of(tmp_path / "a.csv", rows)
        fetch = ("import", file, "--fetch-images", "--local-origin", host.origin)

        done = shop.run(*fetch, "--development")

        bad = [number for number, path in enumerate(paths) if path != "/good.png"]
        assert sorted(notes(done)) == [(number + 2, "warning") for number in bad], done.stderr
        assert "1 of 10 pictures fetched" in done.stdout and len(picture_keys(shop)) == 1
        assert host.asked["/loop"] == 4, "redirects are followed only so far"
        for path, said in {"/page.png": "no JPEG", "/flood.png": "50000 x 50000", "/large.png": "larger than", "/inside": "https", "/metadata": "open internet",
                           "/absent.png": "404", "/loop": "302"}.items():
            assert re.search(f"{path}' was not taken: .*{said}", done.stderr), (path, done.stderr)
        pages["/absent.png"] = (200, {}, GIF)
        assert "1 of 9 pictures fetched" in shop.run(*fetch).stdout


@pytest.mark.parametrize("url", ["http://images.example.com/a.png", "https://127.0.0.1/a.png", "https://localhost/a.png", "https://[::1]/a.png", "https://[::ffff:127.0.0.1]/a.png",
                                 "https://0x7f.1/a.png", "https://2130706433/a.png", "https://169.254.169.254/latest/meta-data", "https://[fd00:ec2::254]/", "https://10.0.0.1/",
                                 "https://images.example.com:22/a.png", "https://user@images.example.com/a.png", "https://100.64.0.1/", "https://[64:ff9b::7f00:1]/"])
def test_pictures_are_fetched_from_the_open_internet_alone(shop, tmp_path, url):
    done = shop.run("import", csv_of(tmp_path / "a.csv", [plain("mug", **{"Image Src": url})]), "--fetch-images")

    assert notes(done) == [(2, "warning")] and counts(done)["new"] == 1
    assert f"'{url}' was not taken" in done.stderr and not picture_keys(shop)


def test_a_local_server_is_believed_in_development_alone(folder, tmp_path):
    with PictureHost({"/mug.png": (200, {}, PNG)}) as host:
        file = csv_of(tmp_path / "a.csv", [plain("mug", **{"Image Src": host.origin + "/mug.png"})])
        production = folder("production")
        fetch = ("import", file, "--fetch-images", "--local-origin", host.origin)

        assert "development" in production.run(*fetch, status=1).stderr
        production.run("import", file)
        assert "was not taken" in production.run("import", file, "--fetch-images").stderr
        production.run("import", file, "--local-origin", host.origin, status=2)
        production.run("import", file, "--fetch-images", "--images", tmp_path, status=2)
        assert not host.asked and not picture_keys(production)
        dry = folder("dry").run(*fetch, "--development", "--dry-run")
        assert not host.asked and "pictures" not in dry.stdout


def test_pictures_are_fetched_several_at_a_time_and_an_interrupted_import_goes_on(folder, tmp_path):
    shop = folder()
    number_of = 120
    with PictureHost({f"/{number}.png": (200, {}, PNG + str(number).encode()) for number in range(number_of)}) as host:
        file = csv_of(tmp_path / "a.csv", [plain(f"product-{number}", **{"Image Src": f"{host.origin}/{number}.png"}) for number in range(number_of)])
        words = ("--fetch-images", "--local-origin", host.origin)
        host.open.clear()
        process = subprocess.Popen([PROGRAM, "import", "--data", shop.folder, file, "--development", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            wait_until(lambda: host.waiting == 8, "eight pictures are asked for at once")
            assert shop.rows("SELECT count(*) FROM products") == [(number_of,)], "the shop does not wait for its pictures"
        finally:
            host.open.set()
        wait_until(lambda: sum(host.asked.values()) > 20, "a part is fetched")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        before = len(picture_keys(shop))
        asked = sum(host.asked.values())

        done = shop.run("import", file, *words)

        assert counts(done)["unchanged"] == number_of and len(picture_keys(shop)) == number_of
        assert f"{number_of - before} of {number_of - before} picture" in done.stdout or before == number_of
        assert sum(host.asked.values()) - asked == number_of - before
    shop.check()


# Real files -----------------------------------------------------------------------------------------------------------------

def catalog(name):
    path = CATALOGS / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"{path} is not here: the catalogs lie beside the repository, not in it")
    return path


def expected_products(path):
    """What the file says, read without the shop's help."""
    products = collections.OrderedDict()
    for row in csv.DictReader(open(path, encoding="utf-8-sig", newline="")):
        row = {name: (value or "") for name, value in row.items()}
        product = products.setdefault(row["Handle"], {"variants": {}, "images": []})
        if "title" not in product:
            tags = [tag.strip() for tag in row["Tags"].split(",")]
            product |= {"title": row["Title"].strip(), "vendor": row["Vendor"].strip(), "type": row["Type"].strip(), "tags": list(dict.fromkeys(filter(None, tags))),
                        "status": "draft" if row["Published"] == "false" else "active",
                        "options": [row[f"Option{i} Name"].strip() for i in (1, 2, 3) if row[f"Option{i} Name"].strip()]}
        if row["Image Src"].strip():
            product["images"].append(row["Image Src"].strip())
        if not row["Variant Price"].strip() and not row["Option1 Value"].strip():
            continue
        options = tuple(row[f"Option{i} Value"].strip() or "Default" for i in range(1, len(product["options"]) + 1))
        product["variants"].setdefault(options, {
            "sku": row["Variant SKU"].strip(), "price": int(decimal.Decimal(row["Variant Price"].replace(",", "")) * 100),
            "policy": "untracked" if not row["Variant Inventory Tracker"].strip() else "backorder" if row["Variant Inventory Policy"] == "continue" else "deny",
            "quantity": int(row["Variant Inventory Qty"] or 0)})
    for product in products.values():
        if product["options"] == ["Title"] and list(product["variants"]) == [("Default Title",)]:
            product["variants"] = {(): product["variants"][("Default Title",)]}
    return products


@pytest.mark.parametrize("name", ["apparel", "bicycles", "jewelry"])
def test_a_real_export_goes_in_unchanged(folder, tmp_path, name):
    path = catalog(name)
    expected = expected_products(path)
    shop = folder()

    dry = shop.run("import", path, "--dry-run")
    assert contents(shop)[0] == []
    done = shop.run("import", path)
    assert counts(done) == counts(dry) == {**counts(done), "products": len(expected), "new": len(expected), "left_out": 0, "errors": 0}
    assert sorted(notes(done)) == sorted(notes(dry)) and all(line > 1 for line, _ in notes(done))
    short = sum(v["policy"] == "deny" and v["quantity"] < 0 for p in expected.values() for v in p["variants"].values())
    assert done.stderr.count("of something that may not be oversold") == short

    shop.start()
    owner = shop.owner()
    listed = {each["slug"]: each["id"] for each in owner.pages("/v1/admin/products?limit=100")}
    assert set(listed) == set(expected)
    for handle, wanted in expected.items():
        product = expect(200, owner.get(f"/v1/admin/products/{listed[handle]}")).json
        assert (product["title"], product["vendor"], product["type"], product["tags"], product["status"]) == \
            (wanted["title"], wanted["vendor"], wanted["type"], wanted["tags"], wanted["status"]), handle
        assert {tuple(v["option_values"]): (v["sku"], v["price"]["amount"]) for v in product["variants"]} == \
            {options: (v["sku"], v["price"]) for options, v in wanted["variants"].items()}, handle
        assert [image["source_url"] for image in product["images"]] == wanted["images"], handle
        assert "<script" not in product["description_html"] and "onclick" not in product["description_html"]
    stored = shop.rows("SELECT policy, on_hand, count(*) FROM stock_items GROUP BY 1, 2 ORDER BY 1, 2")
    wanted = collections.Counter((v["policy"], 0 if v["policy"] == "untracked" or (v["policy"] == "deny" and v["quantity"] < 0) else v["quantity"])
                                 for p in expected.values() for v in p["variants"].values())
    assert stored == sorted((*key, count) for key, count in wanted.items())

    before = contents(shop)
    again = shop.run("import", path)
    assert contents(shop) == before and counts(again)["unchanged"] == len(expected)
    exported = shop.cli("export")
    assert shop.cli("export") == exported
    shop.run("import", "-", input=exported)
    assert contents(shop) == before
    quantities = collections.Counter(row["Variant Inventory Qty"] for row in read_rows(exported) if row["Variant Price"])
    assert quantities == collections.Counter(r["Variant Inventory Qty"] for r in csv.DictReader(open(path, encoding="utf-8-sig", newline="")) if r["Variant Price"])
    assert shop.stop() == 0
    shop.check()


def test_a_real_catalog_is_found_and_sold(folder):
    shop = folder("shop", *IMPATIENT)
    shop.run("import", catalog("apparel"), "--development")
    shop.start()
    client = shop.client()
    wait_until(lambda: expect(200, client.get("/v1/products?limit=100")).json["items"], "the index is built")
    sellable = expect(200, client.get("/v1/products?limit=100&in_stock=true")).json["items"]
    variant = next(v for item in sellable for v in item["variants"] if v["available"])

    order = expect(201, client.checkout(client.cart_with((variant["id"], 1))["id"])).json

    assert order["lines"][0]["unit_price"] == variant["price"]
    shop.settle()
    assert shop.stop() == 0
    shop.check()


def test_three_catalogs_in_one_shop(folder):
    shop = folder()
    for name in ("apparel", "bicycles", "jewelry"):
        shop.run("import", catalog(name))
    before = contents(shop)

    for name in ("jewelry", "apparel", "bicycles"):
        shop.run("import", catalog(name))

    assert contents(shop) == before
    assert shop.rows("SELECT count(*) FROM products")[0][0] == sum(len(expected_products(catalog(name))) for name in ("apparel", "bicycles", "jewelry"))
