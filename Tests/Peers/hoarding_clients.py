"""Each of this many clients sends a compressed message of 16 MiB less a byte that it never ends.

Arguments: URL, count, the listener's process. Prints how many the listener keeps and how many it closes with 1013, `echo` when, after
all have left, one more client gets its echo, and `returned` when the system has the listener's memory back.
"""

import re
import socket
import struct
import sys
import time
import zlib

port = int(re.search(r":(\d+)/", sys.argv[1]).group(1))
SIZE = (16 << 20) - 1
REQUEST = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
)


def frame(first, payload):
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
    return bytes([first]) + length + b"\0\0\0\0" + payload


def connect():
    peer = socket.create_connection(("127.0.0.1", port))
    peer.settimeout(20)
    peer.sendall(REQUEST)
    head = b""
    while b"\r\n\r\n" not in head:
        head += peer.recv(1)
    return peer


deflater = zlib.compressobj(9, wbits=-15)
bomb = deflater.compress(b"a" * SIZE) + deflater.flush(zlib.Z_SYNC_FLUSH)
clients = [connect() for _ in range(int(sys.argv[2]))]
kept = closed = 0
for client in clients:
    client.sendall(frame(0x42, bomb))
    # After the fragment is a Ping, so either its Pong comes or a Close.
    client.sendall(frame(0x89, b""))
    answer = client.recv(4)
    if answer[:2] == b"\x8a\x00":
        kept += 1
    elif answer[0] == 0x88 and answer[2:4] == b"\x03\xf5":
        closed += 1
    else:
        print("unexpected", answer)
print(f"{kept} held, {closed} closed with 1013", flush=True)
for client in clients:
    client.close()
last = connect()
while True:
    last.sendall(frame(0x82, b"x"))
    if last.recv(3) == b"\x82\x01x":
        print("echo", flush=True)
        break


def memory():
    with open(f"/proc/{sys.argv[3]}/smaps_rollup") as file:
        return int(re.search(r"Anonymous: +(\d+) kB", file.read()).group(1))


deadline = time.monotonic() + 20
while memory() > 64 << 10 and time.monotonic() < deadline:
    time.sleep(0.1)
left = memory()
print("returned" if left <= 64 << 10 else left)
