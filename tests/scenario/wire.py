"""One TCP connection, byte by byte: for what no HTTP library would send."""

import http.client
import io
import socket

from souk import PATIENCE, Answer


class Wire:
    def __init__(self, port, timeout=PATIENCE, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(timeout)
        self.socket.connect(("127.0.0.1", port))
        self.received = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        try:
            self.socket.sendall(data.encode() if isinstance(data, str) else data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server may refuse and close before it has read everything; its answer still lies in the buffer
        return self

    def _more(self):
        try:
            chunk = self.socket.recv(65536)
        except ConnectionResetError:
            chunk = b""
        self.received += chunk
        return bool(chunk)

    def answer(self, to_head=False):
        """The next answer; None when the server closed without one."""
        while b"\r\n\r\n" not in self.received:
            if not self._more():
                assert not self.received, f"half an answer: {self.received[:200]!r}"
                return None
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        line, _, fields = head.partition(b"\r\n")
        status = int(line.split(b" ")[1])
        headers = http.client.parse_headers(io.BytesIO(fields + b"\r\n\r\n"))
        if status == 100:
            return Answer(status, headers, b"")
        length = 0 if to_head or status in (204, 304) else int(headers["Content-Length"])
        while len(self.received) < length:
            assert self._more(), "the answer ends before its length"
        body, self.received = self.received[:length], self.received[length:]
        return Answer(status, headers, body)

    def is_closed(self):
        """Waits for the server to close; False if it sends more instead."""
        try:
            return not self.received and not self._more()
        except TimeoutError:
            return False


def request(line, *fields, body="", host="shop.test"):
    """A request as text; `host` None leaves the Host header to `fields`."""
    lines = [line, *([f"Host: {host}"] if host is not None else []), *fields]
    return "\r\n".join(lines) + "\r\n\r\n" + body
