"""Sends messages to the echo server at the URL and reads no echo: prints `stalled` when the server stops reading.

With `pings` after the URL it sends Pings, and prints `gone` when the server ends the stream.
"""

import select
import socket
import sys
import threading
import urllib.parse

REQUEST = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
MESSAGE = b"\x82\xfe\x40\x00" + b"\0\0\0\0" + b"m" * 0x4000

url = urllib.parse.urlsplit(sys.argv[1])
link = socket.create_connection((url.hostname, url.port))
link.sendall(REQUEST)
patience = 1
if sys.argv[2:] == ["pings"]:
    patience = None
    MESSAGE = (b"\x89\xfd\0\0\0\0" + b"p" * 125) * 1000
# A gigabyte: far more than the buffers of both systems hold.
for _ in range(1 << 16):
    view = memoryview(MESSAGE)
    while view:
        if not select.select([], [link], [], patience)[1]:
            print("stalled", flush=True)
            threading.Event().wait()
        try:
            view = view[link.send(view, socket.MSG_DONTWAIT) :]
        except BlockingIOError:
            continue
        except (ConnectionResetError, BrokenPipeError):
            print("gone", flush=True)
            sys.exit()
print("all was taken", flush=True)
