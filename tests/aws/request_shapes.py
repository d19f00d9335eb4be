"""Holds recorded requests to botocore's model of DynamoDB: names, types, required members, lengths and enums."""

import collections
import json
import re

import botocore.session
from botocore.validate import ParamValidator

# Promised in docs/data-model.md, for 50 stock items; the suites order as many.
MOST_ACTIONS = {"T1": 69, "T2": 55}


def walk_enums(value, shape, path):
    """ParamValidator takes any text where the model lists the allowed ones."""
    if shape.type_name == "structure":
        for name, member in value.items():
            yield from walk_enums(member, shape.members[name], f"{path}.{name}")
    elif shape.type_name == "list":
        for i, member in enumerate(value):
            yield from walk_enums(member, shape.member, f"{path}[{i}]")
    elif shape.type_name == "map":
        for name, member in value.items():
            yield from walk_enums(member, shape.value, f"{path}.{name}")
    elif getattr(shape, "enum", None) and value not in shape.enum:
        yield f"{path}: {value!r} is none of {shape.enum}"


def placeholder_problems(value):
    """DynamoDB refuses names and values that no expression uses, or that none defines; the model does not say so."""
    if isinstance(value, list):
        for each in value:
            yield from placeholder_problems(each)
    if not isinstance(value, dict):
        return
    expressions = " ".join(text for name, text in value.items() if name.endswith("Expression"))
    for sign, member in (("#", "ExpressionAttributeNames"), (":", "ExpressionAttributeValues")):
        used, defined = set(re.findall(sign + r"\w+", expressions)), set(value.get(member, {}))
        if used != defined:
            yield f"{expressions}: uses {sorted(used - defined)} undefined, defines {sorted(defined - used)} unused"
    for name, each in value.items():
        if name in ("TransactItems", "Put", "Update", "Delete", "ConditionCheck"):
            yield from placeholder_problems(each)


def problems_of(operation, request, model):
    if operation not in model.operation_names:
        return [f"{operation}: no such operation"]
    shape = model.operation_model(operation).input_shape
    report = ParamValidator().validate(request, shape)
    if report.has_errors():
        return [f"{operation}: {report.generate_report()}"]
    found = [*walk_enums(request, shape, "request"), *placeholder_problems(request)]
    return [f"{operation}: {problem}" for problem in found]


def checkout_step(actions):
    """Which step of a checkout this transaction is, by what it puts beside the order; None for any other write."""
    sort_keys = [put["Item"]["sk"]["S"] for put in (action.get("Put") for action in actions) if put]
    if "order" not in sort_keys or not any(key.startswith("event#") for key in sort_keys):
        return None
    return "T1" if "answer" in sort_keys else "T2"


def check(path):
    """Returns how many requests of each operation were seen, the most actions of a checkout's steps, and what is wrong with any."""
    model = botocore.session.get_session().get_service_model("dynamodb")
    counts, problems = collections.Counter(), []
    most_actions = dict.fromkeys(MOST_ACTIONS, 0)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            counts[record["operation"]] += 1
            problems += problems_of(record["operation"], record["request"], model)
            actions = record["request"].get("TransactItems", [])
            if step := checkout_step(actions):
                most_actions[step] = max(most_actions[step], len(actions))
    problems += [f"{step}: {count} actions" for step, count in most_actions.items() if count > MOST_ACTIONS[step]]
    return counts, most_actions, problems
