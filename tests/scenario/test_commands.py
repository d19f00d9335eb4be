"""Every command, beside a running server and without one: what it does, what it says, how it ends."""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import threading

import pytest

from souk import IMPATIENT, PATIENCE, PROGRAM, ROOT, Client, Journal, Shop, expect, expect_problem, new_key, wait_until

FILES = ROOT / "tests/scenario/files/import"
COMMANDS = ["serve", "demo", "import", "export", "backup", "restore", "key", "doctor", "test-provider", "version"]
SERVED = pytest.mark.parametrize("served", [False, True], ids=["alone", "beside a server"])


def souk(*words, env=None):
    return subprocess.run([str(word) for word in (PROGRAM, *words)], capture_output=True, text=True, timeout=PATIENCE, env={**os.environ, **(env or {})})


@pytest.fixture
def shop(folder):
    """A shop of dirty goods that exists and is not served."""
    shop = folder()
    shop.run("import", FILES / "dirty.csv", "--development", status=3)
    return shop


def serve_if(shop, served):
    if served:
        shop.start()
    return shop


# The command line -----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS), ["key", "create"], ["key", "list"], ["key", "revoke"]], ids=" ".join)
def test_help_is_help(command):
    done = souk(*command, "--help")

    assert done.returncode == 0 and "Usage" in done.stdout + done.stderr and done.stderr == ""
    if command and command[0] not in ("version", "key"):
        assert "--data" in done.stdout
    if not command:
        assert all(name in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("words", [[], ["frobnicate"], ["serve"], ["serve", "--data"], ["serve", "--data", "x", "--frobnicate"], ["export"], ["import", "--data", "x"],
                                   ["key", "--data", "x"], ["key", "revoke", "--data", "x"], ["backup", "--data", "x"], ["serve", "--data", "x", "--hold", "soon"],
                                   ["serve", "--data", "x", "--hold", "5"], ["serve", "--data", "x", "--tls-key", "k.pem"], ["serve", "--data", "x", "--log-level", "loud"],
                                   ["serve", "--data", "x", "--test-provider-timeout-rate", "2"], ["version", "extra"]], ids=" ".join)
def test_words_that_make_no_sense_end_with_2(words, tmp_path):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=PATIENCE, cwd=tmp_path, env={k: v for k, v in os.environ.items() if k != "SOUK_DATA"})

    assert done.returncode == 2 and done.stdout == "" and done.stderr
    assert not list(tmp_path.iterdir()), "nothing was made"


def test_version():
    done = souk("version")
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("souk ")


@pytest.mark.parametrize("words", [["export"], ["key", "list"], ["key", "create"], ["doctor"], ["backup", "target"]], ids=" ".join)
def test_a_folder_without_a_shop_stays_one(tmp_path, words):
    done = subprocess.run([PROGRAM, *words, "--data", tmp_path / "nothing"], capture_output=True, text=True, timeout=PATIENCE, cwd=tmp_path)

    assert done.returncode == 1 and "There is no shop" in done.stderr and not list(tmp_path.iterdir())


def test_the_folder_may_come_from_the_environment(shop):
    done = souk("export", env={"SOUK_DATA": str(shop.folder)})

    assert done.returncode == 0 and done.stdout == shop.cli("export")


def test_options_may_stand_before_and_after(shop):
    assert souk("key", "create", "--data", shop.folder).returncode == 0
    assert souk("key", "--data", shop.folder, "create").returncode == 0


# Each command, in both situations -------------------------------------------------------------------------------------------

@SERVED
def test_demo(folder, served):
    shop = serve_if(folder(), served)
    done = shop.run("demo")

    assert "42 products" in done.stdout and "souk serve" in done.stdout
    assert shop.rows("SELECT count(*) FROM products") == [(42,)]


@SERVED
def test_import(folder, served):
    shop = serve_if(folder(), served)

    assert "9 new" in shop.run("import", FILES / "dirty.csv", status=3).stdout
    shop.run("import", "relative.csv", status=1)


@SERVED
def test_relative_paths_are_the_callers(folder, tmp_path, served):
    shop = serve_if(folder(), served)
    here = tmp_path / "here"
    here.mkdir()
    shutil.copy(FILES / "dirty.csv", here / "goods.csv")

    done = subprocess.run([PROGRAM, "import", "--data", shop.folder, "goods.csv"], cwd=here, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 3, done
    done = subprocess.run([PROGRAM, "export", "--data", shop.folder, "out.csv"], cwd=here, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0 and (here / "out.csv").read_text() == shop.cli("export")


@SERVED
def test_export(shop, served):
    serve_if(shop, served)
    exported = shop.run("export")

    assert exported.stdout.startswith("Handle,Title,") and "9 products" in exported.stderr
    shop.run("export", "/nowhere/at/all.csv", status=1)


@SERVED
def test_key(shop, served):
    serve_if(shop, served)
    key = shop.run("key", "create", "--role", "owner", "--label", "till")
    assert key.stdout.startswith("key_") and len(key.stdout.splitlines()) == 1

    (line,) = shop.cli("key", "list").splitlines()
    assert line.endswith("till") and "active" in line and key.stdout.strip() not in line
    shop.cli("key", "revoke", line.split()[0])
    assert "revoked" in shop.cli("key", "list")
    shop.run("key", "revoke", "key_nonsense", status=1)
    shop.run("key", "create", "--label", "a\nb", status=1)


@SERVED
def test_key_of_a_role_with_scopes_and_an_end(shop, served):
    serve_if(shop, served)
    shop.cli("key", "create", "--role", "service", "--scope", "stock:read", "--scope", "stock:write", "--expires", "30", "--label", "scanner")

    (line,) = shop.cli("key", "list").splitlines()
    assert "service" in line and "stock:read stock:write" in line and "last used never" in line and "expires 20" in line
    assert "name some" in shop.run("key", "create", "--role", "service", status=1).stderr
    for wrong in (["--role", "guest"], ["--role", "customer"], ["--scope", "everything"], ["--expires", "0"], ["--expires", "soon"]):
        shop.run("key", "create", *wrong, status=2)


@SERVED
def test_doctor_sees_a_forged_audit_log(shop, served):
    shop.cli("key", "create", "--label", "first")
    shop.cli("key", "create", "--label", "second")
    assert "the audit log is whole: 2 entries" in shop.cli("doctor")

    with contextlib.closing(sqlite3.connect(shop.folder / "souk.db")) as db, db:
        db.execute("DROP TRIGGER audit_log_is_never_changed")
        db.execute("UPDATE audit_log SET changes = '[]' WHERE sequence = 1")
    serve_if(shop, served)

    assert "PROBLEM the audit log was tampered with: entry 1 " in shop.cli("doctor", status=1)


@SERVED
def test_backup_and_restore(shop, tmp_path, folder, served):
    serve_if(shop, served)
    exported = shop.cli("export")

    shop.run("backup", tmp_path / "backup")
    again = folder("again")
    done = souk("restore", "--data", again.folder, tmp_path / "backup")

    assert done.returncode == 0, done
    assert again.cli("export") == exported
    again.check(settled=False)
    assert subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "backup", timeout=PATIENCE).returncode == 0


@SERVED
def test_doctor(shop, served):
    serve_if(shop, served)
    healthy = shop.cli("doctor")
    assert "the database is whole" in healthy and "PROBLEM" not in healthy and "not encrypted" in healthy and "development" in healthy

    (shop.folder / "shop.key").chmod(0o644)
    assert "PROBLEM shop.key" in shop.cli("doctor", status=1)


def test_doctor_finds_a_damaged_database(shop):
    database = shop.folder / "souk.db"
    with sqlite3.connect(database) as db:
        root, = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'variants_by_product'").fetchone()
        size, = db.execute("PRAGMA page_size").fetchone()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    content = bytearray(database.read_bytes())
    content[(root - 1) * size + size // 2:root * size] = bytes(size // 2)
    database.write_bytes(content)

    done = subprocess.run([PROGRAM, "doctor", "--data", shop.folder], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1 and "PROBLEM" in done.stdout


# One process a shop ---------------------------------------------------------------------------------------------------------

def test_a_second_server_is_refused(shop):
    shop.start()
    done = souk("serve", "--data", shop.folder, "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0")

    assert done.returncode == 1 and "invalid_state" in done.stderr
    expect(200, shop.client().get("/v1/shop"))
    shop.cli("export")


def test_a_taken_port_is_said(shop, folder):
    shop.start()
    done = souk("serve", "--data", folder("other").folder, "--listen", f"127.0.0.1:{shop.port}", "--metrics-listen", "127.0.0.1:0")

    assert done.returncode == 1 and str(shop.port) in done.stderr


def test_a_killed_server_leaves_a_folder_that_commands_open(shop):
    shop.start()
    expected = shop.cli("export")
    shop.kill()
    assert (shop.folder / "souk.sock").exists()

    assert shop.cli("export") == expected
    shop.start()
    assert shop.cli("export") == expected


def test_a_newer_shop_is_refused_and_left_alone(shop):
    with sqlite3.connect(shop.folder / "souk.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = (shop.folder / "souk.db").read_bytes()

    for words in (["serve", "--listen", "127.0.0.1:0"], ["export"], ["import", FILES / "dirty.csv"], ["doctor"]):
        done = souk(words[0], "--data", shop.folder, *words[1:])
        assert done.returncode == 1 and "newer" in done.stderr, done
    assert (shop.folder / "souk.db").read_bytes() == before


def test_what_is_secret_is_the_owners_alone(shop):
    shop.start()
    for name in ("souk.db", "souk.db-wal", "souk.sock", "shop.key", "test-provider.log", "test-provider.sock"):
        mode = (shop.folder / name).stat().st_mode
        assert stat.S_IMODE(mode) & 0o077 == 0, (name, oct(mode))


def test_the_mode_of_a_folder_never_changes(folder):
    shop = folder("shop", "--access-log", "off")
    shop.run("import", FILES / "dirty.csv", status=3)
    shop.start("--development")
    expect_problem(422, "payment_provider_unknown", shop.client().checkout(shop.client().cart_with((shop.product()["variants"][0]["id"], 1))["id"]))


def test_production_is_not_served_in_the_clear_to_everyone(folder):
    shop = folder("shop")
    shop.run("import", FILES / "dirty.csv", status=3)
    done = souk("serve", "--data", shop.folder, "--listen", "0.0.0.0:0", "--metrics-listen", "127.0.0.1:0")

    assert done.returncode == 1 and "--tls-certificate" in done.stderr


def test_a_signal_while_it_starts_or_serves_ends_it_well(shop):
    for number in (signal.SIGINT, signal.SIGTERM):
        shop.start()
        shop.process.send_signal(number)
        assert shop.process.wait(PATIENCE) == 0
        assert not (shop.folder / "souk.sock").exists()


# Backup while the shop sells ------------------------------------------------------------------------------------------------

def test_a_backup_of_a_shop_that_sells_is_whole(folder, tmp_path):
    shop = folder().start()
    journal = Journal(tmp_path / "journal")
    variant = shop.product(stock=100_000)["variants"][0]["id"]
    bought = []
    ended = threading.Event()

    def buy():
        client = Client(shop.port)
        while not ended.is_set():
            cart, key = client.cart_with((variant, 1))["id"], new_key()
            answer = client.checkout(cart, key)
            bought.append((cart, key, answer))

    buyers = [threading.Thread(target=buy) for _ in range(6)]
    for buyer in buyers:
        buyer.start()
    try:
        for number in range(3):
            wait_until(lambda number=number: len(bought) >= 30 * (number + 1), "orders come in")
            acknowledged = list(bought)
            shop.run("backup", tmp_path / f"backup-{number}")
    finally:
        ended.set()
        for buyer in buyers:
            buyer.join()
    for cart, key, answer in acknowledged:
        journal.note(cart, key, answer)
    assert all(answer.status == 201 for _, _, answer in bought), "the shop went on selling"
    shop.settle()
    assert shop.stop() == 0
    shop.check()

    restored = folder("restored")
    assert souk("restore", "--data", restored.folder, tmp_path / "backup-2").returncode == 0
    known = {order for (order,) in restored.rows("SELECT DISTINCT aggregate FROM outbox WHERE type LIKE 'order.%'")}
    # The provider is somebody else, with a log of its own; of what was ordered after the backup this shop cannot know.
    (restored.folder / "test-provider.log").write_text("".join(json.dumps(effect) + "\n" for effect in shop.effects() if effect["order"] in known))
    restored.check(journal, settled=False)
    restored.start()
    client = restored.client()
    for cart, key, answer in acknowledged[::10]:
        order = answer.json
        expect(200, client.get(f"/v1/orders/{order['id']}", **{"Order-Token": order["order_token"]}))
        assert client.checkout(cart, key).body == answer.body


def test_a_backup_goes_nowhere_where_something_is(shop, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").write_text("mine")

    assert "invalid_state" in shop.run("backup", tmp_path / "full", status=1).stderr
    assert (tmp_path / "full/file").read_text() == "mine" and len(list((tmp_path / "full").iterdir())) == 1
    shop.run("backup", tmp_path / "backup")
    for target in (shop.folder, tmp_path / "full"):
        assert "invalid_state" in Shop(target).run("restore", tmp_path / "backup", status=1).stderr


@pytest.mark.parametrize("damage", ["a byte", "a missing file", "no end", "an extra page", "no backup at all"])
def test_a_damaged_backup_is_never_restored(shop, tmp_path, damage):
    backup = tmp_path / "backup"
    shop.run("import", FILES / "dirty.csv", "--images", FILES / "pictures", status=3)
    shop.run("backup", backup)
    if damage == "a byte":
        content = bytearray((backup / "souk.db").read_bytes())
        content[len(content) // 2] ^= 1
        (backup / "souk.db").write_bytes(content)
    if damage == "a missing file":
        next(path for path in (backup / "media").rglob("*") if path.is_file()).unlink()
    if damage == "no end":
        (backup / "SHA256SUMS").unlink()
    if damage == "an extra page":
        with open(backup / "souk.db", "ab") as file:
            file.write(bytes(4096))
    if damage == "no backup at all":
        shutil.rmtree(backup)
        backup.mkdir()

    done = souk("restore", "--data", tmp_path / "target", backup)

    assert done.returncode == 1 and "corrupt" in done.stderr, done
    assert not (tmp_path / "target").exists() or not list((tmp_path / "target").iterdir()), "nothing is left"


# The test provider ----------------------------------------------------------------------------------------------------------

def test_the_test_provider_outlives_its_server_and_is_found_again(folder):
    shop = folder("shop", *IMPATIENT).start()
    pid = int((shop.folder / "test-provider.pid").read_text())
    shop.kill()
    os.kill(pid, 0)
    shop.start()

    assert int((shop.folder / "test-provider.pid").read_text()) == pid
    client = shop.client()
    expect(201, client.checkout(client.cart_with((shop.product()["variants"][0]["id"], 1))["id"]))
    assert souk("test-provider", "--data", shop.folder).returncode == 3, "one at a time"
