#!/usr/bin/python3
"""What generate_api.py refuses, and what it makes of a contract it accepts."""
import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest

import yaml

import generate_api


def a_contract():
    text = {"type": "string"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "A shop", "version": "1.0.0"},
        "servers": [{"url": "/v1"}],
        "paths": {
            "/products/{product}": {
                "parameters": [{"name": "product", "in": "path", "required": True, "schema": text, "example": "blue-mug"}],
                "get": {
                    "operationId": "getProduct",
                    "responses": {200: {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Product"}}}}},
                },
            },
            "/carts": {
                "post": {
                    "operationId": "createCart",
                    "parameters": [{"name": "Idempotency-Key", "in": "header", "schema": text}],
                    "responses": {201: {"description": "<made>"}},
                }
            },
        },
        "components": {
            "schemas": {
                "Product": {"properties": {"id": text, "related": {"type": "array", "items": {"$ref": "#/components/schemas/Product"}}}}
            }
        },
    }


def a_policy():
    return {
        "defaults": {"rate": "browse", "body_limit": "16KiB", "scope": "none", "site": "any", "ownership": "none", "second_factor": "required",
                     "step_up": "never", "idempotency": "none", "if_match": "none"},
        "groups": {"staff": list(generate_api.STAFF), "everyone": ["guest", "customer", "staff", "service"]},
        "scopes": {"catalog:write": "changing products"},
        "operations": {"getProduct": {"roles": ["everyone"]}, "createCart": {"roles": ["everyone"], "rate": "cart", "idempotency": "optional"}},
    }


def a_guarded_contract():
    """Its createCart is for staff and their keys."""
    contract = a_contract()
    contract["paths"]["/carts"]["post"]["security"] = [{"apiKey": []}]
    return contract


def a_guarded_policy(**more):
    policy = a_policy()
    policy["operations"]["createCart"] |= {"roles": ["owner", "service"], "scope": "catalog:write", **more}
    return policy


class GenerateApi(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_on(self, contract, policy):
        """The exit code and what was said."""
        for name, content in (("openapi.yaml", contract), ("policy.yaml", policy)):
            (self.folder / name).write_text(content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False))
        said = io.StringIO()
        sys.argv = ["generate_api.py", "--api", str(self.folder), "--out", str(self.folder / "out")]
        with contextlib.redirect_stderr(said):
            return generate_api.main(), said.getvalue()

    def refuses(self, contract, policy, expected):
        code, said = self.run_on(contract, policy)
        self.assertEqual(code, 1)
        self.assertIn(expected, said)

    def made(self, name):
        return (self.folder / "out" / "api" / name).read_text()

    def test_writes_a_row_for_each_operation(self):
        self.assertEqual(self.run_on(a_contract(), a_policy()), (0, ""))
        header = " ".join(self.made("operations.h").split())
        self.assertIn('{Operation::getProduct, "getProduct", "GET", "/v1/products/{product}", RateClass::browse, 16384, kEveryone,', header)
        self.assertIn('{Operation::createCart, "createCart", "POST", "/v1/carts", RateClass::cart, 16384, kEveryone,', header)
        self.assertIn("Requirement::optional, Requirement::none, Requirement::none}", header)

    def test_keeps_the_contract_as_json_with_text_for_status_codes(self):
        self.run_on(a_contract(), a_policy())
        operation = json.loads(self.made("openapi.json"))["paths"]["/carts"]["post"]
        self.assertEqual(list(operation["responses"]), ["201"])

    def test_shows_every_operation_on_the_page_and_escapes_its_text(self):
        self.run_on(a_contract(), a_policy())
        page = self.made("docs.html")
        self.assertIn("/v1/products/blue-mug", page)
        self.assertIn("&lt;made&gt;", page)
        self.assertNotIn("<script", page)

    def test_refuses_an_operation_without_a_policy(self):
        policy = a_policy()
        del policy["operations"]["createCart"]
        self.refuses(a_contract(), policy, "createCart (POST /v1/carts) has no row")

    def test_refuses_a_policy_without_an_operation(self):
        policy = a_policy()
        policy["operations"]["dropCart"] = {"roles": ["guest"]}
        self.refuses(a_contract(), policy, "openapi.yaml has no such operation")

    def test_refuses_an_unknown_key(self):
        policy = a_policy()
        policy["operations"]["getProduct"]["cache"] = "public"
        self.refuses(a_contract(), policy, "getProduct: unknown key cache")

    def test_refuses_an_unknown_role(self):
        policy = a_policy()
        policy["operations"]["getProduct"]["roles"] = ["anyone"]
        self.refuses(a_contract(), policy, "getProduct: roles is ['anyone']")

    def test_writes_what_keys_and_staff_need(self):
        self.assertEqual(self.run_on(a_guarded_contract(), a_guarded_policy(step_up="always")), (0, ""))
        header = " ".join(self.made("operations.h").split())
        self.assertIn("{Role::owner, Role::service}, Scope::catalog_write, Ownership::none, SecondFactor::required, StepUp::always,", header)

    def test_refuses_roles_given_to_every_operation(self):
        policy = a_policy()
        policy["defaults"]["roles"] = ["everyone"]
        self.refuses(a_contract(), policy, "defaults must not list roles")

    def test_refuses_a_group_that_holds_itself(self):
        policy = a_policy()
        policy["groups"]["everyone"] = ["guest", "everyone"]
        self.refuses(a_contract(), policy, "getProduct: roles is ['everyone']")

    def test_refuses_what_a_guest_may_and_a_customer_may_not(self):
        policy = a_policy()
        policy["operations"]["getProduct"]["roles"] = ["guest", "owner"]
        self.refuses(a_contract(), policy, "getProduct: guests may call it, so everyone may")

    def test_refuses_step_up_where_guests_may_call(self):
        policy = a_policy()
        policy["operations"]["getProduct"]["step_up"] = "always"
        self.refuses(a_contract(), policy, "getProduct: guests may call it, so scope and step_up guard nothing")

    def test_refuses_a_program_without_a_scope(self):
        self.refuses(a_guarded_contract(), a_guarded_policy(scope="none"), "createCart: service may call it, and is nothing without a scope")

    def test_refuses_an_unknown_scope(self):
        self.refuses(a_guarded_contract(), a_guarded_policy(scope="everything"), "createCart: scope is 'everything'")

    def test_refuses_ownership_by_those_who_own_nothing(self):
        self.refuses(a_guarded_contract(), a_guarded_policy(ownership="own"), "createCart: only customers own things")

    def test_refuses_a_guarded_operation_that_clients_are_not_told_of(self):
        self.refuses(a_contract(), a_guarded_policy(), "createCart: policy.yaml lists owner, service, openapi.yaml says security: []")

    def test_refuses_an_open_operation_that_asks_clients_for_a_key(self):
        self.refuses(a_guarded_contract(), a_policy(), "openapi.yaml says security: ['apiKey']")

    def test_refuses_roles_left_unsaid(self):
        policy = a_policy()
        policy["operations"]["getProduct"] = {}
        self.refuses(a_contract(), policy, "getProduct: roles is []")

    def test_refuses_a_size_without_a_unit(self):
        policy = a_policy()
        policy["operations"]["getProduct"]["body_limit"] = 16384
        self.refuses(a_contract(), policy, "write it as 16KiB")

    def test_refuses_a_required_key_that_clients_are_not_told_of(self):
        policy = a_policy()
        policy["operations"]["getProduct"]["if_match"] = "required"
        self.refuses(a_contract(), policy, "openapi.yaml lists no header if-match")

    def test_refuses_a_key_that_is_optional_here_and_required_there(self):
        policy = a_policy()
        policy["operations"]["createCart"]["idempotency"] = "required"
        self.refuses(a_contract(), policy, "openapi.yaml says required: False")

    def test_refuses_a_path_parameter_that_is_not_described(self):
        contract = a_contract()
        del contract["paths"]["/products/{product}"]["parameters"]
        self.refuses(contract, a_policy(), "path parameters [] but template /products/{product}")

    def test_refuses_a_reference_that_leads_nowhere(self):
        contract = a_contract()
        del contract["components"]
        self.refuses(contract, a_policy(), "#/components/schemas/Product leads nowhere")

    def test_refuses_a_key_written_twice(self):
        self.refuses(a_contract(), "operations: {}\noperations: {}\n", "the key 'operations' appears twice")


if __name__ == "__main__":
    unittest.main()
