"""Writes sigv4_vectors.json: requests with the signatures that botocore gives them under a fixed clock.

    build/venv/bin/python tests/aws/generate_sigv4_vectors.py

src/aws/sigv4_test.cc holds our signer to every byte of them. Keys and secrets are made up.
"""

import datetime
import itertools
import json
import pathlib
from unittest import mock
from urllib.parse import quote, urlsplit

import botocore
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEBYaDGV4YW1wbGU//token+with/slashes=="
CLOCKS = [
    datetime.datetime(2026, 11, 22, 18, 17, 15, tzinfo=datetime.timezone.utc),
    datetime.datetime(2028, 2, 29, 0, 0, 0, tzinfo=datetime.timezone.utc),
]

# Object keys that every encoder is tempted to treat differently.
OBJECT_KEYS = [
    "photo.jpg",
    "a b.jpg",
    "bücher/müller.png",
    "1+1=2.txt",
    "~tilde_and-dash.x",
    "draft (2).pdf",
    "semi;colon,comma",
    "quote'and\"double",
    "100%/percent",
    "日本/お茶.webp",
    "a//b/./c/../d",
    "at@amp&hash#ask?",
    "!*'()",
    "trailing/",
]
QUERIES = [
    "",
    "prefix=",
    "acl",
    "uploads=&partNumber=2",
    "b=2&a=1",
    "a=2&a=1&a=",
    "A=1&a=2&_=3&-=4&.=5&~=6",
    "key=a%20b%2Bc&k%C3%A4se=%C3%BC",
    "list-type=2&max-keys=100&prefix=some%2Fprefix%2F&delimiter=%2F",
    "empty=&empty=&b=",
]
HEADERS = [
    [],
    [("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "DynamoDB_20120810.TransactWriteItems")],
    [("X-Amz-Meta-Note", "  two   spaces\t and a tab  "), ("x-amz-acl", "private")],
    [("My-Header", "first"), ("My-Header", " second  value "), ("A", "z")],
    [("User-Agent", "never signed"), ("X-Amzn-Trace-Id", "Root=1"), ("Traceparent", "00-1"), ("Zebra", "last")],
]
BODIES = ["", '{"TableName":"Orders"}', "Grüße aus Köln\n" * 3]
HOSTS = {
    "dynamodb": "dynamodb.eu-central-1.amazonaws.com",
    "sqs": "sqs.us-east-1.amazonaws.com",
    "s3": "media.s3.eu-central-1.amazonaws.com",
    "execute-api": "127.0.0.1:8443",
}
REGIONS = {"dynamodb": "eu-central-1", "sqs": "us-east-1", "s3": "eu-central-1", "execute-api": "eu-north-1"}


def signed_by(auth_class, service, token, clock, request, **options):
    credentials = Credentials(KEY_ID, SECRET, token or None)
    with mock.patch("botocore.auth.get_current_datetime", return_value=clock):
        auth_class(credentials, service, REGIONS[service], **options).add_auth(request)
    return request


def made_request(method, service, target, headers, body=""):
    request = AWSRequest(method=method, url=f"https://{HOSTS[service]}{target}", data=body.encode())
    for name, value in headers:
        request.headers.add_header(name, value)
    return request


def described(kind, method, service, target, headers, body, token, clock):
    return {
        "kind": kind,
        "method": method,
        "service": service,
        "region": REGIONS[service],
        "host": HOSTS[service],
        "target": target,
        "headers": [list(pair) for pair in headers],
        "body": body,
        "session_token": token,
        "milliseconds": int(clock.timestamp() * 1000),
    }


def header_vector(method, service, target, headers, body, token, clock, unsigned=False):
    request = made_request(method, service, target, headers, body)
    if unsigned:
        request.context["payload_signing_enabled"] = False
        # S3 leaves a body out only when another checksum covers it.
        request.context["has_streaming_input"] = True
        request.headers.add_header("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")
        headers = [*headers, ("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")]
    given = {name.lower() for name, _ in headers}
    signed = signed_by(S3SigV4Auth if service == "s3" else SigV4Auth, service, token, clock, request)
    vector = described("unsigned_payload" if unsigned else "headers", method, service, target, headers, body, token, clock)
    vector["added"] = {name.lower(): value for name, value in signed.headers.items() if name.lower() not in given}
    return vector


def presigned_vector(method, service, target, headers, token, clock, lifetime):
    request = made_request(method, service, target, headers)
    auth_class = S3SigV4QueryAuth if service == "s3" else SigV4QueryAuth
    parts = urlsplit(signed_by(auth_class, service, token, clock, request, expires=lifetime).url)
    vector = described("presigned", method, service, target, headers, "", token, clock)
    vector["lifetime_seconds"] = lifetime
    vector["signed_target"] = f"{parts.path}?{parts.query}"
    return vector


def object_target(key, query=""):
    return "/" + quote(key, safe="/-_.~") + (f"?{query}" if query else "")


def vectors():
    for clock, token in itertools.product(CLOCKS, ["", TOKEN]):
        for body in BODIES:
            yield header_vector("POST", "dynamodb", "/", HEADERS[1], body, token, clock)
            yield header_vector("POST", "sqs", "/123456789012/order-processing", HEADERS[3], body, token, clock)
    for key, token in itertools.product(OBJECT_KEYS, ["", TOKEN]):
        yield header_vector("GET", "s3", object_target(key), [], "", token, CLOCKS[0])
        yield presigned_vector("GET", "s3", object_target(key), [], token, CLOCKS[0], 900)
        yield presigned_vector("PUT", "s3", object_target(key), [("Content-Type", "image/webp")], token, CLOCKS[1], 604800)
        yield header_vector("PUT", "s3", object_target(key), HEADERS[2], BODIES[2], token, CLOCKS[1], unsigned=True)
    for query, service in itertools.product(QUERIES, ["s3", "execute-api"]):
        yield header_vector("GET", service, object_target("v1/products", query), HEADERS[4], "", "", CLOCKS[0])
        yield header_vector("DELETE", service, object_target("x", query), HEADERS[3], BODIES[1], TOKEN, CLOCKS[1])
    for query in ["", "versionId=abc%2Fdef", "response-content-disposition=attachment%3B%20filename%3D%22a%20b%22"]:
        yield presigned_vector("GET", "s3", object_target("a b", query), [], TOKEN, CLOCKS[0], 1)
        yield presigned_vector("GET", "execute-api", object_target("socket", query), [], "", CLOCKS[1], 60)
    for target in ["/", "//", "/a//b", "/a/./b/../c", "/..", "/a%20b/%C3%BC", "/a+b", "/a/"]:
        yield header_vector("GET", "execute-api", target, HEADERS[2], "", "", CLOCKS[0])
    for headers in HEADERS:
        yield header_vector("POST", "execute-api", "/v1/carts", headers, BODIES[1], "", CLOCKS[0], unsigned=True)


def main():
    about = {
        "made_by": f"generate_sigv4_vectors.py with botocore {botocore.__version__}",
        "access_key_id": KEY_ID,
        "secret_access_key": SECRET,
    }
    lines = [json.dumps(vector, ensure_ascii=False) for vector in vectors()]
    opening = json.dumps(about, indent=1)[:-2]
    path = pathlib.Path(__file__).with_name("sigv4_vectors.json")
    path.write_text(opening + ',\n "vectors": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n")
    print(f"{path.name}: {len(lines)} vectors")


if __name__ == "__main__":
    main()
