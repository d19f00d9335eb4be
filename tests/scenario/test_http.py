"""How the server behaves as a server: headers, origins, ids, probes, metrics, TLS, stopping, and what it writes into its log."""

import re
import signal
import socket
import ssl
import subprocess
import threading
import time
import warnings

import pytest

from souk import ADDRESS, IMPATIENT, PATIENCE, Client, expect, expect_problem, wait_until
from wire import Wire, request


@pytest.fixture(scope="module")
def shop(module_folder):
    return module_folder("shop", *IMPATIENT, "--cors-origin", "https://shop.example.com", "--cors-origin", "https://admin.example.com").start()


@pytest.fixture
def client(shop):
    return shop.client()


# Headers --------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", "/v1/shop", "/v1/products", "/v1/nothing", "/v1/admin/orders", "/media/nothing", "/products/nothing", "/assets/shop.css"])
def test_every_answer_is_hardened(client, path):
    answer = client.get(path)

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Frame-Options"] == "DENY" or "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe-eval" not in policy and "*" not in policy
    assert "script-src 'unsafe-inline'" not in policy
    assert answer.headers["Server"] is None and answer.headers["X-Powered-By"] is None
    assert answer.headers["Date"].endswith("GMT") and len(answer.headers.get_all("Content-Type") or []) == 1


def test_a_connection_serves_many_requests(client):
    for _ in range(300):
        assert expect(200, client.get("/v1/shop")).headers["Connection"] is None
    expect_problem(404, "not_found", client.get("/v1/nothing"))
    expect_problem(422, "unknown_field", client.post("/v1/carts", {"x": 1}))
    assert expect(200, client.get("/v1/shop", Connection="close")).headers["Connection"] == "close"


# Other origins --------------------------------------------------------------------------------------------------------------

def test_named_origins_may_read_and_others_may_not(client):
    for origin in ("https://shop.example.com", "https://admin.example.com"):
        answer = client.get("/v1/shop", Origin=origin)
        assert answer.headers["Access-Control-Allow-Origin"] == origin and "Origin" in ",".join(answer.headers.get_all("Vary"))
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"] and answer.headers["Access-Control-Allow-Credentials"] is None
        refused = client.get("/v1/carts/nothing", Origin=origin)
        assert refused.headers["Access-Control-Allow-Origin"] == origin, "a refusal can be read as well"
        preflight = client.request("OPTIONS", "/v1/carts", headers={"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"})
        assert preflight.status == 204 and "POST" in preflight.headers["Access-Control-Allow-Methods"] and "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    for origin in ("https://evil.example.com", "null", "https://shop.example.com.evil.test", "http://shop.example.com"):
        for answer in (client.get("/v1/shop", Origin=origin), client.request("OPTIONS", "/v1/carts", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})):
            assert answer.headers["Access-Control-Allow-Origin"] is None and answer.headers["Access-Control-Allow-Methods"] is None


def test_without_a_list_no_other_origin_may_read(folder):
    shop = folder("closed").start()

    answer = shop.client().get("/v1/shop", Origin="https://shop.example.com")

    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


# Ids ------------------------------------------------------------------------------------------------------------------------

def test_every_answer_carries_its_request_id(client):
    assert client.get("/v1/shop", **{"X-Request-Id": "till-7_2024.a"}).headers["X-Request-Id"] == "till-7_2024.a"
    for bad in ("", "a b", "a" * 65, "ä".encode().decode("latin-1"), "<script>", "a,b"):
        own = client.get("/v1/shop", **{"X-Request-Id": bad}).headers["X-Request-Id"]
        assert own != bad and re.fullmatch(r"[0-9a-f]{32}", own)
    ids = {client.get("/v1/shop").headers["X-Request-Id"] for _ in range(100)}
    assert len(ids) == 100
    with Wire(client.port) as wire:
        assert wire.send("nonsense\r\n\r\n").answer().headers["X-Request-Id"]


def test_a_trace_goes_on_in_the_log(shop, client):
    trace, marker = "4bf92f3577b34da6a3ce929d0e0e4736", "trace-me-1"
    client.get("/v1/shop", traceparent=f"00-{trace}-00f067aa0ba902b7-01", **{"X-Request-Id": marker})
    client.get("/v1/shop", traceparent=f"00-{'0' * 32}-00f067aa0ba902b7-01", **{"X-Request-Id": "trace-me-2"})
    wait_until(lambda: "trace-me-2" in shop.log_text(), "the log is written")

    by_id = {line.get("request_id"): line for line in shop.log_lines()}
    assert by_id[marker]["trace_id"] == trace and "trace_id" not in by_id["trace-me-2"]


# Probes and metrics ---------------------------------------------------------------------------------------------------------

def test_probes_say_only_what_they_are_asked(client):
    for path, body in (("/healthz", b"ok\n"), ("/readyz", b"ready\n")):
        answer = expect(200, client.get(path))
        assert answer.body == body and answer.headers["Cache-Control"] == "private, no-store"
        expect_problem(405, "method_not_allowed", client.post(path, {}))


def test_metrics_have_a_listener_of_their_own(shop, client):
    for _ in range(5):
        client.get("/v1/products/some-secret-slug")
    expect_problem(404, "not_found", client.get("/metrics"))
    other = Client(shop.metrics_port)
    expect_problem(404, "not_found", other.get("/v1/shop"))

    answer = expect(200, other.get("/metrics"))
    text = answer.body.decode()
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "some-secret-slug" not in text and "/v1/products/{product}" in text
    for line in text.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{.*\})? [0-9.e+-]+|[a-z_]+\{.*le=\"\+Inf\".*\} \d+", line), line
    assert "process_resident_memory_bytes" in text and "process_open_fds" in text
    (counted,) = [line for line in text.splitlines() if line.startswith("souk_http_requests_total") and '"/v1/products/{product}"' in line and '"4xx"' in line]
    assert float(counted.rsplit(" ", 1)[1]) >= 5


# The log --------------------------------------------------------------------------------------------------------------------

def test_the_log_is_json_and_knows_nobody(shop, client):
    canaries = {"email": "canary.person@example.com", "name": "Canary Person-Surname", "line1": "77 Canary Wharf Road", "phone": "+49 461 5550199"}
    variant = shop.product(title="Canary product title")["variants"][0]["id"]
    cart = client.cart_with((variant, 1), email=canaries["email"], address={**ADDRESS, "name": canaries["name"], "line1": canaries["line1"], "phone": canaries["phone"]})
    order = expect(201, client.checkout(cart["id"], key="canary-key-0123456789")).json
    client.get(f"/v1/orders/{order['id']}", **{"Order-Token": order["order_token"]})
    client.request("PUT", f"/v1/carts/{cart['id']}/customer", {"email": canaries["email"] + " "})
    client.get("/v1/products?q=canary-search-words", **{"User-Agent": "canary-agent", "Referer": "https://canary.test/", "Cookie": "canary=1", "X-Request-Id": "the-last-one"})
    wait_until(lambda: "the-last-one" in shop.log_text(), "the log is written")

    lines = shop.log_lines()
    requests = [line for line in lines if line["event"] == "request"]
    assert {"time", "level", "event", "request_id", "method", "route", "status", "duration_us", "bytes"} <= set(requests[-1])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", requests[-1]["time"])
    assert {line["route"] for line in requests} >= {"/v1/carts/{cart}/checkout", "/v1/orders/{order}", "/v1/products"}
    text = shop.log_text()
    secrets = [*canaries.values(), cart["id"], order["id"], order["number"], order["order_token"], variant, shop.owner().key, "canary-key", "canary-search-words",
               "canary-agent", "canary.test", "Canary product title", "tok_ok"]
    assert [secret for secret in secrets if secret in text or secret.split("@")[0] in text] == []


def test_the_access_log_can_be_off(folder):
    shop = folder("quiet", *IMPATIENT, "--access-log", "off").start()
    expect(200, shop.client().get("/v1/shop"))
    shop.stop()

    assert '"event":"request"' not in shop.log_text()


# TLS ------------------------------------------------------------------------------------------------------------------------

def certificate(folder, name):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem", "-out", folder / "certificate.pem", "-days", "2",
                    "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"], check=True, capture_output=True, timeout=PATIENCE)
    return folder / "certificate.pem"


def served_name(port, trusted=None, **limits):
    context = ssl.create_default_context(cafile=trusted)
    context.check_hostname = False
    if trusted is None:
        context.verify_mode = ssl.CERT_NONE
    for option, value in limits.items():
        setattr(context, option, value)
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as plain, context.wrap_socket(plain, server_hostname="first.test") as secure:
        secure.sendall(request("GET /v1/shop HTTP/1.1", "Connection: close").encode())
        answer = b""
        while chunk := secure.recv(65536):
            answer += chunk
        subject = dict(pair[0] for pair in secure.getpeercert()["subject"]) if trusted else {}
        return subject.get("commonName"), answer, secure.version(), secure.cipher()[0]


def test_tls_and_a_new_certificate_without_a_restart(folder, tmp_path):
    first = certificate(tmp_path, "first.test").read_bytes()
    shop = folder("tls", *IMPATIENT, "--tls-certificate", str(tmp_path / "certificate.pem"), "--tls-key", str(tmp_path / "key.pem")).start()
    (tmp_path / "trusted.pem").write_bytes(first)

    name, answer, version, cipher = served_name(shop.port, tmp_path / "trusted.pem")
    assert (name, version) == ("first.test", "TLSv1.3") and answer.startswith(b"HTTP/1.1 200 OK")
    assert b"Strict-Transport-Security: max-age=31536000" in answer
    old = served_name(shop.port, tmp_path / "trusted.pem", maximum_version=ssl.TLSVersion.TLSv1_2)
    assert old[2] == "TLSv1.2" and ("GCM" in old[3] or "CHACHA" in old[3])
    with warnings.catch_warnings(), pytest.raises((ssl.SSLError, ConnectionError)):
        warnings.simplefilter("ignore", DeprecationWarning)  # that is the point
        served_name(shop.port, minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1)
    with pytest.raises((ssl.SSLError, ConnectionError)):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("AES128-SHA:AES256-SHA256:ECDHE-RSA-AES128-SHA")
        with socket.create_connection(("127.0.0.1", shop.port), timeout=PATIENCE) as plain:
            context.wrap_socket(plain)
    with Wire(shop.port, timeout=10) as wire:
        wire.send(request("GET /v1/shop HTTP/1.1"))
        assert wire.is_closed() or b"HTTP/1.1 200" not in wire.received

    (tmp_path / "trusted.pem").write_bytes(certificate(tmp_path, "second.test").read_bytes() + first)
    shop.process.send_signal(signal.SIGHUP)
    wait_until(lambda: served_name(shop.port, tmp_path / "trusted.pem")[0] == "second.test", "the new certificate is served")
    (tmp_path / "certificate.pem").write_text("broken")
    shop.process.send_signal(signal.SIGHUP)
    wait_until(lambda: any(line["level"] in ("warning", "error") for line in shop.log_lines()), "the broken one is complained about")
    assert served_name(shop.port, tmp_path / "trusted.pem")[0] == "second.test"
    assert shop.stop() == 0


def test_a_certificate_that_cannot_be_read_keeps_the_server_from_starting(folder, tmp_path):
    certificate(tmp_path, "first.test")
    (tmp_path / "key.pem").write_text("broken")
    shop = folder("tls", "--tls-certificate", str(tmp_path / "certificate.pem"), "--tls-key", str(tmp_path / "key.pem"))

    with pytest.raises(AssertionError, match="souk serve ended with 1"):
        shop.start()


# Stopping -------------------------------------------------------------------------------------------------------------------

def test_a_stop_under_load_fails_nobody(folder):
    """Clients that talk without a pause: each gets an answer to everything it sent, until an answer says that the connection ends."""
    shop = folder().start()
    variant = shop.product()["variants"][0]["id"]
    carts = [shop.client().cart_with((variant, 1))["id"] for _ in range(3)]
    failures, answered = [], [0] * 12
    ready = threading.Barrier(13)

    def talk(index):
        client = Client(shop.port)
        client.connection.connect()
        ready.wait(PATIENCE)
        while True:
            try:
                if index % 3 == 0:
                    answer = client.post(f"/v1/carts/{carts[index // 3 % 3]}/lines", {"variant_id": variant, "quantity": 1}) if answered[index] < 900 else client.get("/v1/shop")
                else:
                    answer = client.get("/v1/products?q=mug" if index % 3 == 1 else "/v1/shop")
            except Exception as error:  # noqa: BLE001 - what a client must never meet
                failures.append((index, answered[index], repr(error)))
                return
            answered[index] += 1
            if answer.status >= 500 and answer.status != 503:
                failures.append((index, answer))
            if answer.headers["Connection"] == "close":
                return

    threads = [threading.Thread(target=talk, args=(index,)) for index in range(12)]
    for thread in threads:
        thread.start()
    ready.wait(PATIENCE)
    wait_until(lambda: min(answered) > 20, "everyone is being served")
    began = time.monotonic()
    assert shop.stop() == 0
    took = time.monotonic() - began
    for thread in threads:
        thread.join(PATIENCE)

    assert failures == [] and min(answered) > 20
    assert took < 12


def test_a_request_in_flight_is_finished_before_the_server_ends(folder):
    shop = folder("shop", "--development").start()
    client = shop.client()
    cart = client.cart_with((shop.product(stock=1)["variants"][0]["id"], 1))["id"]
    answers = []
    buyer = threading.Thread(target=lambda: answers.append(client.checkout(cart, token="tok_slow")))
    buyer.start()
    wait_until(lambda: shop.effects(), "the provider has been asked")

    assert shop.stop() == 0
    buyer.join(PATIENCE)

    assert [answer.status for answer in answers] == [201]


def test_a_stopping_server_says_that_it_is_not_ready(folder):
    shop = folder("shop", "--development").start()
    client, probe = shop.client(), shop.client()
    expect(200, probe.get("/readyz"))
    cart = client.cart_with((shop.product(stock=1)["variants"][0]["id"], 1))["id"]
    buyer = threading.Thread(target=lambda: client.checkout(cart, token="tok_slow"))
    buyer.start()
    wait_until(lambda: shop.effects(), "the provider has been asked")

    shop.process.send_signal(signal.SIGTERM)
    with pytest.raises(OSError):
        for _ in range(500):
            fresh = Client(shop.port)
            fresh.connection.timeout = 1
            fresh.get("/readyz")
            fresh.connection.close()
    buyer.join(PATIENCE)
    assert shop.process.wait(PATIENCE) == 0
