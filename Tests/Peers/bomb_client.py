"""A raw client that sends a compressed message of this many zeros to the URL: bomb_client.py URL SIZE; prints how it was closed."""

import socket
import struct
import sys
import urllib.parse
import zlib

import raw_client

url, size = urllib.parse.urlsplit(sys.argv[1]), int(sys.argv[2])
deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
block = bytes(1 << 20)
packed = b"".join(deflater.compress(block) for _ in range(size >> 20)) + deflater.flush(zlib.Z_SYNC_FLUSH)[:-4]
with socket.create_connection((url.hostname, url.port)) as link:
    link.settimeout(60)
    link.sendall(raw_client.REQUEST + b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
    link.sendall(b"\xc2\xff" + struct.pack(">Q", len(packed)) + bytes(4))
    try:
        link.sendall(packed)
    except ConnectionError:
        pass
    received = raw_client.read_all(link)
frame = received.partition(b"\r\n\r\n")[2]
print("closed", struct.unpack(">H", frame[2:4])[0] if frame[:1] == b"\x88" else frame.hex())
