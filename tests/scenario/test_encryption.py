"""A shop that is encrypted at rest: what opens it, and what changes its key while it sells. docs/encryption.md."""

import os
import random
import re
import shutil
import subprocess
import threading

import pytest

import at_rest
from souk import PATIENCE, PROGRAM, ROOT, Client, Journal, generate_key, new_key, wait_until

FILES = ROOT / "tests/scenario/files/import"
KILLS = int(os.environ.get("SOUK_ROTATION_KILLS", 6))
BUYERS = 6
LOCKED = 4  # the exit code of a shop that is encrypted, and its key was not given


@pytest.fixture
def shop(folder):
    """An encrypted shop of dirty goods that exists and is not served."""
    shop = folder().encrypt()
    shop.run("import", FILES / "dirty.csv", "--development", status=3)
    return shop


def souk(*words, **env):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOUK_KEY")}
    return subprocess.run([str(word) for word in (PROGRAM, *words)], capture_output=True, text=True, timeout=PATIENCE, env={**environment, **env})


# What opens it -----------------------------------------------------------------------------------------------------------------

def test_its_key_opens_it_from_a_file_a_command_or_the_environment(shop):
    expected = shop.cli("export")
    text = shop.key_file.read_text()

    for words, env in ((["--key-file", shop.key_file], {}), (["--key-command", f"cat {shop.key_file}"], {}), ([], {"SOUK_KEY": text}),
                       ([], {"SOUK_KEY_FILE": str(shop.key_file)}), (["--key-file", shop.key_file], {"SOUK_KEY": "not this one"})):
        done = souk("export", "--data", shop.folder, *words, **env)
        assert (done.returncode, done.stdout) == (0, expected), done


@pytest.mark.parametrize("command", [["export"], ["serve", "--listen", "127.0.0.1:0"], ["doctor"], ["key", "list"], ["backup", "copy"], ["import", FILES / "dirty.csv"]],
                         ids=lambda words: words[0])
def test_without_its_key_or_with_another_it_stays_closed(shop, command, tmp_path):
    other = generate_key(tmp_path / "other")
    before = {file: file.read_bytes() for file in shop.folder.rglob("*") if file.is_file()}

    for words in ([], ["--key-file", other]):
        done = souk(*command, "--data", shop.folder, *words)
        assert done.returncode == LOCKED, done
        assert at_rest.fingerprint(shop.key_file) in done.stderr and "key_rejected" in done.stderr
        assert not re.search("corrupt|damaged|not a database", done.stderr)
    assert {file: file.read_bytes() for file in shop.folder.rglob("*") if file.is_file()} == before


def test_a_key_file_that_others_can_read_is_no_key_file(shop):
    shop.key_file.chmod(0o640)

    done = souk("export", "--data", shop.folder, "--key-file", shop.key_file)

    assert done.returncode == 1 and "chmod 600" in done.stderr


def test_a_plain_shop_is_not_taken_for_an_encrypted_one(folder, tmp_path):
    shop = folder()
    shop.run("import", FILES / "dirty.csv", "--development", status=3)

    done = souk("export", "--data", shop.folder, "--key-file", generate_key(tmp_path / "other"))

    assert done.returncode == 1 and "souk key rotate" in done.stderr


def test_a_lost_keyring_is_told_apart_from_a_lost_key(shop):
    (shop.folder / "shop.key").unlink()

    done = souk("export", "--data", shop.folder, "--key-file", shop.key_file)

    assert done.returncode == 1 and "shop.key is missing" in done.stderr
    assert not (shop.folder / "shop.key").exists()


def test_a_key_is_written_once_and_for_its_owner_alone(tmp_path):
    key = generate_key(tmp_path / "key")
    assert key.stat().st_mode & 0o777 == 0o600

    done = souk("key", "generate", key)

    assert done.returncode == 1 and "already" in done.stderr


def test_the_key_of_the_environment_reaches_no_child(shop):
    shop.key_file, text = None, shop.key_file.read_text().strip()
    os.environ["SOUK_KEY"] = text
    try:
        shop.start()
    finally:
        del os.environ["SOUK_KEY"]
    provider = int((shop.folder / "test-provider.pid").read_text())

    for pid in (shop.process.pid, provider):
        with open(f"/proc/{pid}/environ", "rb") as environment:
            assert text[-20:].encode() not in environment.read(), pid


def test_it_leaves_no_core(shop):
    shop.start()

    with open(f"/proc/{shop.process.pid}/limits", encoding="utf-8") as limits:
        assert re.search(r"Max core file size\s+0\s+0\s", limits.read())


# What is told --------------------------------------------------------------------------------------------------------------------

def test_the_doctor_says_what_is_protected_and_what_is_not(shop, folder):
    told = shop.cli("doctor")
    for words in ("its log are encrypted", "search.db is encrypted", "pictures are sealed", "backups made now are sealed", "the key came from the file", "no core dumps"):
        assert words in told, told
    assert "not encrypted" not in told
    shop.start()
    assert "plain HTTP" in shop.cli("doctor")

    plain = folder("plain")
    plain.run("import", FILES / "dirty.csv", "--development", status=3)
    told = plain.cli("doctor")
    assert told.count("not protected") == 4 and "souk key rotate" in told, told  # the database, the pictures, backups, the test provider


def test_the_doctor_finds_a_key_beside_what_it_locks(shop):
    inside = shop.folder / "key"
    shutil.copy(shop.key_file, inside)
    inside.chmod(0o600)
    shop.key_file = inside

    assert "PROBLEM the key lies in the shop's folder" in shop.cli("doctor", status=1)


# Backups -------------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("served", [False, True], ids=["alone", "beside a server"])
def test_a_backup_is_restored_with_its_key_alone(shop, tmp_path, folder, served):
    if served:
        shop.start()
    shop.cli("backup", tmp_path / "backup")
    assert souk("restore", "--data", tmp_path / "new", tmp_path / "backup").returncode == LOCKED
    assert not (tmp_path / "new").exists()

    restored = folder("restored")
    restored.key_file = shop.key_file
    assert "verified" in restored.cli("restore", tmp_path / "backup")

    assert restored.cli("export") == shop.cli("export")


# Another key ---------------------------------------------------------------------------------------------------------------------

def rotate(shop, name, status=0):
    """To a fresh key, or with None to no key at all. What was said."""
    new = generate_key(shop.folder.parent / name) if name else None
    done = shop.run("key", "rotate", *(["--new-key-file", new] if new else ["--remove-key"]), status=status)
    if status == 0:
        shop.key_file = new
    return done.stdout


@pytest.mark.parametrize("served", [False, True], ids=["alone", "beside a server"])
def test_a_plain_shop_becomes_an_encrypted_one_and_back(folder, served):
    shop = folder()
    shop.run("demo")
    before = shop.cli("export")
    picture = next((shop.folder / "media").glob("*/*"))
    plain = picture.read_bytes()

    for name in ("first", "second", None):
        if served:
            shop.start()
        rotate(shop, name)
        if served:
            assert shop.client().get(f"/media/{picture.name}").body == plain
            assert shop.stop() == 0
        assert shop.cli("export") == before
        assert (picture.read_bytes() == plain) == (name is None)
        shop.check()
    assert len(list(shop.folder.glob("souk*.db"))) == 1


def test_the_same_key_again_is_refused(shop):
    done = shop.run("key", "rotate", "--new-key-file", shop.key_file, status=1)

    assert "already" in done.stderr


class Load:
    """Buyers who note what they are told, until they are stopped or the server is."""

    def __init__(self, shop, variant, journal):
        self.shop, self.variant, self.journal = shop, variant, journal
        self.ended = threading.Event()
        self.counts = [0] * BUYERS
        self.refused = []
        self.threads = [threading.Thread(target=self.buy, args=(index,)) for index in range(BUYERS)]
        for thread in self.threads:
            thread.start()

    def buy(self, index):
        try:
            client = Client(self.shop.port)
            while not self.ended.is_set():
                cart = client.cart_with((self.variant, 1))["id"]
                key = new_key()
                answer = client.checkout(cart, key)
                self.journal.note(cart, key, answer)
                self.counts[index] += 1
                if answer.status >= 400:
                    self.refused.append(answer)
        except Exception:  # the server is killed under us: that ends the load
            return

    def wait_for(self, more):
        wanted = sum(self.counts) + more
        wait_until(lambda: sum(self.counts) >= wanted or not any(t.is_alive() for t in self.threads), "the load runs")

    def end(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()
        return sum(self.counts)


def test_the_key_changes_while_the_shop_sells(folder, tmp_path):
    shop = folder().encrypt()
    shop.start()
    journal = Journal(tmp_path / "journal")
    variant = shop.product(stock=1_000_000)["variants"][0]["id"]
    load = Load(shop, variant, journal)

    load.wait_for(60)
    said = rotate(shop, "another")
    load.wait_for(60)

    assert load.end() > 120 and load.refused == []
    pause = int(re.search(r"a pause of (\d+) ms", said)[1])
    assert pause <= 1000, said
    shop.settle()
    assert shop.stop() == 0
    shop.check(journal)
    assert souk("export", "--data", shop.folder, "--key-file", tmp_path / "key").returncode == LOCKED
    shop.start()


def test_a_change_of_the_key_that_is_killed_leaves_one_of_the_two(folder, tmp_path):
    """Whenever the server dies, the shop opens under exactly one key and has all it acknowledged."""
    shop = folder().encrypt("key 0")
    shop.start()
    dice = random.Random(7)
    journal = Journal(tmp_path / "journal")
    variant = shop.product(stock=1_000_000)["variants"][0]["id"]
    passed = set()

    for number in range(1, KILLS + 1):
        old, new = shop.key_file, generate_key(tmp_path / f"key {number}")
        load = Load(shop, variant, journal)
        load.wait_for(20)
        rotation = subprocess.Popen([str(PROGRAM), "key", "rotate", "--data", str(shop.folder), "--new-key-file", str(new)],
                                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        steps = dice.randint(0, 5)  # of which it tells a line each
        for _ in range(steps):
            passed.add(rotation.stderr.readline().strip())
        load.wait_for(dice.randint(0, 3))
        shop.kill()
        load.end()
        rotation.communicate(timeout=PATIENCE)

        opens = [key for key in (old, new) if souk("doctor", "--data", shop.folder, "--key-file", key).returncode == 0]
        assert len(opens) == 1, f"round {number}: opens under {len(opens)} keys"
        assert at_rest.head(shop.folder)[0] == at_rest.fingerprint(opens[0])
        shop.key_file = opens[0]
        assert len(list(shop.folder.glob("souk*.db"))) == 1
        shop.check(journal, settled=False)
        shop.start()

    assert "comparing the copy" in passed or KILLS < 3
    shop.settle()
    assert shop.stop() == 0
    shop.check(journal)
