"""How strictly JSON is read. Every case goes through a real route, so the answer tells three things apart:

  TAKEN    valid JSON that means a cart line: 201
  JSON     valid JSON that is no cart line: 422, never 400
  REFUSED  not JSON, or not the JSON that we take: 400 with the code given
"""

import pytest

from souk import Client, expect, expect_problem

TAKEN = 201
JSON = 422
SYNTAX, UNICODE, COMPLEX = "malformed_json", "invalid_unicode", "too_complex"

CASES = {}


def case(name, body, outcome):
    """`VARIANT` in the body becomes the id of a variant."""
    assert name not in CASES, name
    CASES[name] = (body.encode() if isinstance(body, str) else body, outcome)


def each(outcome, **bodies):
    for name, body in bodies.items():
        case(name, body, outcome)


def quantity(text):
    return '{"variant_id": "VARIANT", "quantity": ' + text + "}"


def identifier(text):
    """A string where an id is expected: whatever it holds, it is a string."""
    return b'{"variant_id": ' + (text.encode() if isinstance(text, str) else text) + b', "quantity": 1}'


# A line, written in every way that JSON allows.
each(TAKEN,
     line=quantity("1"),
     line_without_spaces='{"variant_id":"VARIANT","quantity":1}',
     line_in_other_order='{"quantity":1,"variant_id":"VARIANT"}',
     line_with_every_white_space=' \t\r\n{ \t\r\n"variant_id"\n:\r"VARIANT"\t, "quantity" : 1\n}\r\n\t ',
     line_with_escaped_names='{"\\u0076ariant_id": "VARIANT", "quantit\\u0079": 1}',
     line_with_upper_hex='{"variant_id": "VARIANT", "\\u0071uantity": 1}',
     line_with_escaped_underscore='{"variant\\u005Fid": "VARIANT", "quantity": 1}')
for number in ("1", "2", "10", "999"):
    case(f"number_{number}", quantity(number), TAKEN)

# Numbers that JSON allows and a quantity does not.
for number in ("0", "-1", "-9007199254740991", "9007199254740991", "9007199254740992", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
               "18446744073709551616", "1.0", "1.5", "0.1", "-0", "-0.0", "1e0", "1E0", "1e+0", "1e-0", "1E2", "1.0e2", "100e-2", "1e400", "1e-400", "-1e400", "0e0", "0e1",
               "123456789012345678901234567890", "0." + "0" * 400 + "1", "1" + "0" * 400):
    case(f"number_{number[:24]}_{len(number)}", quantity(number), JSON)

# Numbers that JSON does not know.
for number in ("01", "-01", "00", "+1", "1.", ".5", "-", "-.5", "1e", "1e+", "1E-", "1.e1", "0x10", "0b1", "0o7", "1_000", "1,000", "NaN", "-NaN", "Infinity", "-Infinity", "inf",
               "1d", "1f", "1n", "١", "１", "--1", "1-1", "1 000", "1e1.5", "-a", "- 1", "0.1.2", "∞"):
    case(f"no_number_{number}", quantity(number), SYNTAX)

# Values of another kind.
each(JSON,
     string_for_number=quantity('"1"'), true_for_number=quantity("true"), false_for_number=quantity("false"), null_for_number=quantity("null"),
     array_for_number=quantity("[1]"), object_for_number=quantity("{}"), empty_array_for_number=quantity("[]"), number_for_string=identifier("1"),
     null_for_string=identifier("null"), array_for_string=identifier('["VARIANT"]'), root_is_array='[{"variant_id": "VARIANT", "quantity": 1}]', root_is_string='"line"',
     root_is_number="1", root_is_null="null", root_is_true="true", root_is_empty_object="{}", root_is_empty_array="[]", root_is_negative="-1", root_is_zero=" 0 ",
     half_a_line='{"quantity": 1}', other_half='{"variant_id": "VARIANT"}', empty_name='{"": 1, "variant_id": "VARIANT", "quantity": 1}',
     name_in_other_case='{"Variant_id": "VARIANT", "quantity": 1}', name_with_space='{"variant_id ": "VARIANT", "quantity": 1}')
for word in ("True", "TRUE", "nul", "nulll", "None", "undefined", "tru", "truefalse", "yes"):
    case(f"word_{word}", quantity(word), SYNTAX)

# Strings.
for name, text in {"empty": '""', "every_short_escape": r'"\"\\\/\b\f\n\r\t"', "unicode_escape": r'"\u00e9"', "upper_hex": r'"\u00E9\uABCD"', "pair": r'"\uD83C\uDF75"',
                   "last_pair": r'"\udbff\udfff"', "noncharacter": r'"\uffff"', "escaped_control": r'"\u0001\u001f\u007f"', "escaped_delete": r'"\u007F"', "plain_delete": '"\x7f"',
                   "utf8_two": '"é"', "utf8_three": '"茶"', "utf8_four": '"🍵"', "last_code_point": '"\U0010ffff"', "line_separator": '"\u2028\u2029"',
                   "zero_width": '"\u200b\ufeff"', "right_to_left": '"\u202e"', "slash": '"/"', "escaped_quote_last": r'"\""', "backslashes": r'"\\\\"', "long": '"' + "a" * 100_000 + '"',
                   "looks_like_json": '"{\\"a\\": [1]}"'}.items():
    case(f"string_{name}", identifier(text), JSON)
for name, text in {"tab": '"a\tb"', "newline": '"a\nb"', "carriage_return": '"a\rb"', "control": '"\x01"', "escape_character": '"\x1b"', "unknown_escape": r'"\a"', "x_escape": r'"\x41"',
                   "octal_escape": r'"\101"', "escaped_newline": '"a\\\nb"', "upper_u": r'"\U0041"', "short_u": r'"\u41"', "u_with_letters": r'"\u00gg"', "u_with_sign": r'"\u+041"',
                   "u_with_space": r'"\u 041"', "single_quotes": "'VARIANT'", "no_quotes": "VARIANT", "never_ends": '"VARIANT', "ends_in_escape": '"VARIANT\\', "backtick": "`VARIANT`",
                   "two_strings": '"VAR" "IANT"', "concatenated": '"VAR" + "IANT"', "smart_quotes": "“VARIANT”", "short_u_at_end": '"\\u00'}.items():
    case(f"bad_string_{name}", identifier(text), SYNTAX)
for name, text in {"high_alone": r'"\ud800"', "low_alone": r'"\udc00"', "reversed": r'"\udc00\ud800"', "two_high": r'"\ud800\ud800"', "high_then_letter": r'"\ud800x"',
                   "high_then_escape": r'"\ud800\n"', "high_then_other_u": r'"\ud800\u0041"', "zero": r'"\u0000"', "zero_inside": r'"a\u0000b"'}.items():
    case(f"bad_unicode_{name}", identifier(text), UNICODE)
for name, raw in {"continuation": b"\x80", "truncated_two": b"\xc3", "truncated_three": b"\xe2\x82", "truncated_four": b"\xf0\x9f\x8d", "overlong_two": b"\xc1\xbf",
                  "overlong_three": b"\xe0\x80\xaf", "overlong_four": b"\xf0\x80\x80\xaf", "surrogate": b"\xed\xa0\x80", "surrogate_pair": b"\xed\xa0\xbc\xed\xbc\xb5",
                  "too_large": b"\xf4\x90\x80\x80", "five_bytes": b"\xf8\x88\x80\x80\x80", "ff": b"\xff", "fe": b"\xfe", "latin_1": b"caf\xe9"}.items():
    case(f"bad_utf8_{name}", identifier(b'"' + raw + b'"'), UNICODE)
case("bad_utf8_in_a_name", b'{"\xff": 1}', UNICODE)
case("bad_utf8_outside_of_strings", b"\xff{}", UNICODE)
case("escaped_zero_in_a_name", r'{"a\u0000": 1}', UNICODE)
case("byte_order_mark", b"\xef\xbb\xbf" + quantity("1").encode(), UNICODE)
case("utf16", quantity("1").encode("utf-16-le"), SYNTAX)  # its zeros are UTF-8, and no white space
case("utf16_with_mark", quantity("1").encode("utf-16"), UNICODE)
case("utf32_with_mark", quantity("1").encode("utf-32"), UNICODE)

# Structure.
each(SYNTAX,
     nothing="", white_space=" \n", truncated='{"variant_id": "VARIANT", "quantity":', truncated_after_value='{"variant_id": "VARIANT", "quantity": 1', only_brace="{",
     only_bracket="[", closing_brace="}", trailing_comma=quantity("1,"), trailing_comma_in_array="[1,]", leading_comma='{, "quantity": 1}', two_commas='{"a": 1,, "b": 2}',
     only_comma="[,]", no_comma='{"variant_id": "VARIANT" "quantity": 1}', semicolon='{"variant_id": "VARIANT"; "quantity": 1}', no_colon='{"quantity" 1}', two_colons='{"quantity":: 1}',
     equals_sign='{"quantity" = 1}', name_without_quotes="{quantity: 1}", number_as_name="{1: 1}", null_as_name="{null: 1}", name_without_value='{"quantity"}', value_without_name="{1}",
     array_with_names='["a": 1]', mismatched="[1}", mismatched_object='{"a": 1]', closed_twice="{}}", array_closed_twice="[]]", two_documents="{}{}", two_on_lines="{}\n{}",
     text_behind=quantity("1") + "x", comma_behind=quantity("1") + ",", comment_behind=quantity("1") + " // one", comment_line="// one\n" + quantity("1"),
     comment_block="/* one */" + quantity("1"), comment_inside='{"variant_id": "VARIANT", /* one */ "quantity": 1}', hash_comment="# one\n" + quantity("1"),
     no_break_space="\u00a0" + quantity("1"), ideographic_space=quantity("1") + "\u3000", form_feed="\x0c" + quantity("1"), vertical_tab="\x0b" + quantity("1"),
     zero_byte_behind=b"{}\x00", zero_byte_before=b"\x00{}", javascript="function(){}", xml="<line/>", form="variant_id=VARIANT&quantity=1", yaml="quantity: 1", prefix=")]}',\n{}",
     same_name_twice='{"variant_id": "VARIANT", "quantity": 1, "quantity": 1}', same_name_once_escaped='{"variant_id": "VARIANT", "quantity": 1, "\\u0071uantity": 2}',
     same_unknown_name='{"a": 1, "a": 1}', same_name_deep='{"quantity": {"a": [{"b": 1, "b": 1}]}}', same_empty_name='{"": 1, "": 2}',
     same_name_among_many="{" + ",".join(f'"{i}": 1' for i in range(100)) + ', "42": 1}')

# Size.
each(JSON, depth_32="[" * 32 + "]" * 32, depth_32_of_objects='{"a":' * 31 + "{}" + "}" * 31, wide="[" + ",".join("1" * 9_999) + "]", long_name='{"' + "a" * 1024 + '": 1}',
     much_white_space=quantity("1")[:-1] + " " * 100_000 + ', "x": 1}')
each(COMPLEX, depth_33="[" * 33 + "]" * 33, depth_33_of_objects='{"a":' * 32 + "{}" + "}" * 32, depth_100000="[" * 100_000, depth_mixed='[{"a":' * 20_000,
     too_wide="[" + ",".join("1" * 10_001) + "]", too_many_objects="[" + ",".join(["{}"] * 10_001) + "]", too_many_members="{" + ",".join(f'"{i}":1' for i in range(10_001)) + "}",
     too_long_name='{"' + "a" * 1025 + '": 1}', too_long_escaped_name='{"' + "\\u0061" * 1025 + '": 1}')


@pytest.fixture(scope="module")
def line(module_folder):
    """Sends a body as a new cart line, each to a cart of its own."""
    shop = module_folder()
    shop.start()
    variant = shop.product()["variants"][0]["id"]

    def send(body):
        client = Client(shop.port)
        cart = expect(201, client.post("/v1/carts", {})).json["id"]
        return client.request("POST", f"/v1/carts/{cart}/lines", body.replace(b"VARIANT", variant.encode()), {"Content-Type": "application/json"})

    yield send
    assert shop.process.poll() is None, "the server did not survive"


@pytest.mark.parametrize("name", CASES)
def test_json_is_read_strictly(line, name):
    body, outcome = CASES[name]

    answer = line(body)

    if outcome == TAKEN:
        expect(201, answer)
    elif outcome == JSON:
        assert answer.status == 422, answer
        expect_problem(422, answer.code, answer)
        assert answer.code in ("validation_failed", "unknown_field", "invalid_quantity"), answer
    else:
        expect_problem(400, outcome, answer)


def test_texts_come_back_as_they_were_sent(shop):
    """Escapes and Unicode of every plane, through the database and back."""
    client = Client(shop.port)
    cart = expect(201, client.post("/v1/carts", {})).json["id"]
    for name in ("Zoë", "朝露", "🍵🫖", "O'Brien \"Ada\"", "a\\b/c", "\U0010fffd", "e\u0301", "</script>", "ﬁ"):
        address = {"name": name, "line1": "1 Quay", "city": "Flensburg", "country": "DE"}
        cart_now = expect(200, client.request("PUT", f"/v1/carts/{cart}/customer", {"email": "a@example.com", "shipping_address": address})).json
        assert cart_now["shipping_address"]["name"] == name
