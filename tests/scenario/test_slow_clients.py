"""Clients that send or read slowly on purpose: cut at their limit, and never felt by the others. RELIABILITY.md section 3, rows 12 and 13."""

import select
import threading
import time

from souk import Client, expect, expect_problem, in_parallel
from wire import Wire, request

HEADER_LIMIT, BODY_LIMIT, STALL_LIMIT = 10, 30, 30  # seconds
GRACE = 8


def drip(wire, data, limit):
    """Byte by byte until the server has had enough; returns its last words and how long that took."""
    began = time.monotonic()
    wire.socket.settimeout(0.5)
    for byte in data:
        wire.send(bytes([byte]))
        try:
            answer = wire.answer()
        except TimeoutError:
            answer = ...
        if answer is not ...:
            return answer, time.monotonic() - began
        if time.monotonic() - began > limit + GRACE:
            return ..., time.monotonic() - began
    raise AssertionError("the whole request was sent and nothing was said")


def slow_header(shop):
    with Wire(shop.port) as wire:
        return drip(wire, b"GET /v1/shop HTTP/1.1\r\nHost: shop.test\r\nX-Note: " + b"a" * 1000, HEADER_LIMIT), HEADER_LIMIT


def silent_header(shop):
    with Wire(shop.port) as wire:
        began = time.monotonic()
        wire.send("GET /v1/shop HT")
        wire.socket.settimeout(HEADER_LIMIT + GRACE)
        return (wire.answer(), time.monotonic() - began), HEADER_LIMIT


def slow_body(shop):
    with Wire(shop.port) as wire:
        wire.send(request("POST /v1/carts HTTP/1.1", "Content-Type: application/json", "Content-Length: 1000"))
        return drip(wire, b" " * 999, BODY_LIMIT), BODY_LIMIT


def slow_chunks(shop):
    with Wire(shop.port) as wire:
        wire.send(request("POST /v1/carts HTTP/1.1", "Content-Type: application/json", "Transfer-Encoding: chunked"))
        return drip(wire, b"1\r\n \r\n" * 200, BODY_LIMIT), BODY_LIMIT


def slow_reader(shop):
    """Asks for much and reads nothing: the answers fill both sockets' buffers, then the server cuts."""
    with Wire(shop.port, receive_buffer=4096) as wire:
        began = time.monotonic()
        wire.send(request("GET /v1/openapi.json HTTP/1.1") * 1000)
        reset = select.poll()
        reset.register(wire.socket, select.POLLERR | select.POLLHUP)
        cut = reset.poll((STALL_LIMIT + GRACE) * 1000)
        return (None if cut else ..., time.monotonic() - began), STALL_LIMIT


def test_slow_clients_are_cut_and_harm_nobody(shop):
    ended = threading.Event()
    longest = []

    def good_client():
        client = Client(shop.port)
        while not ended.is_set():
            began = time.monotonic()
            expect(200, client.get("/v1/shop"))
            longest.append(time.monotonic() - began)
            ended.wait(0.05)

    good = threading.Thread(target=good_client)
    good.start()
    kinds = (slow_header, silent_header, slow_body, slow_chunks, slow_reader)
    try:
        ends = in_parallel(len(kinds), lambda index: kinds[index](shop))
    finally:
        ended.set()
        good.join()

    for kind, ((answer, took), limit) in zip(kinds, ends):
        assert answer is not ..., f"{kind.__name__} was never cut"
        assert limit - 1 <= took <= limit + GRACE, (kind.__name__, took)
        if answer is not None:
            expect_problem(408, "request_timeout", answer)
    assert max(longest) < 1, "someone else had to wait"
