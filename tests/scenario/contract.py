"""api/openapi.yaml as an oracle: which operation a request is, and whether its answer is what the document promises."""

import dataclasses
import re

import jsonschema_rs
import yaml

from souk import ROOT

DOCUMENT = yaml.safe_load((ROOT / "api/openapi.yaml").read_text())
POLICY = yaml.safe_load((ROOT / "api/policy.yaml").read_text())
METHODS = ("get", "put", "post", "delete", "patch")
# What the `default` answer of every operation stands for, by its own words.
ANY_PROBLEM = {401, 405, 408, 413, 414, 415, 429, 431, 500, 503}
# Headers that an answer carries only sometimes: on a repeat; when waiting helps.
OCCASIONAL = {"Idempotent-Replayed", "Retry-After"}


def resolved(node):
    """Follows a reference within the document."""
    while isinstance(node, dict) and "$ref" in node:
        target = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def plain_schema(node):
    """OpenAPI's `nullable` in the words of JSON Schema."""
    if isinstance(node, list):
        return [plain_schema(each) for each in node]
    if not isinstance(node, dict):
        return node
    schema = {key: plain_schema(value) for key, value in node.items() if key not in ("nullable", "example")}
    if node.get("nullable") is True:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


SCHEMAS = {"components": {"schemas": plain_schema(DOCUMENT["components"]["schemas"])}}


def validator_of(schema):
    return jsonschema_rs.Draft202012Validator({**plain_schema(schema), **SCHEMAS}, validate_formats=True)


@dataclasses.dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    spec: dict
    shared: tuple  # parameters of the path

    def response(self, status):
        return resolved(self.spec["responses"].get(str(status)) or (self.spec["responses"]["default"] if status in ANY_PROBLEM else None))

    @property
    def statuses(self):
        return {int(status) for status in self.spec["responses"] if status != "default"}

    @property
    def body_schema(self):
        return self.spec["requestBody"]["content"]["application/json"]["schema"] if "requestBody" in self.spec else None

    @property
    def parameters(self):
        return [resolved(each) for each in (*self.shared, *self.spec.get("parameters", ()))]


OPERATIONS = {
    spec["operationId"]: Operation(spec["operationId"], method.upper(), path, spec, tuple(item.get("parameters", ())))
    for path, item in DOCUMENT["paths"].items() for method, spec in item.items() if method in METHODS
}


def problems_of(operation, answer):
    """How an answer differs from what the document says of it."""
    response = operation.response(answer.status)
    if response is None:
        return [f"{operation.id} is not documented to answer {answer.status}"]
    found = []
    for name in response.get("headers", {}):
        if answer.headers[name] is None and name not in OCCASIONAL:
            found.append(f"{operation.id} {answer.status} has no {name}")
    content = response.get("content")
    if content is None:
        return found + ([f"{operation.id} {answer.status} has a body"] if answer.body else [])
    kind = answer.headers["Content-Type"]
    if kind not in content:
        return found + [f"{operation.id} {answer.status} is {kind}"]
    errors = validator_of(content[kind]["schema"]).iter_errors(answer.json)
    return found + [f"{operation.id} {answer.status}: {error.message} at {list(error.instance_path)}" for error in errors]


def body_problems(operation, body):
    if operation.body_schema is None or body is None:
        return []
    return [f"{operation.id} took what the document forbids: {error.message}" for error in validator_of(operation.body_schema).iter_errors(body)]


def path_of(operation, **values):
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], operation.path)
