"""A souk under test: the program in a folder of its own, a client as any stranger would write one, and a journal of what clients were told."""

import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("SOUK", ROOT / "build/release/souk"))
CHECKER = ROOT / "tests/checker/check_shop.py"
ADDRESS = {"name": "Ada Lovelace", "line1": "1 Quay", "city": "Flensburg", "postal_code": "24937", "country": "DE"}
PATIENCE = 60  # seconds any single wait may take before the test is given up
# What a test waits for comes soon: in a shop of real life these are 60 s, 30 s, 15 s and 8 s.
IMPATIENT = ("--development", "--reconcile-every", "200ms", "--reconcile-after", "500ms", "--sweep-every", "200ms", "--payment-timeout", "500ms")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json["code"]

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


class Client:
    """One keep-alive connection. Not for several threads."""

    def __init__(self, port, key=None):
        self.port, self.key = port, key
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def request(self, method, path, body=None, headers=None):
        sent = dict(headers or {})
        if self.key:
            sent.setdefault("Authorization", f"Bearer {self.key}")
        if sent.get("Authorization") == "":
            del sent["Authorization"]
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        try:
            self.connection.request(method, path, body, sent)
            response = self.connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        except Exception:
            self.connection.close()
            raise

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def post(self, path, body=None, headers=None):
        return self.request("POST", path, body, headers)

    def edit(self, method, path, version, body=None, **headers):
        """A staff write on the version that was read."""
        return self.request(method, path, body, {"If-Match": f'"{version}"', **headers})

    def pages(self, path, **headers):
        """Every item of a list, page by page."""
        cursor = ""
        while cursor is not None:
            glue = "&" if "?" in path else "?"
            page = expect(200, self.get(path + (f"{glue}cursor={cursor}" if cursor else ""), **headers)).json
            yield from page["items"]
            cursor = page["next_cursor"]

    def cart_with(self, *lines, email="ada@example.com", address=ADDRESS):
        """A cart that is ready for checkout: `lines` are (variant id, quantity)."""
        cart = expect(201, self.post("/v1/carts", {})).json
        for variant, quantity in lines:
            cart = expect(201, self.post(f"/v1/carts/{cart['id']}/lines", {"variant_id": variant, "quantity": quantity})).json
        return expect(200, self.request("PUT", f"/v1/carts/{cart['id']}/customer", {"email": email, "shipping_address": address})).json

    def checkout(self, cart, key=None, token="tok_ok", **more):
        body = {"payment": {"provider": "test", "token": token}, **more}
        return self.post(f"/v1/carts/{cart}/checkout", body, {"Idempotency-Key": key or new_key()})


class Customer(Client):
    """Somebody with an account, logged in."""

    def __init__(self, port, email, password, answer):
        super().__init__(port, answer.json["access_token"])
        self.email, self.password = email, password
        self.id = answer.json["customer"]["id"]
        self.cookie = cookie_of(answer)

    def refresh(self, cookie=None):
        return self.request("POST", "/v1/auth/refresh", headers={"Cookie": cookie or self.cookie, "Authorization": ""})


def cookie_of(answer):
    """`souk_session=…` of what an answer sets."""
    return answer.headers["Set-Cookie"].split(";")[0]


def new_key():
    return "key-" + secrets.token_hex(12)


def expect(status, answer):
    assert answer.status == status, answer
    return answer


# What no answer may show: a place in the source, the database's words, a place on the machine.
LEAK = re.compile(rb"\b(SELECT|INSERT|UPDATE|sqlite|FOREIGN KEY|constraint failed|std::|boost|terminate called)\b|\.cc?:\d|\.h:\d|/tmp/|/home/|/root/|/usr/|0x[0-9a-f]{6,}")


def expect_problem(status, code, answer):
    """A problem document (RFC 9457) with a stable code and nothing of the inside."""
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer
    document = answer.json
    assert (document["status"], document["code"]) == (status, code), answer
    assert document["type"] == f"/docs/problems/{code}" and document["title"] and document["detail"], answer
    assert set(document) <= {"type", "title", "status", "detail", "code", "pointer"}, answer
    assert not LEAK.search(answer.body), answer
    assert answer.headers["Cache-Control"] == "private, no-store", answer.headers.items()
    return answer


class Journal:
    """What clients were told, on disk before they go on: the oracle that survives whatever happens to the shop."""

    def __init__(self, path):
        self.path = path
        self._lock = threading.Lock()
        self._file = open(path, "a", encoding="utf-8")

    def note(self, cart, key, answer):
        line = {"cart": cart, "key": key, "status": answer.status, "body_sha256": hashlib.sha256(answer.body).hexdigest()}
        if 200 <= answer.status < 300:
            order = answer.json
            line |= {"order": order["id"], "total": order["totals"]["total"]["amount"], "currency": order["currency"]}
        with self._lock:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self):
        self._file.close()


class Shop:
    """`souk serve` on a folder. Start, stop and kill it as often as you like; the folder stays."""

    def __init__(self, folder, *options):
        self.folder = pathlib.Path(folder)
        self.options = options
        self.process = None
        self.port = None
        self.log = self.folder.parent / (self.folder.name + ".log")
        self.said = []  # its lines on standard output; standard error is the log
        self._key = None

    def start(self, *options):
        self.said = []
        self.output = open(self.log, "ab")
        arguments = [PROGRAM, "serve", "--data", self.folder, "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", *self.options, *options]
        self.process = subprocess.Popen([str(a) for a in arguments], stdout=subprocess.PIPE, stderr=self.output, text=True)
        self.port = self._printed_port()
        return self

    def _printed_port(self):
        watchdog = threading.Timer(PATIENCE, self.process.kill)
        watchdog.start()
        try:
            for line in self.process.stdout:
                self.said.append(line)
                found = re.search(r"https?://127\.0\.0\.1:(\d+)", line)
                if found:
                    threading.Thread(target=self._drain, daemon=True).start()
                    return int(found[1])
        finally:
            watchdog.cancel()
        raise AssertionError(f"souk serve ended with {self.process.wait()}: {self.log.read_text(errors='replace')[-2000:]}")

    def _drain(self):
        try:
            self.said += self.process.stdout
        except ValueError:
            pass  # closed under us: the process has ended

    def stop(self):
        """SIGTERM; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self.output.close()
        return code

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE)
        self.output.close()

    def end(self):
        """Nothing is left running."""
        if self.process and self.process.poll() is None:
            self.kill()
        self.stop_provider()

    def stop_provider(self):
        """The test provider outlives a server on purpose; it writes its pid for whoever cleans up."""
        pid_file = self.folder / "test-provider.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text())
        try:
            os.kill(pid, signal.SIGTERM)
            wait_until(lambda: not pathlib.Path(f"/proc/{pid}").exists() or zombie(pid), "the test provider ends")
        except ProcessLookupError:
            pass

    def run(self, *arguments, status=0, input=None):
        """A command on this folder, beside the server or without it: what it wrote, and how it ended."""
        command = [str(a) for a in (PROGRAM, arguments[0], "--data", self.folder, *arguments[1:])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE * 2, input=input)
        assert done.returncode == status, (command, done.returncode, done.stdout[-1500:], done.stderr[-1500:])
        return done

    def cli(self, *arguments, status=0, input=None):
        return self.run(*arguments, status=status, input=input).stdout

    def client(self):
        return Client(self.port)

    def owner(self):
        if self._key is None:
            self._key = self.cli("key", "create", "--role", "owner").strip().splitlines()[-1]
        return Client(self.port, self._key)

    def another_owner(self):
        return Client(self.port, self.cli("key", "create", "--role", "owner").strip().splitlines()[-1])

    @property
    def metrics_port(self):
        def told():
            return re.search(r"metrics http://127\.0\.0\.1:(\d+)", "".join(self.said))
        wait_until(told, "the address of the metrics is printed")
        return int(told()[1])

    def log_text(self):
        return self.log.read_text(errors="replace")

    def log_lines(self):
        """What was logged, whole lines only: each a JSON object."""
        text = self.log_text()
        return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]

    def product(self, stock=None, price=1999, currency="EUR", policy="deny", **more):
        """An active product with one variant, made through the API; `stock` None: untracked."""
        document = {
            "title": "Mug " + secrets.token_hex(4), "status": "active",
            "variants": [{"price": {"amount": price, "currency": currency},
                          "stock": {"policy": "untracked"} if stock is None else {"policy": policy, "on_hand": stock}}],
            **more}
        return expect(201, self.owner().post("/v1/admin/products", document)).json

    def mails(self, to):
        """What the development mailbox has for this address, newest first."""
        return expect(200, self.owner().get("/v1/admin/mailbox?limit=100&to=" + urllib.parse.quote(to))).json["items"]

    def mail(self, to, subject, count=1):
        """The newest mail whose subject begins so, once there are `count` of them."""
        def found():
            return [mail for mail in self.mails(to) if mail["subject"].startswith(subject)]
        wait_until(lambda: len(found()) >= count, f"mail to {to}: {subject}")
        return found()[0]

    def mailed_token(self, to, subject, count=1):
        """The token of the link in that mail."""
        return re.search(r"#token=(\S+)", self.mail(to, subject, count)["text"])[1]

    def customer(self, email=None, password="correct horse", name="Ada Lovelace"):
        """Registered, verified, logged in."""
        email = email or f"ada-{secrets.token_hex(6)}@example.com"
        client = self.client()
        expect(202, client.post("/v1/auth/register", {"email": email, "password": password, "name": name}))
        token = self.mailed_token(email, "Confirm your e-mail address")
        return Customer(self.port, email, password, expect(200, client.post("/v1/auth/verify", {"token": token, "password": password})))

    def log_in(self, email, password="correct horse", **headers):
        answer = expect(200, self.client().post("/v1/auth/login", {"email": email, "password": password}, headers))
        return Customer(self.port, email, password, answer)

    def effects(self, order=None):
        """What the payment provider did, as its own log tells it; of one order if given."""
        log = self.folder / "test-provider.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [effect for effect in map(json.loads, lines) if order in (None, effect["order"])]

    def order(self, order):
        return expect(200, self.owner().get(f"/v1/admin/orders/{order}")).json

    def stock(self, variant):
        """The stock item of a variant of the admin's view."""
        return expect(200, self.owner().get(f"/v1/admin/stock/{variant['stock_item_id']}")).json

    def rested(self):
        """Whether every order is decided and paid, or has ended."""
        orders = self.owner().pages("/v1/admin/orders?limit=100")
        return all(o["payment_state"] != "authorized" and (o["state"] != "pending" or o["refusal"]) for o in orders)

    def settle(self, rested=None):
        """Waits until nothing is under way any more: every order decided and paid, every event gone out."""
        wait_until(rested or self.rested, "every order is decided and paid")
        wait_until(lambda: self.rows("SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL) + (SELECT count(*) FROM queue_messages)") == [(0,)], "every event left")

    def rows(self, sql):
        """What stands in the database, read beside the server that has it open."""
        with contextlib.closing(sqlite3.connect(f"file:{self.folder / 'souk.db'}?mode=ro", uri=True)) as db:
            return db.execute(sql).fetchall()

    def check(self, *journals, settled=True):
        """The checker's verdict on a folder that is not being served now."""
        command = [sys.executable, str(CHECKER), "--data", str(self.folder)]
        for journal in journals:
            command += ["--journal", str(journal.path)]
        done = subprocess.run(command + (["--settled"] if settled else []), capture_output=True, text=True, timeout=PATIENCE * 2)
        print(done.stdout)
        assert done.returncode == 0, "the checker objects:\n" + done.stdout + done.stderr


def zombie(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(condition, what, seconds=PATIENCE):
    """Polls: the condition is the event, the pause only keeps the processor free."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"never came true: {what}"
        pause.wait(0.02)


def in_parallel(count, work):
    """Runs work(0) … work(count - 1), each on a thread of its own, released together; returns their results. An exception of one is raised."""
    barrier = threading.Barrier(count)
    results, errors = [None] * count, []

    def run(index):
        try:
            barrier.wait(PATIENCE)
            results[index] = work(index)
        except Exception as error:  # noqa: BLE001 - handed to the caller below
            errors.append(error)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


def copy_of(folder, target):
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("*.sock", "*.lock"))
    return target
