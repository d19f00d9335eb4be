#!/usr/bin/python3
"""Turns a list of passwords into C++: the sorted first 40 bits of the SHA-256 of each, for souk::assets::breached_passwords().

Passwords shorter than any that the shop takes are left out; letters count alike in either case.
"""
import argparse
import hashlib
import pathlib
import sys

from embed import write_blob

SHORTEST = 8  # src/identity/password_rules.h: kCustomerMinimum
PREFIX = 5  # bytes; src/identity/breach_list.cc reads as many

HEADER = """\
// Made by cmake/breached_passwords.py.
#pragma once

#include <string_view>

namespace souk::assets {

/// 5 bytes each, sorted.
std::string_view breached_passwords();

}  // namespace souk::assets
"""

SOURCE = """
namespace souk::assets {

std::string_view breached_passwords() { return {blob_breached_passwords, blob_breached_passwords_end}; }

}  // namespace souk::assets
"""


def prefixes(lines):
    """Of `lower` as C++ does it: ASCII letters alone."""
    for line in lines:
        password = line.rstrip(b"\r\n").lower()  # bytes.lower() is ASCII
        try:
            characters = len(password.decode())
        except UnicodeDecodeError:
            continue  # the shop takes no such password
        if characters >= SHORTEST:
            yield hashlib.sha256(password).digest()[:PREFIX]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--list", type=pathlib.Path, required=True, help="one password a line")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="the folder generated files go into")
    options = arguments.parse_args()

    out = options.out / "assets"
    out.mkdir(parents=True, exist_ok=True)
    with options.list.open("rb") as lines:
        (out / "breached_passwords.bin").write_bytes(b"".join(sorted(set(prefixes(lines)))))
    (out / "breached_passwords.h").write_text(HEADER, encoding="utf-8")
    with (out / "breached_passwords.cc").open("w", encoding="utf-8") as stream:
        stream.write('#include "assets/breached_passwords.h"\n\n')
        write_blob(stream, "breached_passwords", out / "breached_passwords.bin")
        stream.write(SOURCE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
