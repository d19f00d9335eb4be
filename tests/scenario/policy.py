"""api/policy.yaml as an oracle, read without the program's own reader: what each principal may do."""

import dataclasses

import yaml

from souk import ROOT

DOCUMENT = yaml.safe_load((ROOT / "api/policy.yaml").read_text())
SCOPES = list(DOCUMENT["scopes"])
KEY_ROLES = ["owner", "admin", "catalog_manager", "order_manager", "support", "marketing", "auditor", "service"]
ALLOWED = "allowed"


def spread(names):
    """Groups replaced by their members, all the way down."""
    for name in names:
        yield from spread(DOCUMENT["groups"][name]) if name in DOCUMENT["groups"] else [name]


@dataclasses.dataclass(frozen=True)
class Row:
    roles: frozenset
    scope: str
    ownership: str
    step_up: str
    second_factor: str
    open: bool  # to guests, so to everyone


def row_of(operation):
    row = {**DOCUMENT["defaults"], **DOCUMENT["operations"][operation]}
    roles = frozenset(spread(row["roles"]))
    return Row(roles, row["scope"], row["ownership"], row["step_up"], row["second_factor"], "guest" in roles)


@dataclasses.dataclass(frozen=True)
class Key:
    """What an API key is, as far as the policy asks."""
    role: str
    scopes: tuple = ()


@dataclasses.dataclass(frozen=True)
class Guest:
    pass


@dataclasses.dataclass(frozen=True)
class Nobody:
    """Shows a credential that is not valid."""

    code: str = "unauthorized"


def verdict(operation, principal):
    """`allowed`, or the status and code of the refusal."""
    row = row_of(operation)
    match principal:
        case Nobody(code):
            return 401, code
        case _ if row.open:
            return ALLOWED
        case Guest():
            return 401, "unauthorized"
        case Key(role, scopes):
            named = row.scope in scopes
            must_name = bool(scopes) or role == "service" or row.step_up == "always"
            may = role in row.roles and row.scope != "none" and (named or not must_name)
            return ALLOWED if may else (403, "forbidden")
