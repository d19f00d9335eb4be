"""A souk under test: the program in a folder of its own, a client as any stranger would write one, and a journal of what clients were told."""

import hashlib
import http.client
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("SOUK", ROOT / "build/release/souk"))
CHECKER = ROOT / "tests/checker/check_shop.py"
ADDRESS = {"name": "Ada Lovelace", "line1": "1 Quay", "city": "Flensburg", "postal_code": "24937", "country": "DE"}
PATIENCE = 60  # seconds any single wait may take before the test is given up


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

    def cart_with(self, *lines, email="ada@example.com", address=ADDRESS):
        """A cart that is ready for checkout: `lines` are (variant id, quantity)."""
        cart = expect(201, self.post("/v1/carts", {})).json
        for variant, quantity in lines:
            cart = expect(201, self.post(f"/v1/carts/{cart['id']}/lines", {"variant_id": variant, "quantity": quantity})).json
        return expect(200, self.request("PUT", f"/v1/carts/{cart['id']}/customer", {"email": email, "shipping_address": address})).json

    def checkout(self, cart, key=None, token="tok_ok", **more):
        body = {"payment": {"provider": "test", "token": token}, **more}
        return self.post(f"/v1/carts/{cart}/checkout", body, {"Idempotency-Key": key or new_key()})


def new_key():
    return "key-" + secrets.token_hex(12)


def expect(status, answer):
    assert answer.status == status, answer
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
        self._key = None

    def start(self, *options):
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
                self.output.write(line.encode())
                found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
                if found:
                    threading.Thread(target=self._drain, daemon=True).start()
                    return int(found[1])
        finally:
            watchdog.cancel()
        raise AssertionError(f"souk serve ended with {self.process.wait()}: {self.log.read_text(errors='replace')[-2000:]}")

    def _drain(self):
        for line in self.process.stdout:
            try:
                self.output.write(line.encode())
            except ValueError:
                return

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

    def cli(self, *arguments, status=0, input=None):
        """A command on this folder, beside the server or without it."""
        command = [str(a) for a in (PROGRAM, arguments[0], "--data", self.folder, *arguments[1:])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE * 2, input=input)
        assert done.returncode == status, (command, done.returncode, done.stdout[-1500:], done.stderr[-1500:])
        return done.stdout

    def client(self):
        return Client(self.port)

    def owner(self):
        if self._key is None:
            self._key = self.cli("key", "create", "--role", "owner").strip().splitlines()[-1]
        return Client(self.port, self._key)

    def product(self, stock=None, price=1999, currency="EUR", policy="deny", **more):
        """An active product with one variant, made through the API; `stock` None: untracked."""
        document = {
            "title": "Mug " + secrets.token_hex(4), "status": "active",
            "variants": [{"price": {"amount": price, "currency": currency},
                          "stock": {"policy": "untracked"} if stock is None else {"policy": policy, "on_hand": stock}}],
            **more}
        return expect(201, self.owner().post("/v1/admin/products", document)).json

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
