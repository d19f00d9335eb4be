"""JSON, Unicode, numbers: single cases. test_json.py has the long table."""

import urllib.parse

from attack_table import Ask, attack, BIG, line, story
from souk import ADDRESS, expect

for name, body in {"truncated": '{"variant_id": "$variant", "quantity":', "trailing comma": '{"variant_id": "$variant", "quantity": 1,}',
                   "NaN": '{"variant_id": "$variant", "quantity": NaN}', "comment": '{"variant_id": "$variant", /* one */ "quantity": 1}',
                   "single quotes": "{'variant_id': '$variant', 'quantity': 1}", "nothing": "", "blank": "  ", "two values": '{"quantity": 1} {}'}.items():
    line(19, name, body, 400, "malformed_json")
GOOD_LINE = '{"variant_id": "$variant", "quantity": 1}'
for kind in (None, "", "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16",
             "application/jsonp", "application/json, text/plain", "*/*"):
    line(20, f"Content-Type {kind}", GOOD_LINE.encode() if kind is None else GOOD_LINE, 415, "unsupported_media_type", {"Content-Type": kind})
line(21, "a name twice", '{"variant_id": "$variant", "quantity": 1, "quantity": -1}', 400, "malformed_json")
line(21, "a name twice, once escaped", '{"variant_id": "$variant", "quantity": 1, "quantit\\u0079": 1}', 400, "malformed_json")
line(22, "33 levels", "[" * 33 + "]" * 33, 400, "too_complex")
line(22, "100,000 levels", "[" * 100_000 + "]" * 100_000, 400, "too_complex")
line(22, "100,000 open objects", '{"a":' * 40_000, 400, "too_complex")
line(22, "10,001 elements", "[" + ",".join("1" * 10_001) + "]", 400, "too_complex")
line(22, "10,001 members", "{" + ",".join(f'"{i}":1' for i in range(10_001)) + "}", 400, "too_complex")
line(22, "a name of 1,100 bytes", '{"' + "a" * 1_100 + '": 1}', 400, "too_complex")
line(22, "a body over the limit is too large first", "[" * 300_000, 413, "payload_too_large")
for number in ("1.0", "1e0", "1e2", "10e-1", '"1"', "true", "null", "[1]", "{}", "1.5", "-0", "-0.0", str(BIG), str(BIG + 1), str(2**63), str(2**64), "1e999999",
               "9" * 1000, "9" * 200_000, "0." + "1" * 1000):
    line(23, f"quantity {number[:20]} of {len(number)} characters", '{"variant_id": "$variant", "quantity": ' + number + "}", 422, "validation_failed")
for amount in ("19.99", "1999.0", '"1999"', "2e3", "-1", str(BIG), "null"):
    attack(24, f"price {amount}", Ask("POST", "/v1/admin/products", '{"title": "Mug", "variants": [{"price": {"amount": ' + amount + ', "currency": "EUR"}}]}',
                                      owner=True), 422, "validation_failed")
for name, text in {"lone high surrogate": '"\\ud800"', "lone low surrogate": '"\\udc00"', "reversed surrogates": '"\\udc00\\ud800"',
                   "high surrogate before text": '"\\ud800a"', "escaped U+0000": '"a\\u0000b"'}.items():
    attack(25, name, Ask("PUT", "/v1/carts/$cart/customer", '{"email": ' + text + "}"), 400, "invalid_unicode")
for name, raw in {"overlong": b"\xc0\xaf", "overlong NUL": b"\xc0\x80", "surrogate in UTF-8": b"\xed\xa0\x80", "beyond U+10FFFF": b"\xf4\x90\x80\x80",
                  "Latin-1": b"caf\xe9", "cut short": b"\xe2\x82", "five bytes": b"\xf8\x88\x80\x80\x80"}.items():
    attack(25, name, Ask("PUT", "/v1/carts/$cart/customer", b'{"email": "' + raw + b'"}'), 400, "invalid_unicode")
line(25, "byte order mark", b"\xef\xbb\xbf{}", 400, "invalid_unicode")
line(25, "UTF-16", '{"quantity": 1}'.encode("utf-16"), 400, "invalid_unicode")
for field in ("__proto__", "constructor", "role", "is_admin", "price", "unit_price", "status", "customer_id", "id", "variantId", "Quantity", ""):
    line(27, f"field {field!r}", '{"variant_id": "$variant", "quantity": 1, "' + field + '": 1}', 422, "unknown_field")
attack(27, "a cart with an owner", Ask("POST", "/v1/carts", {"customer_id": "1"}), 422, "unknown_field")
attack(27, "a product that names its version", Ask("POST", "/v1/admin/products", {"title": "Mug", "version": 9, "variants": []}, owner=True), 422,
       "unknown_field")
attack(27, "an address with a role", Ask("PUT", "/v1/carts/$cart/customer", {"email": "a@example.com", "shipping_address": {**ADDRESS, "role": "owner"}}), 422,
       "unknown_field")


@story(28, "the words of a search are only words")
def search_operators(stage):
    for words in ("' OR 1=1 --", "%", "_", "*", "mug*", '"', '"mug', "NEAR(mug tea)", "mug AND tea", "mug OR", "NOT", "title:mug", "^mug", "-mug", "(", ")", "{}",
                  "mug + tea", "\\", ";", "$ne", "#n = :v", "attribute_exists(a)", "\u202e", "🫖", "a" * 200, "🫖" * 200, " ", ""):
        answer = expect(200, stage.client.get("/v1/products?q=" + urllib.parse.quote(words, safe="")))
        assert isinstance(answer.json["items"], list)
        if words:
            expect(200, stage.client.get("/v1/search/suggestions?q=" + urllib.parse.quote(words, safe="")))
