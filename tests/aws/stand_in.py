"""DynamoDB's stand-in: moto behind a check of every signature, one request at a time.

One at a time because moto's transactions are not isolated from each other between threads: served by several, it sells what is not there.
Prints its address and lives as long as its standard input is open, so it never outlives whoever started it.
"""

import copy
import io
import json
import logging
import os
import sys
import threading

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table
from moto.moto_server.werkzeug_app import create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

KEY_ID = "AKIDSTANDIN"
SECRET = "only-for-the-stand-in"


class CheckedSignatures:
    """Moto takes any signature; this one is checked as DynamoDB would, by botocore's own arithmetic."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        if self.is_signed(environ, body):
            return self.app(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "application/x-amz-json-1.0")])
        return [json.dumps({"__type": "com.amazon.coral.service#InvalidSignatureException"}).encode()]

    @staticmethod
    def is_signed(environ, body):
        scheme, _, parameters = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        given = dict(pair.strip().partition("=")[::2] for pair in parameters.split(","))
        scope = given.get("Credential", "").split("/")
        if scheme != "AWS4-HMAC-SHA256" or len(scope) != 5 or scope[0] != KEY_ID:
            return False
        request = AWSRequest(method=environ["REQUEST_METHOD"], url=f"http://{environ['HTTP_HOST']}{environ['PATH_INFO']}", data=body)
        for name in given.get("SignedHeaders", "").split(";"):
            key = name.upper().replace("-", "_")
            request.headers[name] = environ.get(key if key == "CONTENT_TYPE" else f"HTTP_{key}", "")
        request.context["timestamp"] = environ.get("HTTP_X_AMZ_DATE", "")
        signer = SigV4Auth(Credentials(KEY_ID, SECRET), scope[3], scope[2])
        expected = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
        return expected == given.get("Signature")


def undo_instead_of_copies(transact_write_items):
    """Moto copies each table once for every action, to have it back should the transaction be canceled: minutes for a large one. The items that the
    actions name are all that can have changed, so those are put back."""

    def transact(backend, transact_items):
        before = []
        for action in transact_items:
            operation = next(iter(action.values()))
            table = backend.get_table(operation["TableName"])
            source = operation.get("Key") or operation["Item"]
            key = {name: source[name] for name in (table.hash_key_attr, table.range_key_attr)}
            before.append((table, key, copy.deepcopy(backend.get_item(table.name, key))))
        Table.__deepcopy__ = lambda table, _: table
        try:
            return transact_write_items(backend, transact_items)
        except Exception:
            for table, key, item in before:
                if item is not None:
                    table.items[item.hash_key][item.range_key] = item
                elif backend.get_item(table.name, key) is not None:
                    backend.delete_item(table.name, key)
            raise
        finally:
            del Table.__deepcopy__

    return transact


class QuietHandler(WSGIRequestHandler):
    def log_request(self, *_):
        pass


def end_with(stream):
    stream.read()
    os._exit(0)


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    DynamoDBBackend.transact_write_items = undo_instead_of_copies(DynamoDBBackend.transact_write_items)
    app = CheckedSignatures(create_backend_app("dynamodb"))
    server = make_server("127.0.0.1", 0, app, threaded=False, request_handler=QuietHandler)
    server.socket.listen(1024)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    threading.Thread(target=end_with, args=(sys.stdin,), daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
