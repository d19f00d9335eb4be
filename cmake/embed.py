#!/usr/bin/python3
"""Turns a folder into C++: every file of it by name, in the order of the names, for souk::assets::NAME().

The bytes enter through the assembler's .incbin, which takes a megabyte in no time where an array would take seconds.
"""
import argparse
import hashlib
import pathlib
import sys

HEADER = """\
// Made by cmake/embed.py.
#pragma once

#include <span>

#include "assets/embedded_file.h"

namespace souk::assets {{

/// Every file of {folder}/, sorted by name; a name is the path inside that folder.
std::span<const EmbeddedFile> {name}();

}}  // namespace souk::assets
"""

EMBEDDED_FILE = """\
// Made by cmake/embed.py.
#pragma once

#include <string_view>

namespace souk::assets {

struct EmbeddedFile {
  std::string_view name;
  std::string_view bytes;
};

}  // namespace souk::assets
"""


def write_blob(stream, symbol, path):
    """The content of one file as the symbols blob_SYMBOL and blob_SYMBOL_end."""
    # A compiler cache sees this text, not the file it names: the digest makes other content another text.
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    stream.write(
        f'asm(R"(/* {digest} */\n.pushsection .rodata, "a"\n'
        f".global blob_{symbol}\n.global blob_{symbol}_end\n"
        f'blob_{symbol}:\n.incbin "{path.resolve()}"\nblob_{symbol}_end:\n.byte 0\n.popsection)");\n'
        f'extern "C" const char blob_{symbol}[];\nextern "C" const char blob_{symbol}_end[];\n'
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--name", required=True, help="what the C++ function is called")
    arguments.add_argument("--folder", type=pathlib.Path, required=True, help="the folder to embed")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="the folder generated files go into")
    options = arguments.parse_args()

    files = sorted(path for path in options.folder.rglob("*") if path.is_file())
    out = options.out / "assets"
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{options.name}.h").write_text(HEADER.format(name=options.name, folder=options.folder.name), encoding="utf-8")
    (out / "embedded_file.h").write_text(EMBEDDED_FILE, encoding="utf-8")
    with (out / f"{options.name}.cc").open("w", encoding="utf-8") as stream:
        stream.write(f'#include "assets/{options.name}.h"\n\n#include <vector>\n\n')
        for index, path in enumerate(files):
            write_blob(stream, f"{options.name}_{index}", path)
        stream.write(f"\nnamespace souk::assets {{\n\nstd::span<const EmbeddedFile> {options.name}() {{\n")
        stream.write("  static const std::vector<EmbeddedFile> files{\n")
        for index, path in enumerate(files):
            blob = f"blob_{options.name}_{index}"
            stream.write(f'      {{"{path.relative_to(options.folder).as_posix()}", {{{blob}, {blob}_end}}}},\n')
        stream.write("  };\n  return files;\n}\n\n}  // namespace souk::assets\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
