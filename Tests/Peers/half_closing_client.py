"""A raw client of the echo server at the URL that half-closes after its messages and reads late and slowly.

Sends 10 MB in messages, with `close` as second argument a Close too, and ends its sending direction; prints
`all came back` when every echo, the Close's too, and then the end came.
"""

import select
import socket
import struct
import sys
import time
import urllib.parse

import hostile_modes
from raw_client import REQUEST

KEY = bytes(4)
MESSAGES = [struct.pack(">I", number) + bytes(range(250)) * 400 for number in range(100)]


def send_all(client, has_close):
    """Sends everything and the end; reads only where nothing can be sent, so that the echoes hold the sending up."""
    frames = b"".join(struct.pack(">BBQ", 0x82, 0xFF, len(message)) + KEY + message for message in MESSAGES)
    left = memoryview(frames + (b"\x88\x82" + KEY + b"\x03\xe8" if has_close else b""))
    while left:
        if select.select([client.link], [client.link], [])[1]:
            left = left[client.link.send(left, socket.MSG_DONTWAIT) :]
        else:
            client.more()
    client.link.shutdown(socket.SHUT_WR)


class SlowClient(hostile_modes.Client):
    """Takes 64 KiB at most fifty times a second: 10 MB last longer than a close deadline.

    Its slowness is what the server is tried with; nothing waits for it.
    """

    def more(self):
        time.sleep(0.02)
        super().more()


url = urllib.parse.urlsplit(sys.argv[1])
has_close = sys.argv[2] == "close"
with socket.create_connection((url.hostname, url.port)) as link:
    link.settimeout(20)
    link.sendall(REQUEST + b"\r\n")
    client = SlowClient(link)
    while b"\r\n\r\n" not in client.bytes:
        client.more()
    client.bytes = client.bytes.split(b"\r\n\r\n", 1)[1]
    send_all(client, has_close)
    payloads, body = [], None
    try:
        while body is None:
            opcode, payload = client.frame()
            if opcode == 8:
                body = payload
            else:
                payloads.append(payload)
        client.more()
        print("something came after the Close")
    except hostile_modes.Gone:
        pass
if b"".join(payloads) != b"".join(MESSAGES):
    print("echoes missing or wrong:", len(payloads), "frames,", sum(map(len, payloads)), "bytes")
elif has_close and body != b"\x03\xe8":
    print("the Close did not come back:", body)
elif client.bytes:
    print("more came:", client.bytes[:60])
else:
    print("all came back")
