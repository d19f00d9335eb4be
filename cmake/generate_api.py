#!/usr/bin/python3
"""Turns api/openapi.yaml and api/policy.yaml into the tables and documents that souk serves by.

The contract says what an operation looks like, the policy who may call it and at what cost. This program refuses a pair
that disagrees, so a route cannot be added without deciding who may use it. It writes api/operations.h and
api/documents.cc below --out, and the same contract as openapi.json for tests and clients to read.
"""
import argparse
import json
import pathlib
import re
import sys

import yaml

import api_page
from embed import write_blob

METHODS = ("get", "put", "post", "delete", "patch")
ROLES = ("guest", "owner")
CHOICES = {
    "rate": ("browse", "search", "cart", "checkout", "admin"),
    "ownership": ("none", "cart_id", "order_token"),
    "idempotency": ("none", "optional", "required"),
    "if_match": ("none", "required"),
}
ROW_KEYS = {"roles", "body_limit", *CHOICES}
# Header names are case-insensitive in OpenAPI as on the wire.
HEADER_OF = {"idempotency": "idempotency-key", "if_match": "if-match"}
SIZE = re.compile(r"^(\d+)\s*(B|KiB|MiB|GiB)$")
UNITS = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


class StrictLoader(yaml.SafeLoader):
    """YAML as JSON sees it: a repeated key is an error, and 2024-01-31 stays text."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} appears twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(path):
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=StrictLoader) or {}


def with_text_keys(node):
    """YAML reads a status code such as 200 as a number; JSON has only text for names."""
    if isinstance(node, dict):
        return {str(key): with_text_keys(value) for key, value in node.items()}
    if isinstance(node, list):
        return [with_text_keys(item) for item in node]
    return node


def dangling_references(contract, node):
    """Every $ref below `node` that leads nowhere."""
    if isinstance(node, list):
        return [ref for item in node for ref in dangling_references(contract, item)]
    if not isinstance(node, dict):
        return []
    found = [ref for value in node.values() for ref in dangling_references(contract, value)]
    if isinstance(node.get("$ref"), str):
        try:
            api_page.target_of(contract, node["$ref"])
        except (KeyError, TypeError):
            found.append(node["$ref"])
    return found


def operations_of(contract, problems):
    """The contract's operations in its own order, each with its full path and all its parameters."""
    servers = contract.get("servers") or [{"url": ""}]
    prefix = re.sub(r"^https?://[^/]+", "", servers[0]["url"]).rstrip("/")
    found = {}
    for path, item in contract.get("paths", {}).items():
        item_prefix = prefix
        if item.get("servers"):
            item_prefix = re.sub(r"^https?://[^/]+", "", item["servers"][0]["url"]).rstrip("/")
        for method in METHODS:
            if method not in item:
                continue
            operation = item[method]
            name = operation.get("operationId")
            if not name or not re.fullmatch(r"[a-z][A-Za-z0-9]*", name):
                problems.append(f"openapi.yaml: {method.upper()} {path} needs an operationId in lowerCamelCase")
                continue
            if name in found:
                problems.append(f"openapi.yaml: two operations are called {name}")
            parameters = [api_page.resolve(contract, p)[0] for p in item.get("parameters", []) + operation.get("parameters", [])]
            found[name] = {
                "id": name,
                "method": method.upper(),
                "path": item_prefix + path,
                "parameters": parameters,
                "operation": operation,
            }
            in_path = {p["name"] for p in parameters if p["in"] == "path"}
            in_template = set(re.findall(r"{([^}]+)}", path))
            if in_path != in_template:
                problems.append(f"openapi.yaml: {name}: path parameters {sorted(in_path)} but template {path}")
    return found


def policy_row(name, row, defaults, problems):
    """One row with the defaults filled in, in the generator's own units."""
    row = {**defaults, **(row or {})}
    for key in sorted(set(row) - ROW_KEYS):
        problems.append(f"policy.yaml: {name}: unknown key {key}; known are {', '.join(sorted(ROW_KEYS))}")
    for key in sorted(ROW_KEYS - set(row)):
        problems.append(f"policy.yaml: {name}: {key} is missing, and defaults do not say it either")
    for key, choices in CHOICES.items():
        if key in row and row[key] not in choices:
            problems.append(f"policy.yaml: {name}: {key} is {row[key]!r}; it can be {', '.join(choices)}")
    roles = row.get("roles") or []
    if not roles or any(role not in ROLES for role in roles):
        problems.append(f"policy.yaml: {name}: roles is {roles!r}; it lists one or more of {', '.join(ROLES)}")
    size = SIZE.match(str(row.get("body_limit", "")))
    if "body_limit" in row and not size:
        problems.append(f"policy.yaml: {name}: body_limit is {row['body_limit']!r}; write it as 16KiB")
    row["body_limit_bytes"] = int(size[1]) * UNITS[size[2]] if size else 0
    return row


def check_against_contract(name, row, entry, problems):
    """What the policy asks of a client must be told to the client."""
    headers = {p["name"].lower(): p for p in entry["parameters"] if p["in"] == "header"}
    for key, header in HEADER_OF.items():
        asked, told = row.get(key, "none"), headers.get(header)
        if asked != "none" and not told:
            problems.append(f"{name}: policy.yaml says {key}: {asked}, openapi.yaml lists no header {header}")
        elif asked == "none" and told:
            problems.append(f"{name}: openapi.yaml lists the header {header}, policy.yaml says {key}: none")
        elif told and bool(told.get("required")) != (asked == "required"):
            problems.append(f"{name}: policy.yaml says {key}: {asked}, openapi.yaml says required: {bool(told.get('required'))}")


def merge(contract, policy):
    lost = sorted(set(dangling_references(contract, contract)))
    if lost:
        return [], [f"openapi.yaml: {reference} leads nowhere" for reference in lost]
    problems = []
    operations = operations_of(contract, problems)
    for key in sorted(set(policy) - {"defaults", "operations"}):
        problems.append(f"policy.yaml: unknown key {key} at the top; known are defaults and operations")
    rows = policy.get("operations") or {}
    defaults = policy.get("defaults") or {}
    for name in rows:
        if name not in operations:
            problems.append(f"policy.yaml: {name} has a row, but openapi.yaml has no such operation")
    for name, entry in operations.items():
        if name not in rows:
            problems.append(f"policy.yaml: {name} ({entry['method']} {entry['path']}) has no row: say who may call it")
            continue
        entry["policy"] = policy_row(name, rows[name], defaults, problems)
        check_against_contract(name, entry["policy"], entry, problems)
    return list(operations.values()), problems


HEADER = """\
// Made by cmake/generate_api.py from api/openapi.yaml and api/policy.yaml.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace souk::http {{

enum class Operation : std::uint8_t {{{names}}};

enum class Role : std::uint8_t {{{roles}}};
enum class RateClass : std::uint8_t {{{rate}}};
enum class Ownership : std::uint8_t {{{ownership}}};
enum class Requirement : std::uint8_t {{none, optional, required}};

/// What the contract and the policy say of one operation.
struct OperationRow {{
  Operation operation;
  std::string_view name;    // the operationId
  std::string_view method;  // "GET"
  std::string_view path;    // "/v1/products/{{product}}"
  RateClass rate;
  std::int64_t body_limit_bytes;
  std::uint8_t roles;       // a bit for each Role
  Ownership ownership;
  Requirement idempotency_key;
  Requirement if_match;

  constexpr bool admits(Role role) const {{ return (roles >> static_cast<unsigned>(role) & 1U) != 0; }}
}};

inline constexpr std::array<OperationRow, {count}> kOperations{{{{
{rows}}}}};

constexpr const OperationRow& row_of(Operation operation) {{ return kOperations[static_cast<std::size_t>(operation)]; }}

std::string_view openapi_json();
/// One page without scripts or other files, and the Content-Security-Policy under which it shows.
std::string_view docs_page();
std::string_view docs_page_policy();

}}  // namespace souk::http
"""


def header_text(operations):
    rows = []
    for entry in operations:
        policy = entry["policy"]
        roles = sum(1 << ROLES.index(role) for role in set(policy["roles"]))
        rows.append(
            f'    {{Operation::{entry["id"]}, "{entry["id"]}", "{entry["method"]}", "{entry["path"]}",\n'
            f'     RateClass::{policy["rate"]}, {policy["body_limit_bytes"]}, {roles}, Ownership::{policy["ownership"]},\n'
            f'     Requirement::{policy["idempotency"]}, Requirement::{policy["if_match"]}}},\n'
        )
    return HEADER.format(
        names="".join(f"\n  {entry['id']}," for entry in operations) + ("\n" if operations else ""),
        roles=", ".join(ROLES),
        rate=", ".join(CHOICES["rate"]),
        ownership=", ".join(CHOICES["ownership"]),
        count=len(operations),
        rows="".join(rows),
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--api", type=pathlib.Path, required=True, help="the folder of openapi.yaml and policy.yaml")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="the folder generated files go into")
    options = arguments.parse_args()

    try:
        contract = with_text_keys(load(options.api / "openapi.yaml"))
        operations, problems = merge(contract, load(options.api / "policy.yaml"))
    except yaml.YAMLError as error:
        problems = [str(error)]
    if problems:
        print("api/ does not agree with itself:", *problems, sep="\n  ", file=sys.stderr)
        return 1

    out = options.out / "api"
    out.mkdir(parents=True, exist_ok=True)
    (out / "operations.h").write_text(header_text(operations), encoding="utf-8")
    (out / "openapi.json").write_text(json.dumps(contract, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    page, page_policy = api_page.render(contract, operations)
    (out / "docs.html").write_text(page, encoding="utf-8")
    blobs = {"openapi_json": out / "openapi.json", "docs_page": out / "docs.html"}
    with (out / "documents.cc").open("w", encoding="utf-8") as stream:
        stream.write('#include "api/operations.h"\n\n')
        for name, path in blobs.items():
            write_blob(stream, name, path)
        stream.write("\nnamespace souk::http {\n\n")
        for name in blobs:
            stream.write(f"std::string_view {name}() {{ return {{blob_{name}, blob_{name}_end}}; }}\n")
        stream.write(f'std::string_view docs_page_policy() {{ return "{page_policy}"; }}\n')
        stream.write("\n}  // namespace souk::http\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
