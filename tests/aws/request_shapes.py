"""Holds recorded requests to botocore's model of DynamoDB: names, types, required members, lengths and enums."""

import collections
import json

import botocore.session
from botocore.validate import ParamValidator


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


def problems_of(operation, request, model):
    if operation not in model.operation_names:
        return [f"{operation}: no such operation"]
    shape = model.operation_model(operation).input_shape
    report = ParamValidator().validate(request, shape)
    if report.has_errors():
        return [f"{operation}: {report.generate_report()}"]
    return [f"{operation}: {problem}" for problem in walk_enums(request, shape, "request")]


def check(path):
    """Returns how many requests of each operation were seen, and what is wrong with them."""
    model = botocore.session.get_session().get_service_model("dynamodb")
    counts, problems = collections.Counter(), []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            counts[record["operation"]] += 1
            problems += problems_of(record["operation"], record["request"], model)
    return counts, problems
