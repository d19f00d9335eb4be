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
# In the order of souk::Role. STAFF are people of the shop.
ROLES = ("guest", "customer", "owner", "admin", "catalog_manager", "order_manager", "support", "marketing", "auditor", "service")
STAFF = ROLES[2:-1]
CHOICES = {
    "rate": ("browse", "search", "cart", "checkout", "account", "admin"),
    "ownership": ("none", "cart", "order", "own"),
    "second_factor": ("required", "not_yet"),
    "step_up": ("never", "price_drop", "always"),
    "site": ("any", "own"),
    "idempotency": ("none", "optional", "required"),
    "if_match": ("none", "required"),
}
ROW_KEYS = {"roles", "scope", "body_limit", *CHOICES}
TOP_KEYS = {"defaults", "groups", "scopes", "operations"}
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


def members(names, groups, inside=()):
    """The roles that `names` stand for; what is neither role nor group stays as it is, for the caller to complain of."""
    found = set()
    for name in names if isinstance(names, list) else [names]:
        if name in ROLES or name not in groups or name in inside:
            found.add(name)
        else:
            found |= members(groups[name], groups, (*inside, name))
    return found


def check_roles(name, row, scopes, problems):
    """What the columns of one row say must make sense together."""
    roles, scope = set(row["roles"]), row.get("scope")
    if scope != "none" and scope not in scopes:
        problems.append(f"policy.yaml: {name}: scope is {scope!r}; it can be none, {', '.join(scopes)}")
    if "guest" in roles:
        if roles != set(ROLES):
            problems.append(f"policy.yaml: {name}: guests may call it, so everyone may: who signs in loses nothing")
        if scope != "none" or row.get("step_up") != "never":
            problems.append(f"policy.yaml: {name}: guests may call it, so scope and step_up guard nothing")
        return
    if "service" in roles and scope == "none":
        problems.append(f"policy.yaml: {name}: service may call it, and is nothing without a scope")
    if scope != "none" and not roles & set(STAFF):
        problems.append(f"policy.yaml: {name}: a scope is a part of what staff may do")
    if row.get("ownership") == "own" and roles != {"customer"}:
        problems.append(f"policy.yaml: {name}: only customers own things; roles is {sorted(roles)}")


def policy_row(name, row, policy, problems):
    """One row with the defaults filled in and groups resolved, in the generator's own units."""
    row = {**(policy.get("defaults") or {}), **(row or {})}
    for key in sorted(set(row) - ROW_KEYS):
        problems.append(f"policy.yaml: {name}: unknown key {key}; known are {', '.join(sorted(ROW_KEYS))}")
    for key in sorted(ROW_KEYS - set(row)):
        problems.append(f"policy.yaml: {name}: {key} is missing, and defaults do not say it either")
    for key, choices in CHOICES.items():
        if key in row and row[key] not in choices:
            problems.append(f"policy.yaml: {name}: {key} is {row[key]!r}; it can be {', '.join(choices)}")
    told, groups = row.get("roles") or [], policy.get("groups") or {}
    roles = members(told, groups)
    if not roles or not roles <= set(ROLES):
        problems.append(f"policy.yaml: {name}: roles is {told!r}; it lists one or more of {', '.join([*ROLES, *groups])}")
    row["roles"] = [role for role in ROLES if role in roles]
    check_roles(name, row, policy.get("scopes") or {}, problems)
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
    schemes = {scheme for need in entry["operation"].get("security", []) for scheme in need}
    if ("guest" in row["roles"]) == bool(schemes):
        problems.append(f"{name}: policy.yaml lists {', '.join(row['roles'])}, openapi.yaml says security: {sorted(schemes)}")
    if ("apiKey" in schemes) != (row.get("scope") != "none"):
        problems.append(f"{name}: policy.yaml says scope: {row.get('scope')}, openapi.yaml says security: {sorted(schemes)}")


def merge(contract, policy):
    lost = sorted(set(dangling_references(contract, contract)))
    if lost:
        return [], [f"openapi.yaml: {reference} leads nowhere" for reference in lost]
    problems = []
    operations = operations_of(contract, problems)
    for key in sorted(set(policy) - TOP_KEYS):
        problems.append(f"policy.yaml: unknown key {key} at the top; known are {', '.join(sorted(TOP_KEYS))}")
    if "roles" in (policy.get("defaults") or {}):
        problems.append("policy.yaml: nobody may call anything by default; defaults must not list roles")
    rows = policy.get("operations") or {}
    for name in rows:
        if name not in operations:
            problems.append(f"policy.yaml: {name} has a row, but openapi.yaml has no such operation")
    for name, entry in operations.items():
        if name not in rows:
            problems.append(f"policy.yaml: {name} ({entry['method']} {entry['path']}) has no row: say who may call it")
            continue
        entry["policy"] = policy_row(name, rows[name], policy, problems)
        check_against_contract(name, entry["policy"], entry, problems)
    return list(operations.values()), problems


HEADER = """\
// Made by cmake/generate_api.py from api/openapi.yaml and api/policy.yaml.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "commerce/access/role.h"

namespace souk::http {{

enum class Operation : std::uint8_t {{{names}}};

inline constexpr Roles kEveryone{everyone};

enum class RateClass : std::uint8_t {{{rate}}};
enum class Ownership : std::uint8_t {{{ownership}}};
enum class SecondFactor : std::uint8_t {{{second_factor}}};
enum class StepUp : std::uint8_t {{{step_up}}};
enum class RequestSite : std::uint8_t {{{site}}};
enum class Requirement : std::uint8_t {{none, optional, required}};

/// What the contract and the policy say of one operation.
struct OperationRow {{
  Operation operation;
  std::string_view name;    // the operationId
  std::string_view method;  // "GET"
  std::string_view path;    // "/v1/products/{{product}}"
  RateClass rate;
  std::int64_t body_limit_bytes;
  Roles roles;
  std::optional<Scope> scope;
  Ownership ownership;
  SecondFactor second_factor;
  StepUp step_up;
  RequestSite site;
  Requirement idempotency_key;
  Requirement if_match;
  Requirement body;
}};

static_assert(kNames<Scope>.size() == {scopes}, "api/policy.yaml and souk::Scope do not list the same scopes");

inline constexpr std::array<OperationRow, {count}> kOperations{{{{
{rows}}}}};

constexpr const OperationRow& row_of(Operation operation) {{ return kOperations[static_cast<std::size_t>(operation)]; }}

std::string_view openapi_json();
/// One page without scripts or other files, and the Content-Security-Policy under which it shows.
std::string_view docs_page();
std::string_view docs_page_policy();

}}  // namespace souk::http
"""


def body_of(entry):
    body = entry["operation"].get("requestBody")
    return "none" if body is None else "required" if body.get("required") else "optional"


def braced(roles):
    return "{" + ", ".join(f"Role::{role}" for role in roles) + "}"


def header_text(operations, scopes):
    rows = []
    for entry in operations:
        policy = entry["policy"]
        roles = "kEveryone" if policy["roles"] == list(ROLES) else braced(policy["roles"])
        scope = "std::nullopt" if policy["scope"] == "none" else f"Scope::{policy['scope'].replace(':', '_')}"
        rows.append(
            f'    {{Operation::{entry["id"]}, "{entry["id"]}", "{entry["method"]}", "{entry["path"]}",\n'
            f'     RateClass::{policy["rate"]}, {policy["body_limit_bytes"]}, {roles}, {scope},\n'
            f'     Ownership::{policy["ownership"]}, SecondFactor::{policy["second_factor"]}, StepUp::{policy["step_up"]},\n'
            f'     RequestSite::{policy["site"]},'
            f'     Requirement::{policy["idempotency"]}, Requirement::{policy["if_match"]}, Requirement::{body_of(entry)}}},\n'
        )
    return HEADER.format(
        names="".join(f"\n  {entry['id']}," for entry in operations) + ("\n" if operations else ""),
        scopes=len(scopes),
        everyone=braced(ROLES),
        **{key: ", ".join(CHOICES[key]) for key in ("rate", "ownership", "second_factor", "step_up", "site")},
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
        policy = load(options.api / "policy.yaml")
        operations, problems = merge(contract, policy)
    except yaml.YAMLError as error:
        problems = [str(error)]
    if problems:
        print("api/ does not agree with itself:", *problems, sep="\n  ", file=sys.stderr)
        return 1

    out = options.out / "api"
    out.mkdir(parents=True, exist_ok=True)
    (out / "operations.h").write_text(header_text(operations, policy.get("scopes") or {}), encoding="utf-8")
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
