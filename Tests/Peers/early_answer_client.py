"""Sends a request and 4 MB more before it reads anything, 20 times: prints how many answers came whole, and the first one's status line.

Arguments: URL, and `post` (a body), `page` and `head` (requests that no one waited for follow), `upgrade` (frames follow a
handshake with another version), `garbage`, or `plain` (HTTP to a port that speaks TLS). For wss:// a third names the authority.
"""

import socket
import ssl
import sys
import urllib.parse

SIZE = 4_000_000

url, mode = urllib.parse.urlsplit(sys.argv[1]), sys.argv[2]
start = {
    "post": f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {SIZE}\r\n\r\n",
    "page": "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "head": "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "upgrade": "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 12\r\n\r\n",
    "garbage": "",
    "plain": "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
}[mode].encode()
more = (start or b"\0garbage ") * (SIZE // len(start or b"\0garbage ") + 1)


def answer():
    """What came, whole if the stream ended in order and the content has its length."""
    with socket.create_connection((url.hostname, url.port)) as link:
        link.settimeout(20)
        if url.scheme == "wss" and mode != "plain":
            context = ssl.create_default_context(cafile=sys.argv[3])
            link = context.wrap_socket(link, server_hostname="localhost")
        received = b""
        try:
            link.sendall(start + more[:SIZE])
            while piece := link.recv(65536):
                received += piece
        except OSError as error:
            return received, repr(error)
        head, _, content = received.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        wanted = 0 if mode == "head" else int(fields[b"content-length"])
        return received, None if len(content) == wanted else f"{len(content)} of {wanted} bytes"


answers = [answer() for _ in range(20)]
faults = sorted({fault for _, fault in answers if fault})
print(sum(fault is None for _, fault in answers), answers[0][0].split(b"\r\n")[0].decode(), *faults)
