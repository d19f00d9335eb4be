"""How a shop's database lies in its folder, read without souk's code: which file it is, and how it opens when it is encrypted.

docs/encryption.md tells the format. The cipher is another build of SQLite3 Multiple Ciphers than souk's own.
"""

import hashlib
import pathlib
import re

MASTER = re.compile(r"souk-key-1:([0-9a-f]{64})")


def head(folder):
    """What shop.key says before any key is there: (fingerprint or None, generation)."""
    file = pathlib.Path(folder) / "shop.key"
    if not file.exists():
        return None, 0
    lines = dict(line.split(" ", 1) for line in file.read_text().splitlines()[:3])
    return (None if lines["key"] == "none" else lines["key"]), int(lines["generation"])


def database_file(folder):
    """Its name grows with every change of the key."""
    generation = head(folder)[1]
    return pathlib.Path(folder) / (f"souk-{generation}.db" if generation else "souk.db")


def derived(key_file, number):
    """libsodium's crypto_kdf: BLAKE2b with the number as its salt."""
    master = bytes.fromhex(MASTER.fullmatch(pathlib.Path(key_file).read_text().strip())[1])
    return hashlib.blake2b(b"", digest_size=32, key=master, salt=number.to_bytes(8, "little") + bytes(8), person=b"souk-key" + bytes(8)).digest()


def fingerprint(key_file):
    return derived(key_file, 0)[:8].hex()


def opened(file, key_file, **how):
    import apsw  # built with the ciphers; only encrypted shops need it
    connection = apsw.Connection(str(file), **how)
    connection.execute("PRAGMA cipher = 'aegis'")
    connection.execute(f"PRAGMA key = \"raw:{derived(key_file, 1).hex()}\"")
    return connection


def decrypt(file, key_file):
    """Makes a copy of the database, which nobody else has open, one that any SQLite reads."""
    connection = opened(file, key_file)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA rekey = ''")
    connection.close()


def media_keys(folder, key_file):
    """Those that pictures may be sealed with: today's, and while they are being sealed anew the one before."""
    from nacl import bindings as sodium
    lines = (pathlib.Path(folder) / "shop.key").read_text().splitlines()
    body = bytes.fromhex(lines[3])
    encrypted = lines[1] != "key none"
    if encrypted:
        said = "".join(line + "\n" for line in lines[:3]).encode()
        body = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(body[24:], said, body[:24], derived(key_file, 4))
    return [derived(key_file, 2)] * encrypted + [body[34:66]] * body[33]


def unsealed(stored, context, keys):
    """What a sealed file holds; as it is if it is not sealed. An exception when it does not open."""
    from nacl import bindings as sodium
    if not stored.startswith(b"SOUKSEAL"):
        return stored
    for key in keys:
        if hashlib.blake2b(b"souk: the name of a sealing key", digest_size=16, key=key).digest()[:8] == stored[8:16]:
            break
    else:
        raise ValueError("sealed under a key that is not there")
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, stored[16:40], key)
    plain, rest, tag = b"", stored[40:], None
    while rest:
        chunk, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, rest[: 65536 + 17], context.encode())
        plain, rest = plain + chunk, rest[65536 + 17 :]
    if tag != sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL:
        raise ValueError("its end is missing")
    return plain
