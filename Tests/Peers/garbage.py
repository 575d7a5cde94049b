"""Sends requests that no WebSocket server may upgrade to the URL: prints `all refused` when none was."""

import socket
import sys
import urllib.parse

PARTS = {
    "line": "GET / HTTP/1.1",
    "Host": "127.0.0.1",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}
CHANGES = [
    {"line": "POST / HTTP/1.1"},
    {"line": "GET / HTTP/1.0"},
    {"line": "no request at all"},
    {"Upgrade": None},
    {"Upgrade": "h2c"},
    {"Connection": "close"},
    {"Sec-WebSocket-Key": None},
    {"Sec-WebSocket-Key": "c2hvcnQ="},
    {"Sec-WebSocket-Version": "12"},
    {"Sec-WebSocket-Version": None},
]


def request(change):
    parts = {**PARTS, **change}
    lines = [parts.pop("line")] + [f"{name}: {value}" for name, value in parts.items() if value]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answer(address, data, finish=False):
    with socket.create_connection(address) as link:
        link.settimeout(20)
        link.sendall(data)
        if finish:
            link.shutdown(socket.SHUT_WR)
        received = b""
        try:
            while piece := link.recv(65536):
                received += piece
                if b" 101 " in received:
                    break
        except ConnectionError:
            pass
        return received


url = urllib.parse.urlsplit(sys.argv[1])
address = (url.hostname, url.port)
for change in CHANGES:
    received = answer(address, request(change))
    assert received.startswith(b"HTTP/1.1 4"), (change, received)
for data in (b"\x16\x03\x01\x02\x00\x01", b"\0" * 70000, b"GET / HTTP/1.1\r\nHost: x", b""):
    received = answer(address, data, finish=True)
    assert b" 101 " not in received, (data[:20], received)
received = answer(address, request({"Sec-WebSocket-Version": "99"}))
assert b"sec-websocket-version: 13" in received.lower(), received
print("all refused")
