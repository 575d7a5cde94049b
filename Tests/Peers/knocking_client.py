"""Comes to a listener's URL in a way that never opens a connection, and leaves.

Arguments: URL, and `tls` (which trusts no one), `leave` (TLS, and then nothing), `weak` (TLS 1.2 with a cipher that its key is not for), `plain`, `garbage`, `page` (a request without an upgrade), `part` (of a request), `reset` (a part, and then a reset), `bytes` (the next argument), `silent` (nothing at
all) or `wait` (nothing, until the listener ends the stream). Prints its own port.
"""

import re
import socket
import ssl
import struct
import sys

url, mode = sys.argv[1:3]
host, port = re.match(r"wss?://([^:]+):(\d+)/", url).groups()
peer = socket.create_connection((host, int(port)))
print(peer.getsockname()[1], flush=True)
if mode in ("tls", "weak", "leave"):
    context = ssl.create_default_context()
    if mode == "leave":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if mode == "weak":
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("ECDHE-RSA-AES256-GCM-SHA384")
    try:
        context.wrap_socket(peer, server_hostname="localhost")
    except (ssl.SSLError, OSError):
        pass
else:
    request = {
        "plain": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "garbage": b"\x01\x02garbage",
        "page": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "part": b"GET / HT",
        "reset": b"GET / HT",
        "bytes": "".join(sys.argv[3:]).encode(),
    }.get(mode, b"")
    peer.sendall(request)
    if mode == "reset":
        # The answer to a later client shows that this one has been accepted.
        with socket.create_connection(peer.getpeername()[:2]) as later:
            later.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            while later.recv(4096):
                pass
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif mode not in ("part", "silent"):
        while peer.recv(4096):
            pass
peer.close()
